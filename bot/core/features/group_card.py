"""A study group at a glance, with what the reader can do next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.acts.grouping import Standing
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.group_desk import ANY_PHASE, LIST, about, phase_words, who
from bot.core.features.naming import phase_options
from bot.core.model.group import Group, Home, Joining, Mate, Onlooker, Role
from bot.core.model.library import Library

NAMED = 25
"""Members named on a card; the others are counted."""
_PLATFORMS = {"discord": "Discord", "slack": "Slack", "playground": "the playground"}


def card(
    library: Library,
    where: Standing,
    reads: Onlooker,
    homes: Sequence[Home],
    first: Sequence[Text] = (),
    *,
    shared: bool = False,
) -> Reply:
    """The group; what only the caller can do is left out where it is shared."""
    group = where.group
    facts = [
        ("Phase", phase_words(library, group.phase)),
        ("Pace", group.pace),
        ("Members", f"{len(where.mates)} of {group.size}"),
        ("Joining", "open to everyone" if group.joining is Joining.OPEN else "by invitation"),
    ]
    if homes:
        facts.append(("Lives in", lives_in(homes)))
    blocks: list[Block] = [*first]
    if group.archived:
        blocks.append(Text("This group is archived."))
    if group.about:
        blocks.append(Text(escape(group.about)))
    blocks += [Facts(tuple(facts)), *members(where, reads)]
    if where.helps and not shared and not group.archived:
        phases = (ANY_PHASE, *phase_options(library))
        blocks.append(Select("Change the phase", about("edit", group), "phase", phases))
    steps = _steps(where, shared=shared)
    if where.leads and not (homes or shared or group.archived):
        steps.insert(1, Button("Let it live in this channel", about("home", group)))
    blocks.append(Buttons(tuple(steps)))
    return Reply(group.name, tuple(blocks), permalink=about("show", group))


def members(where: Standing, reads: Onlooker) -> list[Block]:
    """Who is in a group, as far as the reader may know."""
    seen = [_named(mate, where.owner, reads) for mate in where.mates if reads.sees(mate.member)]
    hidden = len(where.mates) - len(seen)
    lines = seen[:NAMED]
    if len(seen) > NAMED:
        lines.append(f"… and {len(seen) - NAMED} more")
    if hidden:
        lines.append("a member" if hidden == 1 else f"{hidden} members who aren't named here")
    return [Items(tuple(lines), title="Who is in it")] if lines else [Text("Nobody is in it just now.")]


def lives_in(homes: Sequence[Home]) -> str:
    """Where a group lives, in words."""
    found: dict[str, int] = {}
    for home in homes:
        platform = home.channel.partition(":")[0]
        found[platform] = found.get(platform, 0) + 1
    return ", ".join(
        f"{'a channel' if count == 1 else f'{count} channels'} on {_PLATFORMS.get(platform, platform)}"
        for platform, count in found.items()
    )


def _named(mate: Mate, owner: Mate | None, reads: Onlooker) -> str:
    role = Role.OWNER if mate == owner else mate.role
    return who(reads, mate.member) + ("" if role is Role.MEMBER else f" ({role.value})")


def _steps(where: Standing, *, shared: bool) -> list[Button]:
    group = where.group
    if group.archived:
        return [Button("Bring it back", about("archive", group, undo="yes")), LIST] if where.leads else [LIST]
    week = Button("This week", about("tracker", group), main=True)
    joinable = where.free > 0 and group.joining is Joining.OPEN
    enter = [Button("Join", about("join", group), main=True)] if joinable else []
    if shared or where.me is None:
        steps = [*enter, Button("This week", about("tracker", group), main=not enter), LIST]
        return steps if shared else [*steps, *_care(where, group)]
    check_in = Button("Check in", Invocation("checkin write"))
    return [week, check_in, *_care(where, group), Button("Leave", about("leave", group))]


def _care(where: Standing, group: Group) -> list[Button]:
    if not where.helps:
        return []
    steps = [Button("Edit", about("edit", group)), Button("Invite", about("invite", group))]
    if group.joining is Joining.OPEN:
        steps.append(Button("By invitation only", about("edit", group, joining="invitation")))
    else:
        steps.append(Button("Open it to everyone", about("edit", group, joining="open")))
    if where.leads:
        steps.append(Button("Archive", about("archive", group)))
    return steps
