"""Tools by what they do, and how to choose between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Button, Buttons, Facts, Items, LinkButton, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import EntryId, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.naming import entry_kind, short
from bot.core.model.entry import Entry
from bot.core.model.library import Library
from bot.core.model.reference import Tool, ToolCategory
from bot.core.ports.shelf import Shelf

LIST = Invocation("tools")


def open_category(category: ToolCategory) -> Invocation:
    """What compares the tools of a category."""
    return Invocation("tools", {"name": category.id})


def open_tool(tool: Tool) -> Invocation:
    """What shows a tool."""
    return Invocation("tools", {"name": tool.id})


@dataclass(frozen=True, slots=True)
class ToolsFeature:
    """`/tools`: the starter stack, a category, a tool."""

    shelf: Shelf

    def menu(self) -> Iterable[Command]:
        """The command."""
        name = Parameter("name", "A category or a tool", self._names(), required=False)

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(name)
            if chosen is None:
                return tool_list(library)
            if chosen in library.tools:
                return tool_card(*library.tools[chosen])
            return category_card(library.one(ToolCategory, chosen))

        yield Command(
            "tools",
            "Tools in nine categories, compared, and a stack to start with",
            show,
            (name,),
            addressable=True,
            examples=("tools", "tools mlflow", "tools vector databases"),
            also=("tool",),
        )

    def _names(self) -> EntryId:
        def entries() -> list[tuple[Entry, str, str]]:
            categories = self.shelf.library.toolbox.categories
            first: list[tuple[Entry, str, str]] = [(one, one.title, one.does) for one in categories]
            return first + [(tool, tool.name, f"{one.title}: {tool.what}") for one in categories for tool in one.tools]

        return entry_kind("tool or category", entries)


def tool_list(library: Library) -> Reply:
    """The starter stack and the categories."""
    box = library.toolbox
    return Reply(
        "MLOps tools",
        (
            Text(f"**Start with {', '.join(box.starter.tools)}.** {box.starter.advice}"),
            Items(tuple(f"**{one.title}**: {', '.join(t.name for t in one.tools)}" for one in box.categories)),
            Select(
                "Compare the tools of a category",
                LIST,
                "name",
                tuple(Option(one.id, one.title, short(one.does)) for one in box.categories),
            ),
        ),
        permalink=LIST,
    )


def category_card(category: ToolCategory) -> Reply:
    """What the tools of a category do, and which to take when."""
    return Reply(
        category.title,
        (
            Text(category.does),
            Items(tuple(f"**{tool.name}**: {tool.choose_when}" for tool in category.tools), title="Choose"),
            Text(category.choosing),
            Select(
                "Open a tool",
                LIST,
                "name",
                tuple(Option(tool.id, tool.name, short(tool.what)) for tool in category.tools),
            ),
            Buttons((Button("All categories", LIST),)),
        ),
        permalink=open_category(category),
    )


def tool_card(category: ToolCategory, tool: Tool) -> Reply:
    """One tool: what it is for, when to choose it, who makes it."""
    return Reply(
        tool.name,
        (
            Text(tool.what),
            Facts((("Choose it when", tool.choose_when), ("Made by", tool.maker), ("Licence", tool.licence))),
            Buttons(
                (
                    Button(f"Compare: {category.title}", open_category(category), main=True),
                    LinkButton(tool.link.title, tool.link.url),
                    Button("All categories", LIST),
                )
            ),
        ),
        permalink=open_tool(tool),
    )
