"""What organisers see of their community's settings."""

from __future__ import annotations

from typing import NoReturn

from bot.core.acts.codes import GOOD_FOR, NotGood
from bot.core.acts.places import AlreadyUnited, Overview, United
from bot.core.acts.posting import BOARDS_AT
from bot.core.chat.blocks import Block, Button, Buttons, Code, Facts, Items, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.features.board_words import long_day, plain_name
from bot.core.model.member import SpaceSettings, Visibility

SHOW, SET, JOIN, LEAVE = (Invocation(f"settings {name}") for name in ("show", "set", "join", "leave"))
SEEN_BY = {
    Visibility.PUBLIC: "everyone",
    Visibility.COMMUNITY: "this community",
    Visibility.PRIVATE: "nobody else",
}


def overview_card(seen: Overview, title: str = "Settings of the community") -> Reply:
    """Everything that is set."""
    community = seen.community
    facts = (
        ("Name", escape(community.name) or "none yet"),
        ("New members are seen by", SEEN_BY[community.visibility]),
        ("Members' words are kept for", f"{community.retention_days} days"),
        ("Season", f"{escape(plain_name(seen.season.name))}, since {long_day(seen.season.first)}"),
    )
    steps = [
        Button("Change", SET, main=True),
        Button("Start a new season", Invocation("season start")),
        Button("Join another server or workspace", JOIN),
    ]
    if len(seen.spaces) > 1:
        steps.append(Button("Leave the common community", LEAVE))
    return Reply(
        title,
        (
            Facts(facts),
            Items(tuple(space_line(one) for one in seen.spaces), title="Part of it, and where weekly boards go"),
            *_organisers(seen),
            Buttons(tuple(steps)),
        ),
        permalink=SHOW,
    )


def space_line(space: SpaceSettings) -> str:
    """A server or workspace in one line of Markdown."""
    name = escape(space.name) or f"`{space.reference.partition(':')[2]}`"
    boards = "no boards are posted"
    if space.boards:
        boards = f"boards go to channel `{space.boards.partition(':')[2]}`, on Mondays at {BOARDS_AT:%H:%M} UTC"
    role = f"; whoever has the role number `{space.role.partition(':')[2]}` organises" if space.role else ""
    return f"{name} on {space.platform.capitalize()}: {boards}{role}"


def organisers_card(seen: Overview, title: str) -> Reply:
    """Who organises, after a change."""
    return Reply(title, (*_organisers(seen), Buttons((Button("Settings", SHOW, main=True),))), permalink=SHOW)


def _organisers(seen: Overview) -> tuple[Block, ...]:
    named = tuple(escape(one.name) or "somebody whom I haven't met yet" for one in seen.organisers)
    words = (
        "Organisers are those who run the server or workspace by the platform's own rights (Discord: Manage Server; "
        "Slack: admins and owners), and those whom you add with `/settings organiser add`. On Discord, "
        "`/settings set role:` lets a whole role organise."
    )
    return (Text(words), Items(named, title="Added")) if named else (Text(f"{words} Nobody was added yet."),)


def code_card(code: str) -> Reply:
    """A code for the organisers of another server or workspace."""
    minutes = int(GOOD_FOR.total_seconds() // 60)
    return Reply(
        "Be one community",
        (
            Text("An organiser of the other server or workspace writes this to me **there**:"),
            Code(f"/settings join code:{code}"),
            Items(
                (
                    f"The code is good for {minutes} minutes, and once.",
                    "Then members, groups and boards are common. The settings of **this** community hold for both, and "
                    "organisers of either organise the whole.",
                    "You can part again at any time.",
                )
            ),
            Buttons((Button("A new code", JOIN), Button("Settings", SHOW))),
        ),
        permalink=SHOW,
    )


def look_card(seen: Overview, code: str) -> Reply:
    """The community that is about to be joined."""
    yes = JOIN.with_arguments({"code": code, "sure": "yes"})
    return Reply(
        "Join this community?",
        (
            Text(f"The code opens {escape(seen.community.name) or 'a community without a name'}:"),
            Items(tuple(space_line(one) for one in seen.spaces)),
            Text(
                "Members, groups and boards become common, and its settings hold here, too. Organisers there organise "
                "here as well."
            ),
            Buttons((Button("Yes, join it", yes, main=True), Button("No, stay as we are", SHOW))),
        ),
        permalink=SHOW,
    )


def united_card(united: United | AlreadyUnited | NotGood, code: str) -> Reply:
    """What came of joining. Raises `Refusal` where nothing did."""
    if not isinstance(united, United):
        refuse(united, code)
    card = overview_card(united.overview, "One community now")
    carried = tuple((words.capitalize(), str(amount)) for words, amount in united.carried)
    return Reply(card.title, (Text("This came along from here:"), Facts(carried), *card.blocks), permalink=SHOW)


def leave_card(seen: Overview) -> Reply:
    """What leaving means, before it is done."""
    if len(seen.spaces) < 2:
        words = "This community is alone already: no other server or workspace is part of it."
        steps = (Button("Join another one", JOIN, main=True), Button("Settings", SHOW))
        return Reply("Nothing to leave", (Text(words), Buttons(steps)), permalink=SHOW)
    return Reply(
        "Leave the common community?",
        (
            Items(
                (
                    "This server or workspace becomes a community of its own, with the settings as they are.",
                    "Study groups that meet only here come along; the others stay.",
                    "Members keep their progress and points, and count where they have an account.",
                    "Boards of the past stay as they were.",
                )
            ),
            Buttons((Button("Yes, leave", LEAVE.with_arguments({"sure": "yes"})), Button("No, stay", SHOW))),
        ),
        permalink=SHOW,
    )


def left_card(seen: Overview) -> Reply:
    """The community of one's own."""
    return overview_card(seen, "On your own again")


def refuse(why: AlreadyUnited | NotGood, code: str) -> NoReturn:
    """Say why a code opens nothing."""
    steps = Buttons((Button("Settings", SHOW),))
    match why:
        case AlreadyUnited():
            raise Refusal("That code is this community's own. Give it to the organisers of the other one.", steps)
        case NotGood.TOO_OFTEN:
            raise Refusal("That were too many wrong codes. Wait an hour, then try again with a new one.", steps)
        case _:
            words = (
                f"“{shown(code)}” is no code that is good now. An organiser over there gets one with `/settings join`."
            )
            raise Refusal(words, steps)
