"""What those who run a study group are answered: the form to edit it, invitations, codes and homes."""

from __future__ import annotations

from bot.core.acts.codes import spelt
from bot.core.chat.blocks import Button, Buttons, Mention, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.reply import Audience, Form, Question, Reply
from bot.core.chat.scene import Person
from bot.core.chat.whole import Whole
from bot.core.features.group_desk import DAYS, HOURS, about, open_it
from bot.core.model.group import ABOUT_LENGTH, SIZES, WEEKDAYS, Group, Invitation

NAME = Parameter("name", "What to call it, 2 to 40 characters", Words(200), required=False, by_name=True)
ABOUT = Parameter("about", "What it is for; - for nothing", Words(ABOUT_LENGTH, lines=True), required=False)
SIZE = Parameter("size", f"Places, {SIZES[0]} to {SIZES[1]}", Whole(*SIZES), required=False)


def edit_form(group: Group) -> Form:
    """What can be changed in words; the phase and who may join are changed on the group's card."""
    return Form(
        "Edit the group",
        about("edit", group),
        (
            Question(NAME, group.name),
            Question(ABOUT, group.about),
            Question(HOURS, str(group.hours)),
            Question(DAYS, " ".join(WEEKDAYS[day] for day in group.days) or "any"),
            Question(SIZE, str(group.size)),
        ),
    )


def invitation_for(person: Person, group: Group, invitation: Invitation) -> Reply:
    """An invitation to one person, for them to see and press."""
    return Reply(
        f"An invitation to {group.name}",
        (
            Mention(person, f"come and learn with **{escape(group.name)}**: {escape(group.pace)}."),
            Text("The button is for you alone, and works once within seven days."),
            Buttons((Button("Join", Invocation("group join", {"group": invitation.code}), main=True), open_it(group))),
        ),
        audience=Audience.EVERYONE,
        permalink=about("show", group),
    )


def invitation_code(group: Group, invitation: Invitation) -> Reply:
    """A code to give to whomever one likes."""
    code = spelt(invitation.code)
    return Reply(
        f"A code for {group.name}",
        (
            Text(f"Whoever types `/group join {code}` within seven days is in, as long as there are places."),
            Buttons((Button("End all invitations", about("invite", group, stop="yes")), open_it(group))),
        ),
        permalink=about("show", group),
    )


def home_code(group: Group, invitation: Invitation) -> Reply:
    """A code for a second channel."""
    code = spelt(invitation.code)
    return Reply(
        f"A code for another channel of {group.name}",
        (
            Text(
                f"Type `/group home {code}` in that channel within seven days, on Discord or on Slack. "
                "The group then lives in both, with one board."
            ),
            Buttons((open_it(group),)),
        ),
        permalink=about("show", group),
    )


def at_home(group: Group, *, new: bool) -> Reply:
    """What is said where a group lives."""
    words = "From now on" if new else "Since earlier"
    return Reply(
        f"{group.name} lives here",
        (
            Text(f"{words}, `/group` in this channel means **{escape(group.name)}**, for everyone who asks here."),
            Buttons(
                (
                    Button("Keep its week posted here", about("tracker", group, post="yes"), main=True),
                    Button("A code for another channel", about("home", group, code="yes")),
                    Button("Live here no longer", about("home", group, stop="yes")),
                )
            ),
        ),
        permalink=about("show", group),
    )
