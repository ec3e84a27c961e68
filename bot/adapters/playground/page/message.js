// Makes the element of one message: who, when, and what was said or answered.

import { el, icon, unseen } from "./dom.js";
import { face, said } from "./people.js";
import { block } from "./render.js";
import { DIRECT, person } from "./state.js";
import { clock, inFull } from "./time.js";

/** The element; `act.press` and `act.details` are called by its buttons, `zone` is the reader's. */
export function messageElement(message, zone, act) {
  const author = person(message.author) ?? { id: message.author, name: message.author };
  const at = new Date(message.at);
  const isPrivate = message.only_for !== null && message.channel !== DIRECT;
  const who = el(
    "p",
    { class: "who" },
    el("span", { class: "name" }, author.name),
    author.id === "bot" ? el("span", { class: "tag" }, "Bot") : null,
    author.organiser ? el("span", { class: "tag tag-organiser" }, "Organiser") : null,
    el("time", { datetime: message.at, title: inFull(at, zone) }, clock(at, zone)),
  );
  const content = message.reply ? reply(message, isPrivate, act) : el("p", { class: "said" }, said(message.text));
  return el(
    "article",
    { class: isPrivate ? "message private" : "message", "data-id": message.id, tabindex: "-1", "aria-label": `${author.name}, ${clock(at, zone)}` },
    el("div", { class: "side" }, face(message.author), el("time", { class: "side-time", "aria-hidden": "true" }, clock(at, zone))),
    el("div", { class: "body" }, who, content),
  );
}

function reply(message, isPrivate, act) {
  const { title, blocks } = message.reply;
  const details = el(
    "button",
    { type: "button", class: "quiet", "data-key": "details", "aria-controls": "details", "aria-expanded": "false", onclick: (event) => act.details(message.id, event.currentTarget) },
    icon("details"),
    "Details",
    unseen(` of ${title || "this reply"}`),
  );
  const note = isPrivate ? el("p", { class: "only-you" }, icon("private"), "Only you can see this") : null;
  return el(
    "div",
    { class: "reply" },
    el("div", { class: "reply-top" }, note, details),
    title ? el("h3", { class: "title", tabindex: "-1" }, title) : null,
    blocks.map((one) => block(one, (token, chosen) => act.press(message.id, token, chosen))),
  );
}
