// Works out what to offer for a line that is being typed: commands, their parameters, values, or people.
//
// An offer is { options, hint, ask, from, eager }: `options` replace the line from `from` up to the caret; `hint` is the
// command with the parameter that is being typed; `ask` is what to ask the server for more options; `eager` says that
// the first option is so likely that Enter takes it.

const WORD = /(?:[a-z][a-z0-9_]*:)?["“”][^"“”]*["“”]?|\S+/g;
const NAMED = /^([a-z][a-z0-9_]*):(.*)$/s;
const ONE_WORD = ["whole", "yesno", "someone", "somewhere"];

/** What to offer for the text before the caret, or null. */
export function offer(text, context) {
  const at = text.match(/(?:^|[\s(:])@([a-z]*)$/i);
  if (at) return people(at[1], text.length - at[1].length - 1, context, text);
  return text.startsWith("/") && !text.includes("\n") ? commands(text, context) : null;
}

/** The values that the server suggested, as options that name their parameter. */
export function values(parameter, options) {
  return options.map(({ value, label, about }) => ({ insert: `${named(parameter, value)} `, label, about }));
}

function people(typed, from, context, text) {
  const everyone = [...context.personas, { id: "bot", about: "asks the bot" }];
  const options = everyone
    .filter((one) => one.id.startsWith(typed.toLowerCase()))
    .map((one) => ({ insert: `@${one.id} `, label: `@${one.id}`, about: one.about }));
  const hint = text.startsWith("/") ? commands(text, context)?.hint ?? null : null;
  return { options, hint, from, eager: typed !== "" && !everyone.some((one) => one.id === typed), ask: null };
}

function commands(text, context) {
  const typed = text.slice(1).toLowerCase();
  const allowed = context.menu.filter((one) => context.organiser || !one.organisers);
  const whole = allowed
    .filter((one) => typed.startsWith(`${one.name} `) && !isGroup(one, context.menu))
    .sort((one, other) => other.name.length - one.name.length)[0];
  if (whole) return parameters(whole, text, whole.name.length + 2, context);
  const options = allowed
    .map((one, place) => ({ one, place: placeOf(one, place, allowed), rank: rank(one.name, typed) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ one }) => ({ insert: `/${one.name} `, label: `/${one.name}`, about: one.about }));
  const exact = allowed.some((one) => one.name === typed.trim());
  return { options, hint: null, from: 0, eager: typed !== "" && !exact, ask: null };
}

function isGroup(one, menu) {
  return !("organisers" in one) && menu.some((other) => other.name.startsWith(`${one.name} `));
}

/** A group's bare word stands right before its first command. */
function placeOf(one, place, allowed) {
  const first = allowed.findIndex((other) => other.name.startsWith(`${one.name} `));
  return first > place ? first - 0.5 : place;
}

/** How well a name fits: its beginning, the beginning of a later word, any part, its letters in order; null if not. */
function rank(name, typed) {
  if (name.startsWith(typed)) return 0;
  if (name.split(" ").some((word) => word.startsWith(typed))) return 1;
  if (name.includes(typed)) return 2;
  if (typed.length < 3) return null; // two letters in any order fit almost everything
  let at = 0;
  for (const letter of name) if (letter === typed[at]) at += 1;
  return at === typed.length ? 3 : null;
}

/** Follows the typed arguments to the one under the caret, as the server would read them. */
function parameters(command, text, start, context) {
  const rest = text.slice(start);
  let free = [...command.parameters];
  let run = null; // where unnamed words begin that belong to the first free parameter
  let typing = null;
  for (const { 0: word, index } of rest.matchAll(WORD)) {
    const end = index + word.length;
    const [, name, written] = word.match(NAMED) ?? [];
    const parameter = free.find((one) => one.name === name);
    const done = end < rest.length;
    if (parameter) {
      if (run !== null) free.shift();
      run = null;
      if (done) free = free.filter((one) => one !== parameter);
      else typing = { parameter, from: index, partial: written, named: true };
      continue;
    }
    run ??= index;
    const owner = done ? free.find((one, place) => takes(one, rest.slice(run, end), place)) : undefined;
    if (owner) {
      free = free.filter((one) => one !== owner);
      run = null;
    }
  }
  typing ??= { parameter: free[0], from: run ?? rest.length, partial: run === null ? "" : rest.slice(run), named: false };
  return typing.parameter || free.length ? typed(command, typing, free, start, context) : end(command);
}

function end(command) {
  return { options: [], hint: { command, parameter: null }, from: 0, eager: false, ask: null };
}

/** Whether a free parameter certainly takes these unnamed words, which are complete. */
function takes(parameter, words, place) {
  const same = (text) => text.toLowerCase() === words.toLowerCase().replaceAll(/["“”]/g, "");
  if (parameter.options.some((option) => same(option.value) || same(option.label))) return true;
  return place === 0 && ONE_WORD.includes(parameter.kind);
}

function typed(command, { parameter, from, partial, named: isNamed }, free, start, context) {
  const written = partial.replaceAll(/["“”]/g, "").trim();
  const begun = written.toLowerCase();
  const exact = parameter.options.some((one) => [one.value, one.label].some((text) => text.toLowerCase() === begun));
  const local = known(parameter, begun, context);
  const names = free
    .filter((one) => one !== parameter && !isNamed && one.name.startsWith(begun))
    .map((one) => ({ insert: `${one.name}:`, label: `${one.name}:`, about: one.about, tag: one.required ? "" : "optional" }));
  return {
    options: [...local, ...names],
    hint: { command, parameter },
    from: start + from,
    eager: begun !== "" && !exact && parameter.options.length > 0,
    ask: parameter.options.length || parameter.kind === "zone" ? { command: command.name, parameter: parameter.name, partial: written } : null,
  };
}

/** The values that only this page knows: who is here, and which channels there are. */
function known(parameter, begun, context) {
  if (parameter.kind === "someone") {
    return context.personas
      .filter((one) => one.id.startsWith(begun.replace(/^@/, "")))
      .map((one) => ({ insert: `${parameter.name}:@${one.id} `, label: `@${one.id}`, about: one.about }));
  }
  if (parameter.kind === "somewhere") {
    return context.channels
      .filter((one) => one.startsWith(begun.replace(/^#/, "")))
      .map((one) => ({ insert: `${parameter.name}:playground:${one} `, label: `#${one}`, about: "" }));
  }
  return [];
}

function named(parameter, value) {
  return /\s/.test(value) || value === "" ? `${parameter}:"${value}"` : `${parameter}:${value}`;
}
