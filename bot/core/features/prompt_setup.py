"""Setting study prompts up: what was asked for, what counts where nothing was said, and the button that keeps it."""

from __future__ import annotations

from datetime import time

from bot.core.acts.prompting import SETUP, Desk
from bot.core.chat.blocks import Button, Buttons, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import EntryId, Parameter, Words, YesNo, Zone, zone_options
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.time_of_day import TimeOfDay
from bot.core.features.naming import phase_kind, phase_options
from bot.core.features.zone import doubt
from bot.core.model.group import WEEKDAYS, Unfit, read_days
from bot.core.model.library import Library
from bot.core.model.prompting import ALL_DAYS, Series
from bot.core.model.zones import Meant
from bot.core.ports.shelf import Shelf

WORKDAYS = (0, 1, 2, 3, 4)
USUAL_TIME = time(9)
FOLLOW = Option("group", "Follow the group", "The phase that the study group of this channel is in")
ALL = Option("0", "All phases", "The whole roadmap, in its order")
EVERY_PHASE = "*"
"""What is stored for all phases; no phase can be called so."""

TIME = Parameter("time", "At what time: 9:00, 18:30, 6:30 pm", TimeOfDay(), required=False)
ZONE = Parameter("zone", "In which time zone: a city, or a name like Europe/Berlin", Zone(), required=False)
DAYS = Parameter("days", "On which days: mon-fri, weekend, any", Words(80), required=False)
SILENT = Parameter("silent", "Yes, so that nobody is notified", YesNo(), required=False)
THREAD = Parameter("thread", "Whether to open a thread for talk below each", YesNo(), required=False)

_BACK = Buttons((Button("Back to the form", SETUP),))


def tasks_kind(shelf: Shelf) -> EntryId:
    """A phase by number, id or title, or the group's, or all of them; short values make short buttons."""
    phases = phase_kind(shelf)

    def find(text: str) -> str | None:
        said = text.casefold()
        if said in ("group", "follow", FOLLOW.label.casefold()):
            return FOLLOW.value
        return ALL.value if said in ("0", "any", "all", ALL.label.casefold()) else phases.find(text)

    return EntryId("phase", lambda: (FOLLOW, ALL, *phase_options(shelf.library)), find)


def setup_form(here: Desk, zone: str, tasks: Parameter[str], library: Library) -> Form:
    """All of it as it stands, or as it usually is."""
    series = here.series
    days = series.days if series else _usual_days(here)
    return Form(
        "Daily study prompts",
        SETUP,
        (
            Question(TIME, f"{series.at if series else USUAL_TIME:%H:%M}"),
            Question(ZONE, series.zone if series else zone),
            Question(DAYS, "any" if days == ALL_DAYS else " ".join(WEEKDAYS[day] for day in days)),
            Question(tasks, _tasks(library, series, here)),
            Question(SILENT, "yes" if series is not None and series.silent else "no"),
        ),
        submit="Preview",
    )


def drafted(
    request: Request, tasks: Parameter[str], library: Library, here: Desk, base: Series | None
) -> Series | Reply:
    """What was asked for, with `base` for what wasn't said; or the question which zone was meant. Raises `Refusal`."""
    meant = request.get(ZONE)
    if meant is not None and meant.zone is None:
        return _which_zone(request, meant)
    zone = meant.zone if meant else None
    chosen, days, at = request.get(tasks), request.get(DAYS), request.get(TIME)
    silent, thread = request.get(SILENT), request.get(THREAD)
    try:
        return Series(
            0,
            here.channel,
            at or (base.at if base else USUAL_TIME),
            zone or (base.zone if base else request.scene.zone_name or "UTC"),
            _days(days) if days else base.days if base else _usual_days(here),
            _phase(library, here, chosen, base),
            here.group.number if here.group else None,
            silent=(base is not None and base.silent) if silent is None else silent,
            thread=(base is None or base.thread) if thread is None else thread,
        )
    except Unfit as problem:
        raise Refusal(str(problem), _BACK) from None


def saving(draft: Series, library: Library) -> Invocation:
    """The button that keeps it; short enough for the longest name of a zone."""
    arguments = {
        "time": f"{draft.at:%H:%M}",
        "zone": draft.zone,
        "days": "any" if draft.days == ALL_DAYS else "".join(str(day + 1) for day in draft.days),
    }
    if draft.phase is not None:
        phase = library.phases.get(draft.phase)
        arguments["phase"] = str(library.number(phase)) if phase else ALL.value
    if draft.silent:
        arguments["silent"] = "y"
    if not draft.thread:
        arguments["thread"] = "n"
    return Invocation("prompts save", arguments)


def _phase(library: Library, here: Desk, chosen: str | None, base: Series | None) -> str | None:
    """The id of the phase; None to follow the group."""
    if chosen is None and base is not None and (base.phase is not None or here.group is not None):
        return base.phase
    if chosen in (None, FOLLOW.value):
        if chosen and here.group is None:
            words = "No study group lives in this channel, so there is none to follow. Choose a phase, or all of them."
            raise Refusal(words, _BACK)
        return None if here.group else EVERY_PHASE
    return EVERY_PHASE if chosen == ALL.value else library.phases[chosen or ""].id


def _tasks(library: Library, series: Series | None, here: Desk) -> str:
    """What stands in the form for the phase."""
    if (series is None or series.phase is None) and here.group is not None:
        return FOLLOW.value
    phase = library.phases.get((series.phase if series else None) or "")
    return str(library.number(phase)) if phase else ALL.value


def _usual_days(here: Desk) -> tuple[int, ...]:
    return (here.group.days if here.group else ()) or WORKDAYS


def _days(text: str) -> tuple[int, ...]:
    """Weekdays in words, or as a button carries them: `135` for Monday, Wednesday and Friday. Raises `Unfit`."""
    if text and set(text) <= set("1234567"):
        return tuple(sorted({int(sign) - 1 for sign in text}))
    return read_days(text) or ALL_DAYS


def _which_zone(request: Request, said: Meant) -> Reply:
    """What somebody's words may mean, to choose from."""
    given = {name: text for name, text in request.invocation.arguments.items() if text and name != ZONE.name}
    select = (
        Select(
            "Which place is nearest?",
            Invocation(SETUP.command, given),
            ZONE.name,
            tuple(zone_options(said.offers, request.scene.at)),
        )
        if said.offers
        else None
    )
    blocks = [select] if select is not None and select.carried.fits else []
    return Reply("Which time zone do you mean?", (Text(doubt(said)), *blocks, _BACK), permalink=SETUP)
