// Puts the page together: what comes over the socket goes into the state, and the views follow it.

import { showMessages, startChat } from "./chat.js";
import { passed, startClock, stuck } from "./clock.js";
import { say, startComposer, suggested } from "./composer.js";
import { offerPlatforms, refreshDetails, showDetails } from "./details.js";
import { byId, icon } from "./dom.js";
import { askForm, dropForm } from "./form.js";
import { startSidebar } from "./sidebar.js";
import { connect } from "./socket.js";
import { listen, state, take, takeTime, welcome } from "./state.js";

const PATIENCE = 30_000; // milliseconds in which an answer counts as one to what was asked in this tab
let askedAt = -Infinity;
let everOnline = false;
let hiding = 0;

const send = connect(heard, online);

const actions = {
  say(text) {
    if (!state.channels.length) return "One moment: I'm still connecting. Your words stay here.";
    return ask({ do: "say", persona: state.persona, channel: state.channel, text });
  },
  press(message, token, chosen) {
    trouble(ask({ do: "press", persona: state.persona, message, token, chosen }));
  },
  suggest(id, { command, parameter, partial }) {
    send({ do: "suggest", id, command, parameter, partial });
  },
  awaited: () => performance.now() - askedAt < PATIENCE,
  details: showDetails,
  trouble,
};

for (const place of document.querySelectorAll("[data-icon]")) place.append(icon(place.dataset.icon));
startSidebar();
startClock(wait);
startComposer(actions);
startChat({ ...actions, say });
listen((why) => {
  if (why === "place") dropForm();
  showMessages();
  refreshDetails();
});

function ask(what) {
  const problem = send(what);
  if (!problem) askedAt = performance.now();
  return problem;
}

function wait(span) {
  const problem = ask({ do: "wait", for: span });
  trouble(problem);
  return !problem;
}

function heard(event) {
  switch (event.event) {
    case "welcome":
      offerPlatforms(event.platforms);
      welcome(event);
      break;
    case "message":
      take(event.message);
      break;
    case "form":
      form(event);
      break;
    case "time":
      takeTime(event);
      passed(event.arrived);
      break;
    case "suggestions":
      suggested(event.id, event.options);
      break;
    case "trouble":
      stuck();
      trouble(event.words);
      break;
    default:
      console.warn("the playground said something that this page doesn't know", event.event);
  }
}

/** Only the tab that asked, with the persona who asked, shows the form. */
function form({ persona, channel, message, form: asked }) {
  if (persona !== state.persona || !actions.awaited()) return;
  askForm(asked, (filled) => ask({ do: "fill", persona, channel, token: asked.token, filled, message }));
}

function online(now) {
  const notice = byId("notice");
  clearTimeout(hiding);
  notice.classList.toggle("good", now);
  document.body.classList.toggle("offline", !now);
  if (!now) notice.textContent = "The connection is lost. I'm trying again…";
  else if (everOnline) {
    notice.textContent = "Connected again.";
    trouble("");
    hiding = setTimeout(() => { notice.textContent = ""; }, 3_000);
  } else notice.textContent = "";
  everOnline ||= now;
}

function trouble(words) {
  const place = byId("trouble");
  place.textContent = words;
  if (words) setTimeout(() => { if (place.textContent === words) place.textContent = ""; }, 8_000);
}
