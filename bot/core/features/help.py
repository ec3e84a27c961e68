"""What the bot can do, for this person, here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Items, Option, Select, Text
from bot.core.chat.command import Command, Group, Menu, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import EntryId, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Caller
from bot.core.features.help_topics import TOPICS, Topic, by_topic

LIST = Invocation("help")


@dataclass(frozen=True, slots=True)
class HelpFeature:
    """`/help`; `whole_menu` gives the menu that it is itself a part of."""

    whole_menu: Callable[[], Menu]

    def menu(self) -> Iterable[Command]:
        """The command."""
        command = Parameter("command", "How to use this command", self._names(), required=False)

        async def show(request: Request) -> Reply:
            menu, chosen = self.whole_menu(), request.get(command)
            if chosen is None:
                return everything(menu, request.caller)
            topic = next((one for one in TOPICS if one.id == chosen), None)
            return about(menu, topic, request.caller) if topic else usage(menu, chosen, request.caller)

        yield Command(
            "help",
            "What I can do and how to ask for it",
            show,
            (command,),
            shareable=False,
            examples=("help roadmap",),
            also=("commands", "menu", "hello", "hi", "start"),
            by_right=True,
        )

    def _names(self) -> EntryId:
        def options() -> list[Option]:
            """What everyone may use: whoever completes or misspells a name may not be an organiser."""
            menu = self.whole_menu()
            usable = [command.name for command in menu if command.right is Right.MEMBER]
            groups = [
                group.name for group in menu.groups if any(one.right is Right.MEMBER for one in menu.under(group))
            ]
            heads = [head.name for head in menu.heads() if head.name in (*usable, *groups)]
            names = dict.fromkeys([*heads, *usable])
            return [Option(name, f"/{name}") for name in names]

        def find(text: str) -> str | None:
            name, menu = " ".join(text.removeprefix("/").split()).lower(), self.whole_menu()
            known = menu.command(name) or menu.group(name) or any(topic.id == name for topic in TOPICS)
            return name if known else None

        return EntryId("command", options, find)


def everything(menu: Menu, caller: Caller) -> Reply:
    """One line for each first word that this person may use, by topic."""
    topics = list(by_topic(_usable_heads(menu, caller)))
    return Reply(
        "What I can do",
        (
            Text("I know a roadmap from first steps to running models for real, and I answer questions about it."),
            *(Items(tuple(map(_line, heads)), title=topic.title) for topic, heads in topics),
            Select("Tell me more about…", LIST, "command", tuple(Option(topic.id, topic.title) for topic, _ in topics)),
            Buttons(
                (
                    Button("See the roadmap", Invocation("roadmap overview"), main=True),
                    Button("What next?", Invocation("next")),
                    Button("Ask a question", Invocation("ask")),
                )
            ),
        ),
    )


def about(menu: Menu, topic: Topic, caller: Caller) -> Reply:
    """The first words of one topic that this person may use, and a menu of how to use each."""
    heads = {one.id: found for one, found in by_topic(_usable_heads(menu, caller))}.get(topic.id)
    if not heads:
        return everything(menu, caller)
    options = tuple(Option(head.name, f"/{head.name}", head.about) for head in heads)
    return Reply(
        topic.title,
        (
            Items(tuple(map(_line, heads))),
            Select("How do I use…", LIST, "command", options),
            Buttons((Button("All commands", LIST),)),
        ),
    )


def _line(head: Command | Group) -> str:
    return f"`/{head.name}` {head.about}"


def usage(menu: Menu, name: str, caller: Caller) -> Reply:
    """How to use one command or group: what it takes, and examples."""
    group = menu.group(name)
    command = menu.command(name)
    commands = [one for one in (menu.under(group) if group else (command,)) if one is not None and one.allows(caller)]
    if not commands:
        return everything(menu, caller)
    blocks: list[Block] = [Text(group.about)] if group else []
    for one in commands:
        lines = [f"**/{one.name}**: {one.about}."]
        lines += [f"- `{p.name}`{'' if p.required else ' (optional)'}: {p.about}" for p in one.all_parameters]
        blocks.append(Text("\n".join([lines[0], "", *lines[1:]]) if len(lines) > 1 else lines[0]))
    examples = tuple(f"`/{example}`" for one in commands for example in one.examples)
    if examples:
        blocks.append(Items(examples, title="For example"))
    first = group.default if group else name
    steps = [Button(f"Try /{name}", Invocation(first), main=True)] if first != LIST.command else []
    return Reply(f"How to use /{name}", (*blocks, Buttons((*steps, Button("All commands", LIST)))))


def _usable_heads(menu: Menu, caller: Caller) -> list[Command | Group]:
    return [head for head in menu.heads() if _usable(menu, head, caller)]


def _usable(menu: Menu, head: Command | Group, caller: Caller) -> bool:
    commands = menu.under(head) if isinstance(head, Group) else (head,)
    return any(command.allows(caller) for command in commands)
