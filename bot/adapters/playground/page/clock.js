// The playground's clock: what time it is, letting time pass, and where to find what arrived meanwhile.

import { byId, el } from "./dom.js";
import { channelName, DIRECT, go, listen, me, now, person, state } from "./state.js";
import { brief, inFull } from "./time.js";

const time = byId("clock-time");
const buttons = [...document.querySelectorAll("[data-wait]")];
let waiting = false;
let last = null; // where something arrived when time was let pass last

/** Begin; `wait(span)` lets time pass, and says whether it could ask for that. */
export function startClock(wait) {
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return; // stays where it is, for the focus is on it
      waiting = wait(button.dataset.wait);
      draw();
    });
  }
  byId("passed-close").addEventListener("click", () => {
    last = null;
    drawPassed();
    byId("messages").focus({ preventScroll: true });
  });
  listen((why) => {
    if (why === "welcome") waiting = false; // whatever was asked for before, nobody tells any more
    if (why === "place") drawPassed(); // another wall, another clock
    draw();
  });
  setInterval(draw, 10_000);
}

/** Say what time has come, and offer the places where something arrived; without a list, no time was let pass. */
export function passed(arrived) {
  if (!arrived) return;
  waiting = false;
  last = arrived;
  drawPassed();
  draw();
}

/** Time doesn't pass after all. */
export function stuck() {
  waiting = false;
  draw();
}

function look(channel, reader) {
  go({ channel, persona: reader ?? state.persona });
  byId("messages").focus({ preventScroll: true });
}

function draw() {
  byId("clock").hidden = !state.movable;
  if (!state.movable) return;
  const { zone } = me();
  set(time, brief(now(), zone));
  time.dateTime = now().toISOString();
  time.title = `${inFull(now(), zone)}, ${zone}`;
  set(byId("clock-next-time"), state.next ? brief(new Date(Math.max(state.next, now())), zone) : "(nothing is due)");
  for (const button of buttons) button.setAttribute("aria-disabled", String(waiting || (button.dataset.wait === "next" && !state.next)));
}

function drawPassed() {
  byId("passed").classList.toggle("unseen", last === null); // a hidden place would say nothing aloud when it is shown
  byId("passed-close").hidden = last === null;
  byId("passed-words").textContent = last === null ? "" : `It is now ${inFull(now(), me().zone)}. ${sum(last.length)}`;
  byId("passed-places").replaceChildren(...counted(last ?? []).map(({ channel, only_for: reader, count }) => el(
    "li",
    {},
    el("button", { type: "button", class: "button", onclick: () => look(channel, reader) }, `${named(channel, reader)}${count > 1 ? ` (${count})` : ""}`),
  )));
}

function set(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function counted(arrived) {
  const places = new Map();
  for (const place of arrived) {
    const key = JSON.stringify(place);
    places.set(key, { ...place, count: (places.get(key)?.count ?? 0) + 1 });
  }
  return [...places.values()];
}

function sum(count) {
  if (count === 0) return "Nothing arrived.";
  return count === 1 ? "One message arrived:" : `${count} messages arrived:`;
}

function named(channel, reader) {
  if (channel !== DIRECT) return channelName(channel);
  return reader === state.persona ? "Your direct message" : `Direct message for ${person(reader)?.name ?? reader}`;
}
