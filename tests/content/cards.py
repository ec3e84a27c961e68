"""Every entry of the content as what members see of it, and which of them are the longest and oddest, by rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.adapters.discord.render import render
from bot.adapters.playground.nodes import nodes
from bot.adapters.slack.render import draw
from bot.core.chat.neutral import neutral
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply
from bot.core.features import interview, practice, quiz
from bot.core.features.ask import shown_entry
from bot.core.model.entry import Entry
from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import InterviewQuestion

_PAGES = re.compile(r"Page \d+ of (\d+)")


def cards(library: Library, entry: Entry) -> list[Reply]:
    """All replies that show an entry: question and answer, task and model answer, what is said to each option."""
    match entry:
        case InterviewQuestion():
            asked = interview.question_card(library, [entry], 1, interview.Filter(None, None, None))
            covered = interview.answer_card(library, entry, hidden=True)
            return [interview.answer_card(library, entry), asked, covered]
        case Prompt():
            task = practice.task_card(library, [entry], 1, None)
            return [practice.reveal_card(library, entry), task, practice.reveal_card(library, entry, hidden=True)]
        case QuizQuestion():
            said = [quiz.feedback_card(library, entry, number) for number in range(1, len(entry.options) + 1)]
            return [quiz.question_card(library, [entry], 1, None), *said]
        case _:
            shown = shown_entry(library, entry)
            assert shown is not None, entry.id
            card = shown.card()
            return [replace(card, permalink=card.permalink or shown.opens)]


def discord(reply: Reply) -> list[object]:
    """What Discord is sent: its pages."""
    return _pages(lambda page: render(replace(reply, page=page)).data())


def slack(reply: Reply) -> list[object]:
    """What Slack is sent: its pages."""
    return _pages(lambda page: draw(replace(reply, page=page)).content)


def playground(reply: Reply) -> object:
    """What the playground's page is sent."""
    return neutral(reply, nodes)


def shell(reply: Reply) -> list[str]:
    """The lines that the terminal prints."""
    return plain(reply).splitlines()


def _pages(drawn: Callable[[int], object]) -> list[object]:
    first = drawn(1)
    found = _PAGES.search(json.dumps(first))
    return [first, *(drawn(page) for page in range(2, int(found[1]) + 1 if found else 2))]


ODDITIES: Mapping[str, Callable[[str], int]] = {
    "code": lambda text: len(re.findall(r"(?m)^ *```", text)),
    "links": lambda text: text.count("](https://"),
    "lists": lambda text: len(re.findall(r"(?m)^ *(?:-|\d+\.) ", text)),
    "literals": lambda text: text.count("`"),
    "foreign signs": lambda text: sum(not sign.isascii() and sign not in "’“”–—…" for sign in text),
    "risky signs": lambda text: sum(text.count(sign) for sign in "<>&@#*_~|\\"),
    "wide lines": lambda text: max(map(len, text.splitlines()), default=0),
}
"""By what an entry is odd: the one that has most of it is looked at."""


def looked_at(library: Library) -> Iterator[tuple[str, Entry]]:
    """The longest entry of each kind, then the oddest of all, each with what it was chosen for; none twice."""
    written = {entry.id: "\n".join(_strings(written_in(library, entry))) for entry in library.all()}
    longest: dict[str, Entry] = {}
    for entry in library.all():
        kind = type(entry).__name__
        if kind not in longest or len(written[entry.id]) > len(written[longest[kind].id]):
            longest[kind] = entry
    chosen = {written[entry.id] for entry in longest.values()}
    yield from ((f"longest {kind}", entry) for kind, entry in longest.items())
    for name, count in ODDITIES.items():
        others = [one for one in library.all() if written[one.id] not in chosen]
        odd = max(others, key=lambda one: (count(written[one.id]), one.id))
        chosen.add(written[odd.id])
        yield f"most {name}", odd


def written_in(library: Library, entry: Entry) -> object:
    """The texts of an entry's replies in Markdown, as the features wrote them."""
    return [neutral(card) for card in cards(library, entry)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
