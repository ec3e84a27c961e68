"""The menu as slash commands, and what somebody typed as a line for the core.

Everything can be typed behind `/mlops`; each command also stands under its own name, where Slack doesn't own that name.
"""

from __future__ import annotations

import re

from bot.adapters.slack.ids import PLATFORM
from bot.adapters.slack.limits import SLASH_COMMANDS
from bot.core.chat.command import Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Words

ROOT = "/mlops"
QUESTION = "ask"
"""The command that answers questions in somebody's own words."""

TAKEN = frozenset(
    "active apps archive away call canvas close collapse commands contract dnd dm expand feed feedback giphy help"
    " huddle invite invite_people join keys kick leave list me msg mute open part people pin poll prefs pro purpose"
    " remind remove rename s search send shortcuts shrug star status todo topic unarchive unmute who whois".split()
)
"""Names that are Slack's own, or were. One of them in a manifest makes Slack refuse every command in it."""

_TAG = re.compile(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def short_names(menu: Menu) -> tuple[str, ...]:
    """The slash commands beside `/mlops`, in the menu's order: as many as Slack takes."""
    names = [f"/{head.name}" for head in menu.heads() if head.name not in TAKEN and f"/{head.name}" != ROOT]
    return tuple(names[: SLASH_COMMANDS - 1])


def slash_line(command: str, text: str, team: str) -> str:
    """The core's line for a slash command; `/mlops` alone asks for help."""
    said = core_text(text, team).strip()
    if command == ROOT:
        return said if said.startswith("/") else f"/{said or 'help'}"
    return f"{command} {said}".rstrip()


def spoken_to(menu: Menu, text: str, team: str, bot_user: str) -> str | Invocation:
    """What a mention of the bot, or a direct message to it, asks for.

    A line that begins with a slash or with the name of a command is one; anything else is a question.
    """
    said = core_text(re.sub(rf"<@{re.escape(bot_user)}(\|[^>]*)?>", " ", text), team).strip()
    if not said:
        return "/help"
    if said.startswith(("/", "!")):
        bare = said.removeprefix(ROOT)
        return slash_line(ROOT, bare, team) if bare != said and bare[:1] in ("", " ") else said
    if _begins_with_command(menu, said):
        return f"/{said}"
    return question(menu, said)


def question(menu: Menu, text: str) -> Invocation:
    """A question in somebody's own words; what is longer than the core reads is cut at a word."""
    command = menu.command(QUESTION)
    if command is None or not command.parameters:
        return Invocation("help")
    parameter = command.parameters[0]
    kind = parameter.kind
    if isinstance(kind, Words) and len(text) > kind.limit:
        text = text[: kind.limit].rsplit(None, 1)[0]
    return Invocation(command.name, {parameter.name: text} if text else {})


def core_text(text: str, team: str) -> str:
    """Slack's text as the core reads it: people and channels as `platform:id`, addresses bare, signs as typed."""
    parts = _TAG.split(text)
    parts[1::2] = [_tag(tag, team) for tag in parts[1::2]]
    parts[0::2] = [_unescaped(part) for part in parts[0::2]]
    return "".join(parts)


def _tag(tag: str, team: str) -> str:
    """What stands between < and >: `@U1|ana`, `#C1|general`, `!here`, `https://example.org|words`."""
    target, _, label = tag.partition("|")
    match target[:1]:
        case "@" | "#" if target[1:].isalnum():
            return f"{target[0]}{PLATFORM}:{team}.{target[1:]}"
        case "!":
            return _unescaped(label) if label else f"@{target[1:].partition('^')[0]}"
        case _ if target.startswith("mailto:"):
            return _unescaped(label or target.removeprefix("mailto:"))
        case _:
            return _unescaped(target)


def _unescaped(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def _begins_with_command(menu: Menu, line: str) -> bool:
    """Whether it does so without a slash; a word that people merely also use for a command begins a question, too."""
    words = line.lower().split()
    names = [" ".join(words[:count]) for count in (3, 2) if len(words) >= count]
    one = menu.command(words[0])
    return (
        menu.group(words[0]) is not None
        or (one is not None and one.name == words[0])
        or any(menu.command(name) is not None for name in names)
    )
