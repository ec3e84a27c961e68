// Holds what this tab knows of the chat and who is active in it, and tells the views when something changed.

export const DIRECT = "direct";
export const BOT = { id: "bot", name: "Roadmap", tone: "bot" };

const KEPT = 500; // as many messages as the server keeps
const listeners = [];
const seen = new Map(); // the newest message seen, by persona and channel
let before = null; // the newest message of the first welcome: nothing up to it counts as unread

export const state = {
  personas: [],
  channels: [],
  menu: [],
  messages: new Map(),
  ahead: 0, // milliseconds by which the playground's clock is ahead of this machine's
  next: null, // when something is due next
  movable: false, // whether time can be let pass
  persona: sessionStorage.getItem("persona") ?? "",
  channel: sessionStorage.getItem("channel") ?? "",
};

/** Call `view(why)` after every change; `why` is welcome, message, place or time. */
export function listen(view) {
  listeners.push(view);
}

/** Start over with what the server says is there. */
export function welcome(event) {
  const { personas, channels, menu, messages, time } = event;
  setTime(time);
  Object.assign(state, { personas, channels, menu });
  state.messages = new Map(messages.map((message) => [message.id, message]));
  if (!person(state.persona)) state.persona = personas[0].id;
  if (!channels.includes(state.channel)) state.channel = channels[0];
  const newest = messages.at(-1)?.id ?? 0;
  if (before === null || newest < Math.max(before, ...seen.values())) {
    seen.clear(); // the first welcome, or a server that has forgotten everything
    before = newest;
  }
  tell("welcome");
}

/** Take a new message, or one that replaces what is there. */
export function take(message) {
  state.messages.set(message.id, message);
  if (state.messages.size > KEPT) state.messages.delete(state.messages.keys().next().value);
  tell("message");
}

/** Take what time it is and what is due next. */
export function takeTime(event) {
  setTime(event);
  tell("time");
}

/** The present instant on the playground's clock. */
export function now() {
  return new Date(Date.now() + state.ahead);
}

/** Be somebody else, or look into another channel. */
export function go(place) {
  Object.assign(state, place);
  sessionStorage.setItem("persona", state.persona);
  sessionStorage.setItem("channel", state.channel);
  tell("place");
}

/** Somebody by id; the bot counts. */
export function person(id) {
  if (id === BOT.id) return BOT;
  const at = state.personas.findIndex((one) => one.id === id);
  return at < 0 ? undefined : { ...state.personas[at], tone: String((at % 6) + 1) };
}

/** Who is active in this tab. */
export function me() {
  return person(state.persona);
}

/** The messages of a channel that the active persona may see, oldest first. */
export function visible(channel = state.channel) {
  return [...state.messages.values()].filter(
    (message) => message.channel === channel && (message.only_for === null || message.only_for === state.persona),
  );
}

/** Whether a channel holds something new for the active persona. */
export function unread(channel) {
  const from = seen.get(`${state.persona} ${channel}`) ?? before ?? 0;
  return visible(channel).some((message) => message.id > from && message.author !== state.persona);
}

/** How a channel is called: `# general`. */
export function channelName(channel) {
  return channel === DIRECT ? "Direct message with the bot" : `# ${channel}`;
}

function setTime(time) {
  state.ahead = new Date(time.now) - Date.now();
  state.next = time.next === null ? null : new Date(time.next);
  state.movable = time.movable;
}

function tell(why) {
  const newest = visible().at(-1)?.id ?? 0;
  const place = `${state.persona} ${state.channel}`;
  seen.set(place, Math.max(newest, seen.get(place) ?? before ?? 0));
  for (const view of listeners) view(why);
}
