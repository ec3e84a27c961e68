// The left side: channels, who to be, and, on a narrow screen, the drawer that holds them.

import { byId, el, icon, unseen } from "./dom.js";
import { face } from "./people.js";
import { channelName, DIRECT, go, listen, now, state, unread } from "./state.js";
import { offerThemes } from "./theme.js";
import { clock } from "./time.js";

const ABOUT = {
  general: "For everything and everyone",
  "study-group": "For those who learn together",
  help: "For questions of any size",
  [DIRECT]: "Only you and the bot read this",
};

const sidebar = byId("sidebar");
const veil = byId("veil");
const opener = byId("sidebar-open");
const narrow = matchMedia("(max-width: 760px)");

/** Begin. */
export function startSidebar() {
  offerThemes(byId("themes"), el, icon);
  listen((why) => {
    if (why === "time") drawTimes();
    else if (why !== "message") drawPersonas();
    drawChannels();
  });
  setInterval(drawTimes, 10_000);
  opener.addEventListener("click", () => drawer(true));
  byId("sidebar-close").addEventListener("click", () => drawer(false));
  veil.addEventListener("click", () => drawer(false));
  sidebar.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow.matches) drawer(false);
  });
  narrow.addEventListener("change", () => drawer(false));
}

function drawer(open) {
  const was = sidebar.classList.contains("open");
  sidebar.classList.toggle("open", open);
  veil.hidden = !open;
  byId("chat").inert = open;
  byId("details").inert = open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar-close").focus();
  else if (was) opener.focus();
}

function drawChannels() {
  const list = byId("channels");
  const marked = state.channels.map((channel) => [channel, channel !== state.channel && unread(channel)]);
  redraw(
    list,
    marked.map(([channel, isNew]) => {
      const here = channel === state.channel;
      return el(
        "button",
        { type: "button", class: "channel", "data-key": channel, "aria-current": here ? "page" : null, onclick: () => choose({ channel }) },
        el("span", { class: "channel-name" }, channelName(channel)),
        isNew ? el("span", { class: "dot" }) : null,
        isNew ? unseen(" (something new)") : null,
      );
    }),
  );
  byId("anywhere-unread").hidden = !marked.some(([, isNew]) => isNew);
  byId("channel-title").textContent = channelName(state.channel);
  byId("channel-about").textContent = ABOUT[state.channel] ?? "";
  document.title = `${channelName(state.channel)} · Playground`;
}

function drawPersonas() {
  redraw(
    byId("personas"),
    state.personas.map((one) =>
      el(
        "button",
        { type: "button", class: "persona", "data-key": one.id, "aria-pressed": String(one.id === state.persona), onclick: () => choose({ persona: one.id }) },
        face(one.id),
        el(
          "span",
          { class: "persona-words" },
          el("span", { class: "persona-name" }, one.name, one.organiser ? el("span", { class: "organiser" }, icon("organiser"), "organiser") : null),
          el("time", { class: "persona-time", "data-zone": one.zone, title: one.zone }, clock(now(), one.zone)),
          el("span", { class: "persona-about" }, one.about),
        ),
      ),
    ),
  );
}

function drawTimes() {
  for (const time of document.querySelectorAll("[data-zone]")) {
    const words = clock(now(), time.dataset.zone);
    if (time.textContent !== words) time.textContent = words;
  }
}

/** Put buttons into a list, and the focus back where it was. */
function redraw(list, buttons) {
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  list.replaceChildren(...buttons.map((button) => el("li", {}, button)));
  if (held !== null) buttons.find((button) => button.dataset.key === held)?.focus();
}

function choose(place) {
  go(place);
  if (narrow.matches) drawer(false);
}
