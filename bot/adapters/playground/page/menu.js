// Makes the menu of a reply from a native select, which stays put while somebody looks through it with the arrow keys.

import { el, unseen } from "./dom.js";

const RICH = CSS.supports("appearance: base-select"); // where an option may have two lines
let menus = 0;

/** A labelled menu; `choose(value)` is called once, when the choice is certain. */
export function menu(one, choose) {
  menus += 1;
  const select = el("select", { id: `menu-${menus}`, "data-key": `select ${one.token}`, "aria-describedby": `menu-how-${menus}` });
  select.append(el("option", { value: "", selected: true, disabled: true, hidden: true }, "Choose"), ...one.options.map(option));
  let looking = false;

  function send() {
    const { value } = select;
    if (!value) return;
    looking = false;
    select.value = "";
    choose(value);
  }

  // Some browsers change the value of a closed select with every arrow key: that is looking, Enter is choosing.
  select.addEventListener("pointerdown", () => { looking = false; });
  select.addEventListener("keydown", (event) => {
    looking = !["Enter", " ", "Tab"].includes(event.key);
    if (event.key === "Enter" && select.value && !RICH) {
      event.preventDefault();
      send();
    }
  });
  select.addEventListener("change", () => {
    if (!looking || RICH) send();
  });

  const how = el("span", { class: "unseen", id: `menu-how-${menus}` }, "Enter chooses.");
  return el("div", { class: "menu" }, el("label", { for: select.id }, one.label), select, how);
}

function option(one) {
  if (!RICH || !one.about) return el("option", { value: one.value, title: one.about || null }, one.label);
  const about = el("span", { class: "option-about" }, unseen(": "), one.about);
  return el("option", { value: one.value, title: one.about }, el("span", { class: "option-label" }, one.label), about);
}
