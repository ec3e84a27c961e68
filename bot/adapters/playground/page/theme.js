// Puts the chosen colours on the page before it is first painted, and keeps the choice for the next visit.

const THEMES = ["light", "dark", "system"];

/** The choice of this browser: light, dark or system. */
function chosenTheme() {
  const kept = localStorage.getItem("theme");
  return THEMES.includes(kept) ? kept : "system";
}

/** Choose, for this tab and the others. */
function chooseTheme(theme) {
  localStorage.setItem("theme", theme);
  apply();
}

/** Fill the fieldset with one radio button for each choice. */
export function offerThemes(fieldset, el, icon) {
  const names = { light: "Light", dark: "Dark", system: "System" };
  const row = el("div", { class: "theme-row" });
  for (const theme of THEMES) {
    const radio = el("input", { type: "radio", name: "theme", value: theme, onchange: () => chooseTheme(theme) });
    row.append(el("label", {}, radio, icon(theme), el("span", {}, names[theme])));
  }
  fieldset.append(row);
  mark();
}

function apply() {
  const theme = chosenTheme();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  mark();
}

function mark() {
  const radio = document.querySelector(`input[name="theme"][value="${chosenTheme()}"]`);
  if (radio) radio.checked = true;
}

addEventListener("storage", apply);
apply();
