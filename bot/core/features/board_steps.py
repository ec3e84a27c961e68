"""What stands under a board: one's own place, the way to other times and reasons, and what is said where none is."""

from __future__ import annotations

from bot.core.chat.blocks import Block, Button, Buttons, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.features.board_words import DAY, GROUP, PICTURE, SPANS, ordinal, plain_name, points
from bot.core.model.board import GroupName, MemberPage, Span, Standing, Start

COMMUNITY = Invocation("leaderboard community")
MEMBERS = Invocation("leaderboard members")
GROUPS = Invocation("leaderboard groups")


def is_public(request: Request) -> bool:
    """Whether others read the answer, who are not to learn where a private person stands."""
    return request.invocation.shared and not request.place.direct


def around_own(own: Standing | None, request: Request) -> Start:
    """One's own row; for all to see, only where others may see it."""
    return Start(own.mark, "around") if own and (own.listed or not is_public(request)) else Start()


def kept_arguments(request: Request, span: Span) -> dict[str, str]:
    """The arguments that a board keeps from page to page."""
    day = request.get(DAY)
    return {"period": span.value, **({"day": day.isoformat()} if day else {})}


def again(board: Invocation, request: Request) -> Invocation:
    """What shows the board again, as a picture where it is one."""
    return board.with_arguments({"picture": "yes"}) if request.get(PICTURE) else board


def own_words(own: Standing | None, people: int, request: Request) -> list[Block]:
    """Where the caller stands, for their eyes only."""
    if own is None or is_public(request):
        return []
    if own.listed:
        return [Text(f"You are {ordinal(own.place)} of {people:,} with {points(own.mark.points)}.")]
    return [
        Text(
            f"You would be {ordinal(own.place)} with {points(own.mark.points)}. Only you see this: "
            "others don't find you on this board."
        )
    ]


def empty_words(page: MemberPage, own: Standing | None, request: Request) -> list[Block]:
    """What is said where nobody is shown."""
    if page.active:
        words = "Nobody who earned points in this time is shown here."
    else:
        words = "Nobody has points in this time yet. One finished skill or a check-in is enough to be the first."
    return [Text(words), *own_words(own, 0, request)]


def further(
    board: Invocation, span: Span, own: Standing | None, request: Request, steps: list[Button] | None = None
) -> list[Block]:
    """Other times, and for the caller: why their number is what it is, and what to do where it looks wrong."""
    steps, empty = list(steps or []), steps is None
    rest = {name: text for name, text in board.arguments.items() if name != "period"}
    if not empty and not request.get(PICTURE):
        steps.append(Button("As a picture", board.with_arguments({"picture": "yes"})))
    if own and not is_public(request):
        why = Invocation("leaderboard why", {"period": span.value, **rest})
        steps += [Button("Why is my number this?", why), Button("This looks wrong", Invocation("leaderboard report"))]
    if empty:
        steps += [Button("Check in", Invocation("checkin write")), Button("What next?", Invocation("next"))]
    else:
        beside = [(COMMUNITY, "Everybody"), (MEMBERS, "My study group"), (GROUPS, "Study groups")]
        same = {name: text for name, text in board.arguments.items() if name in ("period", "day")}
        steps += [Button(label, one.with_arguments(same)) for one, label in beside if one.command != board.command]
    others = tuple(option for option in SPANS if option.value != span.value)
    select = Select("Another time", Invocation(board.command, rest), "period", others)
    return [select, Buttons(tuple(steps))]


def no_board() -> Reply:
    """What is said where no community is known yet."""
    return Reply(
        "No board yet",
        (
            Text(
                "I keep no points here yet. A board begins with the first finished skill or check-in of a community; "
                "in a direct message I show the community that you wrote in last."
            ),
            Buttons((Button("The roadmap", Invocation("roadmap overview")),)),
        ),
    )


def which_group(request: Request, found: list[GroupName]) -> Reply:
    """Several groups to choose from, or none."""
    if named := request.get(GROUP):
        raise Refusal(
            f"I know no group called “{escape(plain_name(named))}” in this community.",
            Buttons((Button("All groups", GROUPS),)),
        )
    if not found:
        words = "You are in no study group here yet, so there is no board of your group. Everybody's board is open:"
        steps = (Button("The community's board", COMMUNITY), Button("The groups", GROUPS))
        return Reply("No group yet", (Text(words), Buttons(steps)))
    arguments = {name: text for name, text in request.invocation.arguments.items() if name not in ("group", "row")}
    options = tuple(Option(str(one.number), plain_name(one.name)) for one in found[:25])
    board = Invocation("leaderboard members", arguments)
    return Reply("Which group?", (Select("Choose one of your groups", board, "group", options),))
