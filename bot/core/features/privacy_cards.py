"""What members read about their privacy."""

from __future__ import annotations

from bot.core.acts.privacy import Known
from bot.core.chat.blocks import Button, Buttons, Facts, File, Items, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.features.link import account_line
from bot.core.features.privacy_words import SEEN_BY, lines
from bot.core.model.member import Community, Member

SHOW, SET, EXPORT, DELETE, LEAVE = (
    Invocation(f"privacy {name}") for name in ("show", "set", "export", "delete", "leave")
)
USUAL_DAYS = 365
START = Buttons((Button("The roadmap", Invocation("roadmap overview"), main=True), Button("Help", Invocation("help"))))

GOES = (
    "your accounts, your name, alias and time zone",
    "what you marked as learnt, your check-ins, breaks, streak and badges",
    "links and notes of the projects that you handed in, and reviews that you didn't finish",
    "your reports, your places in study groups, codes and invitations; a group of yours goes on with another owner",
)
STAYS = (
    "your points, without your name or what they were for, in the sums of groups and communities",
    "reviews that you finished, as by somebody who is gone, because they belong to others' work",
    "what organisers noted that they did, as by or about somebody who left",
    "messages that I posted in channels before: those are the platform's, and organisers can delete them there",
)


def nothing_card() -> Reply:
    """What is said to somebody of whom nothing is kept."""
    words = (
        "I keep nothing about you. I would from the moment you do something that is to be remembered: mark a skill, "
        "join a group, choose a time zone. Questions are answered and forgotten."
    )
    return Reply("I keep nothing about you", (Text(words), START), permalink=SHOW)


def show_card(known: Known) -> Reply:
    """What is kept, in counts, and who sees what."""
    member = known.member
    days = min((one.retention_days for one in known.communities), default=USUAL_DAYS)
    facts = (
        ("Others see you as", escape(member.shown)),
        ("On boards and trackers you are seen by", SEEN_BY[member.visibility]),
        ("Your name", escape(member.name)),
        ("Your accounts", ", ".join(map(account_line, known.accounts))),
        ("Your time zone", member.zone or "not known"),
        ("Your communities", ", ".join(_name(one) for one in known.communities) or "none"),
    )
    return Reply(
        "What I keep about you",
        (
            Facts(facts),
            *_left(known),
            Items(lines(known.kept, member.visibility), title="Who sees what, and how much there is"),
            Text(
                f"What you write in check-ins and reports is forgotten after {days} days. Organisers can see lines of "
                "points where a number looks wrong, and whoever runs me can read the database that all this is in. "
                "Questions are answered and forgotten; my log says which command was used, never what anybody wrote."
            ),
            Buttons(
                (
                    Button("Who sees me", SET, main=True),
                    Button("Give me all of it", EXPORT),
                    Button("Leave this community", LEAVE),
                    Button("Delete everything", DELETE),
                )
            ),
        ),
        permalink=SHOW,
    )


def chosen_card(member: Member) -> Reply:
    """What somebody has just chosen."""
    facts = (
        ("Others see you as", escape(member.shown)),
        ("On boards and trackers you are seen by", SEEN_BY[member.visibility]),
    )
    words = "It holds from now on, also for boards of the past. Messages that I posted before stay as they were."
    steps = Buttons((Button("What I keep", SHOW), Button("Change it again", SET)))
    return Reply("Who sees you", (Facts(facts), Text(words), steps), permalink=SHOW)


def file_card(name: str, data: bytes) -> Reply:
    """Everything, to take along."""
    about = "Everything that I keep about you, as JSON: any editor opens it, and other programs can read it."
    return Reply(
        "All that I keep about you",
        (
            File(name, data, "application/json", about),
            Text("Others' words aren't in it, but for reviews of your projects. Keep it where only you can read it."),
            Buttons((Button("What I keep", SHOW), Button("Delete everything", DELETE))),
        ),
        permalink=SHOW,
    )


def delete_card() -> Reply:
    """What deleting means, before it is done."""
    return Reply(
        "Delete everything about you?",
        (
            Items(GOES, title="This goes, at once and for good"),
            Items(STAYS, title="This stays, and leads nobody to you"),
            Text("Take a copy along first if you might want it. You can start afresh at any time, with nothing."),
            Buttons(
                (
                    Button("Delete it all …", DELETE.with_arguments({"sure": "yes"})),
                    Button("Give me a copy", EXPORT),
                    Button("Keep everything", SHOW, main=True),
                )
            ),
        ),
        permalink=SHOW,
    )


def deleted_card() -> Reply:
    """What is said afterwards."""
    words = (
        "Everything personal is gone, and nobody can find you here any more. If you ever do something again that is to "
        "be remembered, you begin afresh, as somebody new."
    )
    return Reply("You are forgotten", (Text(words), START), permalink=SHOW)


def leave_card(community: Community) -> Reply:
    """What leaving a community means, before it is done."""
    return Reply(
        "Leave this community?",
        (
            Text(f"You are in {_name(community)}. If you leave it here, or have left it on the platform:"),
            Items(
                (
                    "its boards show you no more, your place at its meetups goes to whoever waits, and you leave its "
                    "study groups; one of yours goes on with another owner, and you organise it no more if "
                    "somebody made you an organiser",
                    "your progress, points and badges stay yours, also in your other communities",
                    "points that you earned here stay in its sums and in those of its groups, without your name",
                    "if you write to me there again, you are back",
                )
            ),
            Text("Leaving deletes nothing. If you want all of it gone, delete everything instead."),
            Buttons(
                (
                    Button("Yes, leave", LEAVE.with_arguments({"sure": "yes"})),
                    Button("Delete everything", DELETE),
                    Button("No, stay", SHOW, main=True),
                )
            ),
        ),
        permalink=SHOW,
    )


def left_card(community: Community) -> Reply:
    """What is said to somebody who left: what stays, and how to have that go, too."""
    words = (
        f"You aren't in {_name(community)} any more: its boards and groups don't show you. What you learnt and earned "
        "stays yours. If you would rather have it gone, you can delete everything, here and now."
    )
    steps = Buttons((Button("What I keep", SHOW, main=True), Button("Delete everything", DELETE)))
    return Reply("You left", (Text(words), steps), permalink=SHOW)


def nowhere_card() -> Reply:
    """What is said to somebody who is in no community here."""
    words = "You are in no community here, as far as I know, so there is nothing to leave."
    return Reply("Nothing to leave", (Text(words), Buttons((Button("What I keep", SHOW),))), permalink=SHOW)


def _left(known: Known) -> tuple[Text, ...]:
    """What is said of communities that they left; nobody but them is told that it was noticed."""
    if not known.former:
        return ()
    names = ", ".join(map(_name, known.former))
    words = "Nobody sees you there any more. What you did stays yours until you delete it."
    return (Text(f"You are no longer in {names}. {words}"),)


def _name(community: Community) -> str:
    return f"**{escape(community.name)}**" if community.name.strip() else "a community without a name"
