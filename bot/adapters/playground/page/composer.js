// The message box: it completes while somebody types, sends, and brings back what was sent before.

import { byId } from "./dom.js";
import { offer, values } from "./complete.js";
import { face } from "./people.js";
import * as popup from "./popup.js";
import { channelName, listen, me, state } from "./state.js";

const SUGGEST_AFTER = 120; // milliseconds without another key
const LONGEST = 20_000; // characters, as the server takes them
const HISTORY = 50;

const line = byId("line");
const sent = [];
let recalled = -1; // which of `sent` stands in the box, if any
let offerNow = null;
let asking = 0; // the id of the newest question for suggestions
let asked = 0; // its timer
let act = null;

/** Begin; `actions` says, suggests and tells of trouble. */
export function startComposer(actions) {
  act = actions;
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  line.addEventListener("keydown", onKey);
  line.addEventListener("input", () => {
    recalled = -1;
    refresh();
  });
  line.addEventListener("click", refresh);
  line.addEventListener("keyup", (event) => {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) refresh();
  });
  line.addEventListener("blur", close);
  popup.onTake(take);
  listen(place);
}

/** Write something into the box and send it. */
export function say(text) {
  line.value = text;
  send();
  line.focus();
}

/** Take the suggestions that the server answered; those to an older question are dropped. */
export function suggested(id, options) {
  if (id !== asking || !offerNow?.ask) return;
  const found = values(offerNow.ask.parameter, options);
  popup.show({ ...offerNow, options: [...found, ...offerNow.options], eager: offerNow.eager && found.length > 0 });
}

function place(why) {
  if (why === "message") return;
  const where = state.channel === "direct" ? "the bot" : `#${state.channel}`;
  byId("line-label").textContent = `Message ${channelName(state.channel).replace("# ", "#")} as ${me().name}`;
  line.placeholder = `Write to ${where} as ${me().name}`;
  byId("composer-face").replaceChildren(face(state.persona));
}

function refresh() {
  grow();
  asking += 1;
  clearTimeout(asked);
  const caret = line.selectionStart === line.selectionEnd ? line.selectionStart : -1;
  offerNow = caret < 0 ? null : offer(line.value.slice(0, caret), { ...state, organiser: me()?.organiser });
  if (!offerNow) {
    popup.close();
    return;
  }
  popup.show({ ...offerNow, eager: offerNow.eager && !offerNow.ask });
  if (offerNow.ask) {
    const id = asking;
    asked = setTimeout(() => act.suggest(id, offerNow.ask), SUGGEST_AFTER);
  }
}

function close() {
  asking += 1;
  clearTimeout(asked);
  offerNow = null;
  popup.close();
}

function take(option) {
  const caret = line.selectionStart;
  line.setRangeText(option.insert, offerNow.from, caret, "end");
  refresh();
}

function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (popup.isOpen() && onPopupKey(event)) {
    event.preventDefault();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "ArrowUp" && (line.value === "" || recalled >= 0)) {
    if (recall(recalled < 0 ? sent.length - 1 : recalled - 1)) event.preventDefault();
  } else if (event.key === "ArrowDown" && recalled >= 0) {
    if (recall(recalled + 1)) event.preventDefault();
  }
}

/** Whether a key was meant for what is offered. Tab moves on where nothing was begun, so that nobody is caught here. */
function onPopupKey(event) {
  const active = popup.activeOption();
  switch (event.key) {
    case "ArrowDown":
      return popup.move(1);
    case "ArrowUp":
      return popup.move(-1);
    case "Escape":
      close();
      return true;
    case "Enter":
      if (event.shiftKey || !active) return false;
      take(active);
      return true;
    case "Tab": {
      const begun = offerNow !== null && line.selectionStart > offerNow.from;
      const option = active ?? (begun ? popup.firstOption() : undefined);
      if (event.shiftKey || !option) return false;
      take(option);
      return true;
    }
    default:
      return false;
  }
}

function recall(place) {
  if (place < 0 || place >= sent.length) return false;
  line.value = sent[place];
  recalled = place;
  line.setSelectionRange(line.value.length, line.value.length);
  grow();
  return true;
}

function send() {
  const text = line.value.trim();
  if (!text) return;
  const problem =
    text.length > LONGEST
      ? `That is ${text.length.toLocaleString("en-GB")} characters long; one message takes ${LONGEST.toLocaleString("en-GB")}.`
      : act.say(text);
  if (problem) {
    act.trouble(problem);
    return;
  }
  if (sent.at(-1) !== text) sent.push(text);
  sent.splice(0, sent.length - HISTORY);
  recalled = -1;
  line.value = "";
  grow();
  close();
}

function grow() {
  line.style.height = "auto";
  line.style.height = `${line.scrollHeight}px`;
}
