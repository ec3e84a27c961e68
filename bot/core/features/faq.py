"""Questions that members ask again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Items, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import EntryId, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import entry_kind, link, short
from bot.core.features.roadmap import open_phase
from bot.core.model.library import Library
from bot.core.model.reference import Faq
from bot.core.ports.shelf import Shelf

LIST = Invocation("faq")


def open_faq(faq: Faq) -> Invocation:
    """What shows a question with its answer."""
    return Invocation("faq", {"question": faq.id})


@dataclass(frozen=True, slots=True)
class FaqFeature:
    """`/faq`: the list by topic, and one answer."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""
        topic = Parameter("topic", "Only questions about this", self._topics(), required=False)
        question = Parameter("question", "Which question", self._questions(), required=False)

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(question)
            if chosen is None:
                return faq_list(library, request.get(topic))
            return faq_card(library, library.one(Faq, chosen))

        yield Command(
            "faq",
            "Questions that members ask, with their answers",
            show,
            (question, topic),
            addressable=True,
            examples=("faq", 'faq topic:"ML Fundamentals"'),
        )

    def _questions(self) -> EntryId:
        return entry_kind("question", lambda: [(faq, faq.question, faq.topic) for faq in self.shelf.library.faqs])

    def _topics(self) -> EntryId:
        def options() -> list[Option]:
            return [Option(topic, topic) for topic in topics(self.shelf.library)]

        return EntryId("topic", options, lambda text: text if text in topics(self.shelf.library) else None)


def topics(library: Library) -> dict[str, list[Faq]]:
    """The questions by topic, in the order of the files."""
    found: dict[str, list[Faq]] = {}
    for faq in library.faqs:
        found.setdefault(faq.topic, []).append(faq)
    return found


def faq_list(library: Library, topic: str | None) -> Reply:
    """The topics, or the questions of one."""
    by_topic = topics(library)
    if topic is None:
        options = tuple(
            Option(name, name, short("; ".join(f.question for f in faqs))) for name, faqs in by_topic.items()
        )
        return Reply(
            "Questions members ask",
            (
                Text(f"{len(library.faqs)} questions about {len(by_topic)} topics. Choose a topic, or just ask."),
                Select("Choose a topic", LIST, "topic", options),
                Buttons((Button("Ask a question", Invocation("ask"), main=True),)),
            ),
        )
    faqs = by_topic[topic]
    return Reply(
        f"Questions about {topic}",
        (
            Items(tuple(faq.question for faq in faqs)),
            Select("Read an answer", LIST, "question", tuple(Option(f.id, short(f.question, 75)) for f in faqs)),
            Buttons((Button("All topics", LIST),)),
        ),
    )


def faq_card(library: Library, faq: Faq) -> Reply:
    """One question with its answer, its sources and its age."""
    blocks: list[Block] = [Text(faq.answer)]
    if faq.sources:
        blocks.append(Items(tuple(link(source) for source in faq.sources), title="Sources"))
    blocks.append(Text(f"*Last checked on {faq.reviewed.day} {faq.reviewed:%B %Y}.*"))
    steps = [Button(f"More about {faq.topic}", Invocation("faq", {"topic": faq.topic}))]
    if faq.phase:
        phase = library.phases[faq.phase]
        steps.append(Button(f"Phase {library.number(phase)}: {phase.title}", open_phase(library, phase)))
    return Reply(faq.question, (*blocks, Buttons(tuple(steps))), permalink=open_faq(faq))
