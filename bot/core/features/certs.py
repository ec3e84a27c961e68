"""Certifications: what they cost, whom they help, which first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Button, Buttons, Facts, Items, LinkButton, Option, Select, Table, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import entry_kind, short
from bot.core.model.library import Library
from bot.core.model.reference import Certification
from bot.core.ports.shelf import Shelf

LIST = Invocation("certs")


def open_certification(certification: Certification) -> Invocation:
    """What shows a certification."""
    return Invocation("certs", {"certification": certification.id})


@dataclass(frozen=True, slots=True)
class CertsFeature:
    """`/certs`: all of them side by side, and one in full."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""
        certification = Parameter(
            "certification",
            "Which one",
            entry_kind(
                "certification",
                lambda: [(one, one.title, one.best_for) for one in self.shelf.library.certifications.certifications],
            ),
            required=False,
        )

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(certification)
            if chosen is None:
                return certification_list(library)
            return certification_card(library.one(Certification, chosen))

        yield Command(
            "certs",
            "Certifications: cost, level, whom they help, which first",
            show,
            (certification,),
            addressable=True,
            examples=("certs", "certs cka"),
            also=("cert", "certification", "certifications", "certificates"),
        )


def certification_list(library: Library) -> Reply:
    """All certifications side by side, and the recommended order."""
    guide = library.certifications
    return Reply(
        "Certifications",
        (
            Table(
                ("Certification", "Level", "Cost"),
                tuple((one.title, one.level, cost(one)) for one in guide.certifications),
            ),
            Items(guide.order, style="numbers", title="Recommended order"),
            Text(guide.advice),
            Select(
                "Open a certification",
                LIST,
                "certification",
                tuple(Option(one.id, one.title, short(one.best_for)) for one in guide.certifications),
            ),
        ),
        permalink=LIST,
    )


def certification_card(certification: Certification) -> Reply:
    """One certification."""
    as_of = certification.as_of
    return Reply(
        certification.title,
        (
            Facts(
                (
                    ("Provider", certification.provider),
                    ("Level", certification.level),
                    ("Cost", cost(certification)),
                    ("Best for", certification.best_for),
                )
            ),
            Text(f"{certification.facts}\n\n*As of {as_of.day} {as_of:%B %Y}.*"),
            Buttons(
                (
                    Button("All certifications", LIST),
                    LinkButton(certification.link.title, certification.link.url),
                )
            ),
        ),
        permalink=open_certification(certification),
    )


def cost(certification: Certification) -> str:
    """What it costs, in words."""
    return "varies" if certification.cost is None else f"about ${certification.cost} USD"
