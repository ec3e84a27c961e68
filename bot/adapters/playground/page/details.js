// Shows what a reply is made of, for whoever works on the bot.

import { byId, copyButton, el, icon } from "./dom.js";
import { state } from "./state.js";

// `json` gives a form of a message's reply, at once or as a promise.
const VIEWS = [{ name: "Neutral JSON", about: "What the bot answered, before any platform.", json: (message) => message.reply }];

const LONGEST = 200; // characters of one value that are shown; copying gives all of them
const panel = byId("details");
let chosen = null; // the message's id
let view = VIEWS[0];
let from = null; // the button that opened it

/** Offer what these platforms would be sent; asked of the server when somebody looks. */
export function offerPlatforms(names) {
  VIEWS.splice(1, VIEWS.length, ...names.map((name) => ({ name, about: `What ${name} would be sent, exactly.`, json: sent(name) })));
}

function sent(platform) {
  return async (message) => {
    const answer = await fetch(`/payloads/${message.id}/${platform}`);
    return answer.ok ? answer.json() : await answer.text();
  };
}

/** Show a message's details; the same button closes them again. */
export function showDetails(id, button) {
  if (chosen === id) {
    closeDetails();
    return;
  }
  chosen = id;
  from = button;
  keepingPlace(draw);
  mark();
  panel.querySelector("button").focus();
}

/** Bring the panel in line with the state: its message may have been replaced, or be hidden now. */
export function refreshDetails() {
  if (chosen === null) return;
  const message = state.messages.get(chosen);
  const visible = message && message.channel === state.channel && [null, state.persona].includes(message.only_for);
  if (visible) draw();
  else closeDetails();
  mark();
}

function closeDetails() {
  const held = panel.contains(document.activeElement);
  const opener = from?.isConnected ? from : document.querySelector(`[data-id="${chosen}"] [data-key="details"]`);
  keepingPlace(() => {
    chosen = null;
    panel.hidden = true;
    panel.replaceChildren();
  });
  mark();
  if (held) (opener ?? byId("line")).focus();
}

/** The list gets narrower or wider: what was read stays where it was. */
function keepingPlace(change) {
  const list = byId("messages");
  const place = () => (from?.isConnected ? from.getBoundingClientRect().top : 0);
  const before = place();
  change();
  list.scrollTop += place() - before;
}

function mark() {
  for (const button of document.querySelectorAll('[data-key="details"]')) {
    button.setAttribute("aria-expanded", String(button.closest("[data-id]").dataset.id === String(chosen)));
  }
}

panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeDetails();
});

function draw() {
  const [id, shown] = [chosen, view];
  const json = view.json(state.messages.get(id));
  if (!(json instanceof Promise)) paint(json);
  else json.then((arrived) => id === chosen && shown === view && paint(arrived));
}

function paint(json) {
  const held = panel.contains(document.activeElement);
  const close = el("button", { type: "button", class: "icon-button", "aria-label": "Close the details", onclick: closeDetails }, icon("close"));
  const tabs = VIEWS.length > 1 ? el("div", { class: "views", role: "group", "aria-label": "Form" }, VIEWS.map(tab)) : null;
  panel.replaceChildren(
    el("div", { class: "details-head" }, el("h2", { id: "details-title" }, "Details"), close),
    ...(tabs ? [tabs] : []),
    el("div", { class: "details-about" }, el("p", { class: "soft" }, `${view.name}. ${view.about}`), copyButton(() => JSON.stringify(json, null, 2), "all of it")),
    el("pre", { class: "json", tabindex: "0", role: "group", "aria-label": view.name }, el("code", {}, coloured(json))),
  );
  panel.hidden = false;
  if (held) close.focus();
}

function tab(one) {
  const button = el("button", { type: "button", class: "quiet", "aria-pressed": String(one === view) }, one.name);
  button.addEventListener("click", () => {
    view = one;
    draw();
  });
  return button;
}

/** JSON with its names set apart; a very long value is cut, and says so. */
function coloured(json) {
  const cut = (key, value) =>
    typeof value === "string" && value.length > LONGEST ? `${value.slice(0, LONGEST)}… (${value.length - LONGEST} more characters)` : value;
  return JSON.stringify(json, cut, 2)
    .split(/("(?:[^"\\]|\\.)*"(?=:))/)
    .map((part, place) => (place % 2 ? el("span", { class: "json-name" }, part) : part));
}
