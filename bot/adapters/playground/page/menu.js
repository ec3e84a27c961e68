// Makes the menus of a reply: a native select, which stays put while somebody looks through it with the arrow keys, or
// boxes to tick where several things may be chosen.

import { el, unseen } from "./dom.js";

const RICH = CSS.supports("appearance: base-select"); // where an option may have two lines
let menus = 0;

/** A labelled menu; `choose(value)` is called once, when the choice is certain. */
export function menu(one, choose) {
  menus += 1;
  const select = el("select", { id: `menu-${menus}`, "data-key": `select ${one.token}`, "aria-describedby": `menu-how-${menus}` });
  select.append(el("option", { value: "", selected: true, disabled: true, hidden: true }, "Choose"), ...one.options.map(option));
  let looking = false;

  function send() {
    const { value } = select;
    if (!value) return;
    looking = false;
    select.value = "";
    choose(value);
  }

  // Some browsers change the value of a closed select with every arrow key: that is looking, Enter is choosing.
  select.addEventListener("pointerdown", () => { looking = false; });
  select.addEventListener("keydown", (event) => {
    looking = !["Enter", " ", "Tab"].includes(event.key);
    if (event.key === "Enter" && select.value && !RICH) {
      event.preventDefault();
      send();
    }
  });
  select.addEventListener("change", () => {
    if (!looking || RICH) send();
  });

  const how = el("span", { class: "unseen", id: `menu-how-${menus}` }, "Enter chooses.");
  return el("div", { class: "menu" }, el("label", { for: select.id }, one.label), select, how);
}

/** A labelled list of boxes; `choose(values)` is called with what is ticked when the button below it is pressed. */
export function several(one, choose) {
  menus += 1;
  const boxes = one.options.map((option, place) => {
    const id = `menu-${menus}-${place}`;
    const about = option.about ? el("span", { class: "option-about", id: `${id}-about` }, option.about) : null;
    const box = el("input", { type: "checkbox", id, value: option.value, "data-key": `tick ${one.token} ${option.value}`, "aria-describedby": about?.id });
    return { box, row: el("div", { class: "tick" }, box, el("label", { for: id }, option.label), about) };
  });
  const take = el("button", { type: "button", class: "button", disabled: true, "data-key": `take ${one.token}` }, "Take these");
  const ticked = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  const list = el("fieldset", { class: "menu several" }, el("legend", {}, one.label), boxes.map(({ row }) => row), take);
  list.addEventListener("change", () => { take.disabled = ticked().length === 0; });
  take.addEventListener("click", () => choose(ticked()));
  return list;
}

function option(one) {
  if (!RICH || !one.about) return el("option", { value: one.value, title: one.about || null }, one.label);
  const about = el("span", { class: "option-about" }, unseen(": "), one.about);
  return el("option", { value: one.value, title: one.about }, el("span", { class: "option-label" }, one.label), about);
}
