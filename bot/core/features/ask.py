"""Asking in one's own words: the best entry there is, two others, or plainly "I don't know"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.chat.blocks import Block, Button, Buttons, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words, shown
from bot.core.chat.reply import Reply, carried
from bot.core.chat.request import Request
from bot.core.features.career import DAY, SALARY, day_card, open_role, role_card, salary_card
from bot.core.features.certs import certification_card, open_certification
from bot.core.features.community import PAGE, community_card
from bot.core.features.faq import faq_card, open_faq
from bot.core.features.gaps import telling
from bot.core.features.glossary import open_term, term_card
from bot.core.features.naming import short
from bot.core.features.plan import STEPS, steps_card
from bot.core.features.projects import open_project, project_card
from bot.core.features.roadmap import (
    milestone_card,
    open_milestone,
    open_phase,
    open_skill,
    phase_card,
    skill_card,
)
from bot.core.features.tools import category_card, open_category, open_tool, tool_card
from bot.core.model.entry import Entry
from bot.core.model.library import Library
from bot.core.model.reference import (
    ActionStep,
    Certification,
    Duty,
    Faq,
    Pay,
    Place,
    PlaceGroup,
    Project,
    Role,
    Term,
    Tool,
    ToolCategory,
)
from bot.core.model.roadmap import Milestone, Phase, Skill
from bot.core.ports.shelf import Shelf
from bot.core.search.documents import documents
from bot.core.search.index import SURE, Index

QUESTION_LENGTH = 300
LABEL_LENGTH = 75
"""Longest label of a button, in characters: Slack's limit, the tightest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as something to show: its name, what opens it, and its reply."""

    name: str
    opens: Invocation
    card: Callable[[], Reply]


def shown_entry(library: Library, entry: Entry) -> Shown | None:
    """How to show an entry; None for those that have no page of their own kind."""
    match entry:
        case Phase():
            return Shown(entry.title, open_phase(library, entry), lambda: phase_card(library, entry))
        case Skill():
            phase, _ = library.skills[entry.id]
            return Shown(entry.title, open_skill(entry), lambda: skill_card(library, phase, entry))
        case Milestone():
            phase = next(one for one in library.roadmap.phases if one.milestone is entry)
            return Shown(entry.title, open_milestone(library, phase), lambda: milestone_card(library, phase))
        case Faq():
            return Shown(entry.question, open_faq(entry), lambda: faq_card(library, entry))
        case Term():
            return Shown(entry.term, open_term(entry), lambda: term_card(library, entry))
        case ToolCategory():
            return Shown(entry.title, open_category(entry), lambda: category_card(entry))
        case Tool():
            category, _ = library.tools[entry.id]
            return Shown(entry.name, open_tool(entry), lambda: tool_card(category, entry))
        case Project():
            return Shown(entry.title, open_project(entry), lambda: project_card(library, entry))
        case Certification():
            return Shown(entry.title, open_certification(entry), lambda: certification_card(entry))
        case Role():
            return Shown(entry.title, open_role(entry), lambda: role_card(entry))
        case Pay():
            return Shown(entry.title, SALARY, lambda: salary_card(library))
        case Duty():
            return Shown("What an MLOps engineer does", DAY, lambda: day_card(library))
        case Place() | PlaceGroup():
            return Shown("Where MLOps people meet", PAGE, lambda: community_card(library))
        case ActionStep():
            return Shown("The action plan", STEPS, lambda: steps_card(library))
        case _:
            return None


class AskFeature:
    """`/ask`, over the whole curriculum."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._indexed: tuple[Library, Index] | None = None

    def menu(self) -> Iterable[Command]:
        """The command."""
        question = Parameter("question", "Your question, in your own words", Words(QUESTION_LENGTH, lines=True))

        async def ask(request: Request) -> Reply:
            return answer(*self.prepare(), request[question])

        yield Command(
            "ask",
            "Ask anything about MLOps in your own words",
            ask,
            (question,),
            addressable=True,
            examples=("ask what is drift?", "ask which cert should I take first"),
        )

    def prepare(self) -> tuple[Library, Index]:
        """The curriculum with its index, made when it is new.

        Making it takes about 0.3 s; doors call this on a thread beforehand, so that nobody waits for it.
        """
        library, prepared = self._shelf.library, self._indexed
        if prepared is None or prepared[0] is not library:
            prepared = self._indexed = (library, Index(documents(library), library.synonyms))
        return prepared


def answer(library: Library, index: Index, question: str) -> Reply:
    """The best entry with two others as buttons; or, where nothing fits, a plain no and whom to ask."""
    found: dict[str, tuple[Shown, float]] = {}
    for match in index.find(question, most=6):
        page = shown_entry(library, match.entry)
        if page is not None:
            found.setdefault(page.opens.token, (page, match.certainty))
    pages = [page for page, _ in found.values()][:3]
    if not pages or found[pages[0].opens.token][1] < SURE:
        return _unknown(question, pages)
    best, *others = pages
    reply = best.card()
    offered = {invocation.token for invocation in carried(reply.blocks)}
    more = [_button(page) for page in others if page.opens.token not in offered]
    if not more:
        return replace(reply, permalink=best.opens)
    none = _none_of_these(question, "None of these: tell the organisers")
    words = f"**Not quite it?** Perhaps one of these{f'. {_TELL}' if none else ':'}"
    return replace(reply, blocks=(*reply.blocks, Text(words), Buttons((*more, *none))), permalink=best.opens)


_TELL = "Or tell the organisers what I lack: they see the words of your question, not who asked."


def _none_of_these(question: str, label: str) -> tuple[Button, ...]:
    """The button that passes a question on, where it has words to pass on."""
    told = telling(question)
    return (Button(label, told),) if told else ()


def _unknown(question: str, near: list[Shown]) -> Reply:
    blocks: list[Block] = [
        Text(
            f"I found no answer to “{shown(question, 120)}” in what I know. Ask it in your community's help channel, "
            "or ask an organiser; somebody there will know, and the answer may become part of me."
        )
    ]
    none = _none_of_these(question, "None of these: tell the organisers" if near else "Tell the organisers")
    if none:
        blocks.append(Text(_TELL))
    if near:
        blocks.append(Text("The closest things I know:"))
    steps = [*map(_button, near), *none]
    steps += [Button("Ask another way", Invocation("ask")), Button("All topics", Invocation("faq"))]
    return Reply("I don't know that", (*blocks, Buttons(tuple(steps))), permalink=Invocation("faq"))


def _button(page: Shown) -> Button:
    return Button(short(page.name, LABEL_LENGTH), page.opens)
