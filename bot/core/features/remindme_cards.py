"""How reminders are shown: what was understood, what waits, and how somebody is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.acts.reminding import MOST, Set, Waiting
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import SUGGESTIONS
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Scene
from bot.core.model.echo import coming, place
from bot.core.model.quiet import Quiet
from bot.core.ports.reminders import Direct, Reminder, ReminderSettings

LIST, SET = Invocation("remindme list"), Invocation("remindme set")
DIRECT, QUIET = Invocation("remindme direct"), Invocation("remindme quiet")
DATES = 3
"""Dates of a series that are shown."""
AT_ONCE = 20
"""Reminders that are listed at once."""
_ASK = (
    "May I send you reminders as direct messages? Until you say so I mention you in the channel where you set them, "
    "and everybody there can read them. I ask this only once."
)


def set_card(found: Set, scene: Scene) -> Reply:
    """What was understood, where it will come, and how to take it back."""
    recurrence = found.when.recurrence
    facts = [("When", escape(f"{found.when.words[:1].upper()}{found.when.words[1:]}"))]
    dates = [one.at for one in recurrence.coming(scene.at, DATES)]
    if recurrence.rule:
        facts.append(("The first times", "; ".join(local(at, scene) for at in dates)))
    elif recurrence.zone != (scene.zone_name or "UTC"):
        facts.append(("On your clock", f"{local(dates[0], scene)} {place(scene.zone_name or 'UTC')}"))
    facts.append(("Where", _where(found)))
    if found.held_until is not None:
        facts.append(("Quiet hours", f"It falls into yours, so it comes at {local(found.held_until, scene)}"))
    blocks: list[Block] = [Text(f"**{escape(found.reminder.words)}**"), Facts(tuple(facts))]
    undo = Button("Undo", Invocation("remindme cancel", {"number": str(found.reminder.number)}))
    steps = [undo, Button("My reminders", LIST)]
    if found.ask:
        blocks.append(Text(_ASK))
        steps += [_direct("Write to me directly", "yes"), _direct("Mention me there", "no")]
    return Reply("I'll remind you", (*blocks, Buttons(tuple(steps))), permalink=LIST)


def snoozed_card(found: Set, scene: Scene) -> Reply:
    """When it comes once more."""
    [at] = [one.at for one in found.when.recurrence.coming(scene.at, 1)]
    words = f"**{escape(found.reminder.words)}** comes again on {local(found.held_until or at, scene)}."
    if found.held_until is not None:
        words += " That is when your quiet hours end."
    undo = Button("Cancel it", Invocation("remindme cancel", {"number": str(found.reminder.number)}))
    return Reply("Put off", (Text(words), Buttons((undo, Button("My reminders", LIST)))), permalink=LIST)


def list_card(found: Sequence[Waiting], settings: ReminderSettings, scene: Scene, begin: int) -> Reply:
    """What waits, the soonest first, from the place `begin` on; and how they are told."""
    quiet = f"from {settings.quiet}" if settings.quiet else "none"
    told = "as direct messages" if settings.direct is Direct.YES else "where they were set"
    facts = Facts((("I tell you", told), ("Quiet hours", quiet)))
    other = _direct("Mention me where I set them", "no")
    if settings.direct is not Direct.YES:
        other = _direct("Write to me directly", "yes")
    steps = [Button("New reminder", SET, main=True), other, Button("Quiet hours", QUIET)]
    if not found:
        words = "Nothing waits. Say when and what: `/remindme tomorrow 9:00 read the paper`."
        return Reply("Your reminders", (Text(words), facts, Buttons(tuple(steps))), permalink=LIST)
    page = found[begin - 1 : begin - 1 + AT_ONCE]
    blocks: list[Block] = [
        Items(tuple(_line(one, scene) for one in page), title=f"{len(found)} of {MOST} wait"),
        facts,
    ]
    if page:
        options = tuple(_option(one) for one in page)[:SUGGESTIONS]
        blocks.append(Select("Cancel one", Invocation("remindme cancel"), "number", options))
    if begin > 1:
        steps.insert(0, Button("The soonest", LIST))
    if len(found) >= begin + AT_ONCE:
        steps.insert(0, Button("Later ones", LIST.with_arguments({"from": str(begin + AT_ONCE)})))
    return Reply("Your reminders", (*blocks, Buttons(tuple(steps))), permalink=LIST)


def cancelled_card(reminder: Reminder) -> Reply:
    """What no longer comes."""
    steps = Buttons((Button("My reminders", LIST), Button("New reminder", SET)))
    return Reply("Cancelled", (Text(f"I won't remind you: **{escape(reminder.words)}**"), steps), permalink=LIST)


def quiet_card(quiet: Quiet | None, scene: Scene, *, changed: bool) -> Reply:
    """When somebody is left in peace."""
    now = "From now on" if changed else "At present"
    if quiet is None:
        words = f"{now} you have no quiet hours: reminders come whenever they are due."
    else:
        words = (
            f"{now} it is quiet from **{quiet}** {place(scene.zone_name or 'UTC')}. "
            "What falls into these hours comes at their end, and says so."
        )
    steps = [Button("22:00 to 07:00", QUIET.with_arguments({"hours": "22:00 07:00"}))]
    if quiet is not None:
        steps.append(Button("No quiet hours", QUIET.with_arguments({"hours": "none"})))
    how = "Other hours: `/remindme quiet 23:00 06:30`."
    steps.append(Button("My reminders", LIST))
    return Reply("Quiet hours", (Text(words), Text(how), Buttons(tuple(steps))), permalink=QUIET)


def direct_card(moved: int, *, directly: bool) -> Reply:
    """How somebody is told from now on."""
    words = (
        "Your reminders come as direct messages from now on."
        if directly
        else "From now on I mention you in the channel where you set a reminder. Everybody there can read it; what you "
        "set in a direct message stays there."
    )
    if moved:
        words += f" So do {moved} that you have set already." if moved > 1 else " So does the one that you have set."
    other = _direct("Rather mention me", "no") if directly else _direct("Rather directly", "yes")
    return Reply("How I tell you", (Text(words), Buttons((Button("My reminders", LIST), other))), permalink=LIST)


def local(at: datetime, scene: Scene) -> str:
    """An instant on the caller's clock: “Monday 7 December, 09:00”."""
    there, today = at.astimezone(scene.zone), scene.at.astimezone(scene.zone).date()
    return f"{coming(there.date(), today)}, {there:%H:%M}"


def _direct(label: str, answer: str) -> Button:
    return Button(label, DIRECT.with_arguments({"answer": answer}))


def _where(found: Set) -> str:
    if not found.direct:
        return "I mention you in this channel, where everybody can read it"
    return "In a direct message" if found.reminder.channel else "Here, between you and me"


def _line(one: Waiting, scene: Scene) -> str:
    words = escape(one.reminder.words)
    if one.why:
        return f"**{words}**: could not be delivered. {escape(one.why)}"
    when = local(one.next, scene) if one.next else "on its way"
    return f"**{words}**: {when}{', and again' if one.repeats else ''}"


def _option(one: Waiting) -> Option:
    number = one.reminder.number
    return Option(str(number), f"{number}. {one.reminder.words}"[:100])
