// Turns the nodes of a text into elements, one by one.

import { copyButton, el, unseen } from "./dom.js";
import { person, state } from "./state.js";
import { inFull } from "./time.js";

/** A line in place of what this page doesn't know, so that nothing disappears silently. */
export function unknown(what) {
  return el("p", { class: "unknown" }, `I can't show this part (${what ?? "without a name"}).`);
}

/** All nodes of a text as elements; plain strings are allowed too. */
export function text(nodes) {
  if (typeof nodes === "string") return [el("p", {}, nodes)];
  return nodes.map(node);
}

/** A short text for inside a line: a single paragraph loses its `<p>`. */
export function inline(nodes) {
  const single = Array.isArray(nodes) && nodes.length === 1 && nodes[0].node === "paragraph";
  return single ? nodes[0].inside.map(node) : text(nodes);
}

/** Program text with its language and a button that copies it. */
export function code(words, language) {
  return el(
    "figure",
    { class: "code" },
    el("figcaption", {}, el("span", {}, language || "text"), copyButton(() => words, "this code")),
    el("pre", { tabindex: "0", "aria-label": language ? `Code in ${language}` : "Code", role: "group" }, el("code", {}, words)),
  );
}

/** A link to a page outside; anything but the web stays words. */
export function link(url, children, attributes = {}) {
  if (!/^https?:\/\//i.test(url)) return el("span", {}, ...children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", ...attributes }, ...children, unseen(" (opens in a new tab)"));
}

function node(one) {
  switch (one.node) {
    case "paragraph":
      return el("p", {}, one.inside.map(node));
    case "list": {
      const items = one.items.map((item) => el("li", {}, inline(item)));
      return one.start === null ? el("ul", {}, items) : el("ol", { start: one.start }, items);
    }
    case "quote":
      return el("blockquote", {}, one.inside.map(node));
    case "fence":
      return code(one.text, one.language);
    case "words":
      return document.createTextNode(one.text);
    case "strong":
      return el("strong", {}, one.inside.map(node));
    case "emphasis":
      return el("em", {}, one.inside.map(node));
    case "code":
      return el("code", {}, one.text);
    case "link":
      return link(one.url, one.inside.map(node));
    case "moment":
      return el("time", { datetime: one.at, title: one.text }, inFull(new Date(one.at), person(state.persona)?.zone ?? "UTC"));
    case "break":
      return el("br");
    default:
      return unknown(one.node);
  }
}
