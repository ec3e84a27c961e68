"""The job: what it is like, what it pays, and the jobs beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Table, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import entry_kind
from bot.core.model.library import Library
from bot.core.model.reference import Role
from bot.core.ports.shelf import Shelf

DAY = Invocation("career day")
SALARY = Invocation("career salary")
ROLES = Invocation("career roles")


def open_role(role: Role) -> Invocation:
    """What compares a role with an MLOps engineer's."""
    return Invocation("career roles", {"role": role.id})


@dataclass(frozen=True, slots=True)
class CareerFeature:
    """`/career` and what stands under it."""

    shelf: Shelf

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        role = Parameter(
            "role",
            "Compare with this one",
            entry_kind("role", lambda: [(one, one.title, one.focus) for one in self.shelf.library.careers.roles]),
            required=False,
        )

        async def show_day(request: Request) -> Reply:
            return day_card(self.shelf.library)

        async def show_salary(request: Request) -> Reply:
            return salary_card(self.shelf.library)

        async def show_roles(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(role)
            if chosen is None:
                return roles_card(library)
            return role_card(library.one(Role, chosen))

        yield Group(
            "career",
            "The work of an MLOps engineer, its pay, and roles beside it",
            "career day",
            ("career roles",),
            also=("job", "jobs"),
        )
        yield Command(
            "career day", "What an MLOps engineer does all day", show_day, addressable=True, examples=("career",)
        )
        yield Command(
            "career salary",
            "What the work pays, by experience",
            show_salary,
            addressable=True,
            also=("career pay", "career salaries", "salary", "salaries", "pay"),
        )
        yield Command(
            "career roles",
            "How the role differs from its neighbours",
            show_roles,
            (role,),
            addressable=True,
            examples=("career roles devops engineer",),
        )


def day_card(library: Library) -> Reply:
    """The duties of the job."""
    careers = library.careers
    return Reply(
        "What an MLOps engineer does",
        (
            Text(careers.intro),
            Items(tuple(f"**{duty.title}**: {duty.about}" for duty in careers.duties), title="On a working day"),
            Text(careers.market),
            Buttons((Button("What it pays", SALARY), Button("Roles beside it", ROLES))),
        ),
        permalink=DAY,
    )


def salary_card(library: Library) -> Reply:
    """Pay by experience, with its date."""
    pay = library.careers.pay
    return Reply(
        pay.title,
        (
            Table(
                ("Experience", "Role", "Pay", "Where"),
                tuple((band.experience, band.role, band.salary, ", ".join(band.cities)) for band in pay.bands),
            ),
            Text(pay.premium),
            Text(f"*As of {pay.as_of:%B %Y}.*"),
            Buttons((Button("What the job is like", DAY), Button("Roles beside it", ROLES))),
        ),
        permalink=SALARY,
    )


def roles_card(library: Library) -> Reply:
    """All neighbouring roles."""
    roles = library.careers.roles
    blocks: list[Block] = [
        Items(tuple(f"**{one.title}**: {one.focus} {one.overlap}" for one in roles)),
        Buttons((*(Button(one.title, open_role(one)) for one in roles), Button("What the job is like", DAY))),
    ]
    return Reply("Roles beside MLOps", tuple(blocks), permalink=ROLES)


def role_card(role: Role) -> Reply:
    """One neighbouring role."""
    return Reply(
        f"{role.title} and MLOps engineer",
        (
            Facts((("Mostly about", role.focus), ("Where they meet", role.overlap))),
            Text(role.difference),
            Buttons((Button("All roles", ROLES), Button("What it pays", SALARY))),
        ),
        permalink=open_role(role),
    )
