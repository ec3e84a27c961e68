// Turns the blocks of a reply into elements; every kind has its form here, and an unknown one says so.

import { el, icon } from "./dom.js";
import { code, inline, link, text, unknown } from "./nodes.js";
import { menu, several } from "./menu.js";
import { mention } from "./people.js";

const files = new Map(); // addresses of files by their data; they are small, and stay good while the page is open
const SHORT = 26; // characters of a cell that stay on one line
let spoilers = 0;

/** A block as an element; `press(token, chosen)` is called by its buttons and menus. */
export function block(one, press) {
  const make = Object.hasOwn(BLOCKS, one.block) ? BLOCKS[one.block] : () => unknown(one.block);
  try {
    return make(one, press);
  } catch (problem) {
    console.warn("a part of a reply could not be shown", problem);
    return unknown(one.block);
  }
}

const BLOCKS = {
  text: (one) => el("div", { class: "text" }, text(one.text)),

  facts: (one) =>
    el("dl", { class: "facts" }, one.facts.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, inline(value))))),

  items: (one) => {
    const list = el(one.style === "numbers" ? "ol" : "ul", { class: "items" }, one.items.map((item) => el("li", {}, inline(item))));
    return el("div", { class: "items-block" }, one.title ? el("h4", {}, one.title) : null, list);
  },

  table,

  code: (one) => code(one.text, one.language),

  picture: (one) => el("img", { class: "picture", alt: one.alt, src: `data:${one.media_type};base64,${one.data}` }),

  file: (one) => {
    const size = bytes(one.data).length;
    return el(
      "div",
      { class: "file" },
      el("span", { class: "file-icon" }, icon("file")),
      el(
        "div",
        {},
        el("a", { href: fileUrl(one), download: one.name, "data-key": `file ${one.name}` }, `Download ${one.name}`),
        el("p", { class: "soft" }, `${one.about} (${size < 1_024 ? `${size} bytes` : `${Math.round(size / 1_024)} kB`})`),
      ),
    );
  },

  spoiler: (one) => {
    spoilers += 1;
    const hidden = el("div", { class: "spoiler-text text", id: `spoiler-${spoilers}`, hidden: true }, text(one.text));
    const words = el("span", {}, `Show ${one.label}`);
    const button = el(
      "button",
      { type: "button", class: "button spoiler-button", "aria-expanded": "false", "aria-controls": hidden.id, "data-key": `spoiler ${one.label}` },
      icon("private"),
      words,
    );
    button.addEventListener("click", () => {
      hidden.hidden = !hidden.hidden;
      button.setAttribute("aria-expanded", String(!hidden.hidden));
      words.textContent = `${hidden.hidden ? "Show" : "Hide"} ${one.label}`;
    });
    return el("div", { class: "spoiler" }, button, hidden);
  },

  buttons: (one, press) => el("div", { class: "buttons" }, one.buttons.map((button) => oneButton(button, press))),

  select: (one, press) =>
    one.many ? several(one, (values) => press(one.token, values)) : menu(one, (value) => press(one.token, [value])),

  divider: () => el("hr"),

  mention: (one) => el("div", { class: "text mention-line" }, el("p", {}, mention(one.person), " ", inline(one.text))),
};

function oneButton(button, press) {
  if (button.url !== undefined) {
    return link(button.url, [el("span", {}, button.label), icon("outside")], { class: "button", "data-key": `link ${button.url}` });
  }
  const looks = button.main ? "button main" : "button";
  return el("button", { type: "button", class: looks, "data-key": `button ${button.token}`, onclick: () => press(button.token, []) }, button.label);
}

function table(one) {
  const head = el("tr", {}, one.columns.map((column) => el("th", { scope: "col" }, column)));
  const rows = one.rows.map((row) =>
    el("tr", {}, row.map((cell, place) => el(place ? "td" : "th", { scope: place ? null : "row", class: cell.length < SHORT ? "short" : null }, cell))),
  );
  const grid = el("table", {}, el("thead", {}, head), el("tbody", {}, rows));
  const wrapper = el("div", { class: "table", role: "group", "aria-label": `Table: ${one.columns.join(", ")}` }, grid);
  new ResizeObserver(() => {
    if (wrapper.scrollWidth > wrapper.clientWidth) wrapper.tabIndex = 0; // so that the arrow keys can scroll it
    else wrapper.removeAttribute("tabindex");
  }).observe(wrapper);
  return wrapper;
}

function fileUrl(one) {
  if (!files.has(one.data)) files.set(one.data, URL.createObjectURL(new Blob([bytes(one.data)], { type: one.media_type })));
  return files.get(one.data);
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}
