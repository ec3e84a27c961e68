// Makes elements from plain values only, so that nothing that anybody wrote can become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  path: "M5 19c6 0 2.5-7 7-7s1-7 7-7M5 19h.01M19 5h.01",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 7.5V12l3 2",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4.5 12L20 4.5 15.5 20l-4-6.5zM11.5 13.5L20 4.5",
  private: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  file: "M12 4v11M7.5 11L12 15.5 16.5 11M5 19.5h14",
  down: "M12 5v14M6.5 13.5L12 19l5.5-5.5",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  outside: "M9 6H6v12h12v-3M13 5h6v6M19 5l-8.5 8.5",
  details: "M9 5H8a2 2 0 0 0-2 2v3l-2 2 2 2v3a2 2 0 0 0 2 2h1M15 5h1a2 2 0 0 1 2 2v3l2 2-2 2v3a2 2 0 0 1-2 2h-1",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  dark: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  organiser: "M12 3.5l2.5 5.3 5.8.7-4.3 4 1.1 5.7L12 16.4l-5.1 2.8L8 13.5l-4.3-4 5.8-.7z",
};

/** An element with attributes (`onclick` and the like are listeners; false and null leave one out) and children. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A small line drawing that says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"], ["focusable", "false"]]) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Words for screen readers alone. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}

/** A button that copies what `text()` gives, with what says aloud that it did. */
export function copyButton(text, what) {
  const shown = el("span", {}, "Copy");
  const said = el("span", { class: "unseen", role: "status" });
  const button = el("button", { type: "button", class: "quiet", "data-key": `copy ${what}` }, icon("copy"), shown, unseen(` ${what}`));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      shown.textContent = "Copied";
    } catch {
      shown.textContent = "Couldn't copy: select the text instead";
    }
    said.textContent = shown.textContent;
    setTimeout(() => {
      shown.textContent = "Copy";
      said.textContent = "";
    }, 2_500);
  });
  return [button, said];
}
