// The message list: it adds, replaces and hides messages without taking the reader's place or focus away.

import { byId, el, icon } from "./dom.js";
import { messageElement } from "./message.js";
import { channelName, DIRECT, me, now, state, visible } from "./state.js";
import { dayKey, dayName } from "./time.js";

const NEAR = 60; // pixels from the end that still count as being there
const TOGETHER = 5 * 60_000; // milliseconds within which messages of one author stand together
const TRIES = ["/roadmap", "/ask what is drift?", "/plan"];

const list = byId("messages");
const newer = byId("newer");
let act = null;
let place = ""; // whose view of which channel is shown
let shown = new Map(); // message id to { message, element }
let days = new Map(); // day to its separator
let today = ""; // the day for which the separators were named
let hello = null;

/** Begin; `actions` presses, says, shows details, and tells whether an answer is awaited here. */
export function startChat(actions) {
  act = actions;
  newer.addEventListener("click", () => {
    list.scrollTop = list.scrollHeight;
    list.focus({ preventScroll: true });
  });
  list.addEventListener("scroll", () => {
    if (atEnd()) newer.hidden = true;
  });
  new ResizeObserver(followSize).observe(list);
}

/** Bring the list in line with the state. */
export function showMessages() {
  const where = `${state.persona} ${state.channel}`;
  const other = where !== place;
  if (other) reset(where);
  const end = other || atEnd();
  const wanted = visible();
  const fresh = wanted.filter((message) => !shown.has(message.id));
  for (const message of wanted) keep(message);
  arrange(wanted);
  list.removeAttribute("aria-busy");
  if (other) list.scrollTop = list.scrollHeight;
  else if (fresh.length) follow(fresh, end);
}

function reset(where) {
  place = where;
  shown = new Map();
  days = new Map();
  hello = null;
  newer.hidden = true;
  list.setAttribute("aria-busy", "true"); // what was said earlier is not read out again
  list.replaceChildren();
}

/** Make a message's element, or replace the one there is. */
function keep(message) {
  const there = shown.get(message.id);
  if (there && (there.message === message || JSON.stringify(there.message) === JSON.stringify(message))) return;
  const element = messageElement(message, me().zone, act);
  shown.set(message.id, { message, element });
  if (there) swap(there.element, element);
}

function swap(old, element) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const byKeyboard = held?.matches(":focus-visible") && onScreen(held);
  const top = list.scrollTop;
  const height = old.offsetHeight;
  const above = old.offsetTop + height <= top;
  element.classList.toggle("grouped", old.classList.contains("grouped"));
  old.replaceWith(element);
  list.scrollTop = top + (above ? element.offsetHeight - height : 0);
  if (!held) return;
  const same = [...element.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held.dataset.key);
  const target = same ?? element.querySelector(".title") ?? element;
  target.focus({ preventScroll: true });
  if (byKeyboard) target.scrollIntoView({ block: "nearest" }); // whoever uses keys must see where they are
}

function onScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  return bottom > box.top && top < box.bottom;
}

/** Put days and messages in order; what stays is not moved, for moving would take the focus away. */
function arrange(wanted) {
  const { zone } = me();
  if (today !== dayKey(now(), zone)) days.clear(); // yesterday was called today
  today = dayKey(now(), zone);
  const order = [];
  let last = null;
  for (const message of wanted) {
    const { element } = shown.get(message.id);
    const day = dayKey(new Date(message.at), zone);
    const another = !last || dayKey(new Date(last.at), zone) !== day;
    if (another) order.push(separator(day, message));
    element.classList.toggle("grouped", !another && together(last, message));
    order.push(element);
    last = message;
  }
  if (!order.length) order.push((hello ??= welcome()));
  const staying = new Set(order);
  for (const child of [...list.children]) if (!staying.has(child)) child.remove();
  for (const id of [...shown.keys()]) if (!staying.has(shown.get(id).element)) shown.delete(id);
  let next = list.firstElementChild;
  for (const element of order) {
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
  }
}

function together(last, message) {
  const near = new Date(message.at) - new Date(last.at) < TOGETHER;
  return near && last.author === message.author && last.only_for === message.only_for;
}

function separator(day, message) {
  if (!days.has(day)) days.set(day, el("p", { class: "day" }, el("span", {}, dayName(new Date(message.at), me().zone, now()))));
  return days.get(day);
}

/** Show what is new: to everyone at the end of the list, and to whoever wrote or asked for it. */
function follow(fresh, end) {
  const mine = fresh.some((message) => message.author === state.persona);
  const answer = fresh.some((message) => message.author === "bot") && act.awaited();
  if (!end && !mine && !answer) {
    newer.hidden = false;
    return;
  }
  const { element } = shown.get(fresh.at(-1).id);
  const before = element.previousElementSibling;
  const first = before?.matches("article") && before.offsetHeight < 100 ? before : element; // the question above its answer
  const tall = list.scrollHeight - first.offsetTop > list.clientHeight;
  list.scrollTop = tall ? first.offsetTop : list.scrollHeight; // a long answer is read from its beginning
}

function atEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
}

let sized = 0;
function followSize() {
  const wasAtEnd = list.scrollHeight - list.scrollTop - (sized || list.clientHeight) < NEAR;
  if (wasAtEnd && sized && list.clientHeight < sized) list.scrollTop = list.scrollHeight; // a keyboard came up
  sized = list.clientHeight;
}

function welcome() {
  const where = state.channel === DIRECT ? "It's just the two of us here" : `Welcome to ${channelName(state.channel).replace("# ", "#")}`;
  const how =
    state.channel === DIRECT
      ? "Ask me anything about MLOps in your own words; you don't need a command."
      : "I'm the bot that walks the MLOps roadmap with you. Ask me something, or try one of these.";
  return el(
    "div",
    { class: "hello" },
    el("span", { class: "hello-mark", "aria-hidden": "true" }, icon("path")),
    el("h3", {}, where),
    el("p", {}, how),
    el("div", { class: "tries" }, TRIES.map((line) => el("button", { type: "button", class: "try", onclick: () => act.say(line) }, line))),
    el("p", { class: "soft" }, "My answers are private until you press Share. Nothing leaves this machine, and all is forgotten when the playground stops."),
  );
}
