"""Which of several values somebody meant who wrote its name in another way, in part, or nearly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from bot.core.chat.blocks import Option

WHOLE, WORD = 70, 80
"""So alike, in percent, must a whole name be, and a word of it, to be offered for what nobody knows."""

_ENDS = "?!.… "
_PICTURES = ("So", "Sk", "Mn", "Cf", "Zs")
"""Kinds of signs that are no part of a name: emoji, what changes them, and spaces."""


def folded(text: str) -> str:
    """Words as they are compared: without capitals, hyphens and spaces beyond one."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def bare(text: str) -> str:
    """A name without the signs and pictures that people put around it: “docker?”, “llmops 🚀”."""
    begin, end = 0, len(text)
    while begin < end and unicodedata.category(text[begin]) in _PICTURES:
        begin += 1
    while begin < end and (text[end - 1] in _ENDS or unicodedata.category(text[end - 1]) in _PICTURES):
        end -= 1
    return text[begin:end] or text


def named(text: str, options: Sequence[Option]) -> str | None:
    """The value that was written out, or by its label."""
    typed = folded(bare(text))
    return next((option.value for option in options if typed in (folded(option.label), folded(option.value))), None)


def nearest(text: str, options: Sequence[Option]) -> str | None:
    """The value whose name or label was written, begun, written in part or nearly; None where it could be several."""
    typed = folded(bare(text[:100]))
    if not typed:
        return None
    names: dict[str, set[str]] = {}
    for option in options:
        for name in (folded(option.label), folded(option.value)):
            names.setdefault(name, set()).add(option.value)
    if typed not in names:
        begun = [values for name, values in names.items() if name.startswith(typed)]
        part = [values for name, values in names.items() if f" {typed} " in f" {name} "]
        for found in (set().union(*begun), set().union(*part)):
            if len(found) == 1:
                return found.pop()
        alike = nearly(typed, names, 1, WORD)
        if not alike:
            return None
        typed = alike[0]
    meant = names[typed]
    return next(iter(meant)) if len(meant) == 1 else None


def nearly(text: str, names: Iterable[str], most: int, alike: int) -> list[str]:
    """The names that are so alike a text, in percent, the nearest first."""
    from rapidfuzz import fuzz, process  # only for those who misspell: a start does without

    return [name for name, *_ in process.extract(text, list(names), scorer=fuzz.ratio, limit=most, score_cutoff=alike)]


def close(text: str, options: Sequence[Option], most: int = 5) -> list[Option]:
    """The values whose name or label is nearly what was written, or has a word that nearly is; the nearest first."""
    from rapidfuzz import fuzz

    typed = folded(text[:100])
    words = [word for word in typed.split() if len(word) >= 4]
    ranked: list[tuple[float, int, Option]] = []
    for option in options:
        whole = part = 0.0
        for name in (folded(option.label), folded(option.value)):
            whole = max(whole, fuzz.ratio(typed, name, score_cutoff=WHOLE))
            for one in name.split():
                part = max([part, *(fuzz.ratio(word, one.strip("(),.:"), score_cutoff=WORD) for word in words)])
        if whole or part:
            ranked.append((-max(whole, part), len(ranked), option))
    return [option for *_, option in sorted(ranked, key=lambda one: one[:2])[:most]]
