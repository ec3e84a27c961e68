"""Words of the field and what they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import entry_kind, short
from bot.core.features.roadmap import open_skill
from bot.core.model.library import Library
from bot.core.model.reference import Term
from bot.core.ports.shelf import Shelf

LIST = Invocation("glossary")


def open_term(term: Term) -> Invocation:
    """What explains a term."""
    return Invocation("glossary", {"term": term.id})


@dataclass(frozen=True, slots=True)
class GlossaryFeature:
    """`/glossary`: the components of MLOps, and any word."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""
        term = Parameter(
            "term",
            "Which word",
            entry_kind(
                "term",
                lambda: [(one, one.term, ", ".join(one.also) or one.meaning) for one in self.shelf.library.terms],
                lambda one: one.also,
            ),
            required=False,
        )

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(term)
            if chosen is None:
                return glossary_list(library)
            return term_card(library, library.one(Term, chosen))

        yield Command(
            "glossary",
            "What a word of the field means",
            show,
            (term,),
            addressable=True,
            examples=("glossary", "glossary feature store"),
            also=("define", "term", "terms"),
        )


def glossary_list(library: Library) -> Reply:
    """What MLOps is made of, and all words."""
    components = [term for term in library.terms if term.component]
    words = sorted((term.term for term in library.terms if not term.component), key=str.casefold)
    return Reply(
        "Words of MLOps",
        (
            Items(tuple(f"**{one.term}**: {one.meaning}" for one in components), title="What MLOps is made of"),
            Select(
                "Open a component",
                LIST,
                "term",
                tuple(Option(one.id, one.term, short(one.meaning)) for one in components),
            ),
            Text(f"**I also know:** {', '.join(words)}.\n\nType one behind `/glossary`."),
        ),
        permalink=LIST,
    )


def term_card(library: Library, term: Term) -> Reply:
    """One word."""
    blocks: list[Block] = [Text(term.meaning)]
    if term.also:
        blocks.append(Facts((("Also called", ", ".join(term.also)),)))
    steps = [Button("All words", LIST)]
    if term.skill:
        _, skill = library.skills[term.skill]
        steps.insert(0, Button(f"Learn it: {skill.title}", open_skill(skill), main=True))
    return Reply(term.term, (*blocks, Buttons(tuple(steps))), permalink=open_term(term))
