// Asks what a command needs to know, in a dialog with one labelled field for each question.

import { byId, el } from "./dom.js";
import { DIRECT, state } from "./state.js";

const MENU = 25; // as many options as are comfortable in a menu
const dialog = byId("form");
let from = null; // what had the focus

/** Show a form; `send(filled)` says what went wrong, or nothing. */
export function askForm(form, send) {
  if (!dialog.open) from = document.activeElement;
  const fields = form.questions.map((question, place) => field(question, `field-${place}`));
  const problem = el("p", { class: "form-problem", role: "alert", hidden: !form.words }, form.words);
  const body = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "form-title" }, form.title),
    problem,
    fields.map(({ row }) => row),
    el(
      "div",
      { class: "form-end" },
      el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"),
      el("button", { type: "submit", class: "button main" }, form.submit),
    ),
  );
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    const filled = Object.fromEntries(fields.map(({ name, control }) => [name, control.value.trim()]).filter(([, value]) => value));
    problem.textContent = send(filled);
    problem.hidden = !problem.textContent;
    if (problem.hidden) dialog.close();
  });
  dialog.replaceChildren(body);
  if (!dialog.open) dialog.showModal();
  (fields[0]?.control ?? dialog.querySelector("[type=submit]")).focus();
}

/** Put the form away: who was asked is no longer active here. */
export function dropForm() {
  if (dialog.open) dialog.close();
}

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  (from?.isConnected ? from : byId("line")).focus();
});

function field(question, id) {
  const { control, extra } = controlFor(question, id);
  control.id = id;
  control.name = question.name;
  control.required = question.required;
  if (question.value) control.value = question.value;
  const row = el(
    "div",
    { class: "field" },
    el("label", { for: id }, question.about, question.required ? null : el("span", { class: "optional" }, " (optional)")),
    control,
    extra,
  );
  return { name: question.name, control, row };
}

function controlFor(question, id) {
  const { kind, options } = question;
  if (kind === "words" && question.lines) return { control: el("textarea", { rows: "4" }) };
  if (kind === "whole") {
    const ends = options.length ? { min: options[0].value, max: options.at(-1).value } : {};
    return { control: el("input", { type: "number", step: "1", inputmode: "numeric", ...ends }) };
  }
  if (kind === "someone") return { control: choice(question, state.personas.map((one) => ({ value: `playground:${one.id}`, label: one.name, about: one.about }))) };
  if (kind === "somewhere") {
    return { control: choice(question, state.channels.filter((one) => one !== DIRECT).map((one) => ({ value: `playground:${one}`, label: `# ${one}` }))) };
  }
  if (options.length && options.length <= MENU) return { control: choice(question, options) };
  if (options.length) {
    const offered = el("datalist", { id: `${id}-options` }, options.map((one) => el("option", { value: one.value }, one.label)));
    return { control: el("input", { type: "text", list: offered.id }), extra: offered };
  }
  return { control: el("input", { type: "text" }) }; // words, and days and moments, which may be said in words
}

function choice(question, options) {
  const first = el("option", { value: "" }, question.required ? "Choose" : "Leave it open");
  return el("select", {}, first, options.map((one) => el("option", { value: one.value, title: one.about || null }, one.label)));
}

