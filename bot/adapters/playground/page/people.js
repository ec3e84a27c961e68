// Shows people: their face, and their name where a text speaks to them.

import { el, icon } from "./dom.js";
import { BOT, person, state } from "./state.js";

/** Somebody's initials on their colour; the bot has its own sign. */
export function face(id) {
  const who = person(id);
  const looks = `face tone-${who?.tone ?? "none"}`;
  if (id === BOT.id) return el("span", { class: looks, "aria-hidden": "true" }, icon("path"));
  const initials = (who?.name ?? id).split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
  return el("span", { class: looks, "aria-hidden": "true" }, initials);
}

/** `@Ana`, from a reference such as `playground:ana`. */
export function mention(reference) {
  const id = reference.replace(/^playground:/, "");
  const looks = id === state.persona ? "mention mention-me" : "mention";
  return el("span", { class: looks }, `@${person(id)?.name ?? id}`);
}

/** What a persona wrote, as it is, with the names of those who are here highlighted. */
export function said(words) {
  return words.split(/(?<![\w@])(@[a-z]+)\b/).map((part, place) => {
    const who = place % 2 === 1 ? person(part.slice(1)) : undefined;
    if (!who) return part;
    return el("span", { class: who.id === state.persona ? "mention mention-me" : "mention" }, part);
  });
}
