// Shows what is offered above the message box: a hint of the command's parameters, and options to take.

import { byId, el } from "./dom.js";

const line = byId("line");
const popup = byId("popup");
const hint = byId("popup-hint");
const list = byId("options");
const offered = byId("offered");

let options = [];
let active = -1;
let takeOption = () => {};
let announcing = 0;

popup.addEventListener("mousedown", (event) => event.preventDefault()); // the message box keeps the focus

/** What happens when an option is taken with the mouse. */
export function onTake(take) {
  takeOption = take;
}

/** Show an offer; `eager` makes the first option the active one. */
export function show({ options: shown, hint: about, eager }) {
  options = shown;
  hint.replaceChildren(...(about ? hintParts(about) : []));
  hint.hidden = !about;
  list.replaceChildren(...options.map(row));
  list.hidden = options.length === 0;
  popup.hidden = options.length === 0 && !about;
  line.setAttribute("aria-expanded", String(options.length > 0));
  activate(eager && options.length ? 0 : -1);
  announce(about);
}

/** Hide everything. */
export function close() {
  show({ options: [], hint: null, eager: false });
}

/** Whether anything is shown. */
export function isOpen() {
  return !popup.hidden;
}

/** Make the next or the previous option the active one, round and round. Says whether there was one. */
export function move(step) {
  if (!options.length) return false;
  activate(active < 0 ? (step > 0 ? 0 : options.length - 1) : (active + step + options.length) % options.length);
  return true;
}

/** The active option, if any. */
export function activeOption() {
  return options[active];
}

/** The first option, if any. */
export function firstOption() {
  return options[0];
}

function row(option, place) {
  return el(
    "li",
    {
      role: "option",
      id: `option-${place}`,
      class: "option",
      "aria-selected": "false",
      onclick: () => takeOption(option),
    },
    el("span", { class: "option-name" }, option.label),
    option.about ? el("span", { class: "option-what" }, option.about) : null,
    option.tag ? el("span", { class: "option-tag" }, option.tag) : null,
  );
}

function activate(place) {
  list.children[active]?.setAttribute("aria-selected", "false");
  active = place;
  const chosen = list.children[active];
  if (!chosen) {
    line.removeAttribute("aria-activedescendant");
    list.scrollTop = 0;
    return;
  }
  chosen.setAttribute("aria-selected", "true");
  chosen.scrollIntoView({ block: "nearest" });
  line.setAttribute("aria-activedescendant", chosen.id);
}

function hintParts({ command, parameter }) {
  const parts = command.parameters.map((one) =>
    el("span", { class: one === parameter ? "hint-part hint-now" : "hint-part" }, one.name, one.required ? null : el("small", {}, "optional")),
  );
  const about = parameter ? `${parameter.about}${parameter.required ? "" : " (optional)"}` : command.about;
  return [el("p", { class: "hint-line" }, el("strong", {}, `/${command.name}`), ...parts), el("p", { class: "hint-about" }, about)];
}

/** Tell screen readers, once the typing pauses. */
function announce(about) {
  clearTimeout(announcing);
  const count = options.length === 1 ? "1 suggestion." : `${options.length} suggestions.`;
  const what = about?.parameter ? `${about.parameter.name}: ${about.parameter.about}. ` : "";
  const words = isOpen() ? `${what}${options.length ? count : ""}` : "";
  announcing = setTimeout(() => { offered.textContent = words; }, 500);
}
