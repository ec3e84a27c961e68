"""`/prompts`: daily study prompts in a channel, for those who look after them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.acts.prompting import (
    Desk,
    ask_now,
    bank_of,
    desk,
    first_after,
    pause,
    phase_of,
    put_back,
    resume,
    set_up,
    skip,
    take_off,
)
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.parameter import Day, Parameter
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.features.naming import day_name
from bot.core.features.prompt_cards import PREVIEWED, holidays_card, preview_card, status_card
from bot.core.features.prompt_setup import (
    DAYS,
    SILENT,
    THREAD,
    TIME,
    ZONE,
    drafted,
    saving,
    setup_form,
    tasks_kind,
)
from bot.core.features.prompt_words import when_words
from bot.core.model.library import Library
from bot.core.model.prompting import coming
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

FROM = Parameter("from", "The first day off", Day(), required=False)
TO = Parameter("to", "The last day off; else it is one day", Day(), required=False)
REMOVE = Parameter("remove", "Which days off to remove, by their number", Whole(1, 999_999_999), required=False)


@dataclass(frozen=True, slots=True)
class PromptsFeature:
    """What organisers and owners do; `PromptAnswersFeature` adds what everybody does with a prompt."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        tasks = Parameter("phase", "A phase, all of them, or the group's", tasks_kind(self.shelf), required=False)
        described = (TIME, ZONE, DAYS, tasks, SILENT, THREAD)

        async def setup(request: Request) -> Answer:
            return await self.database.read(lambda stores: self._setup(request, stores, tasks))

        async def save(request: Request) -> Answer:
            return await self.database.write(lambda stores: self._save(request, stores, tasks))

        yield Group("prompts", "A short task in this channel each day", default="prompts status")
        yield Command(
            "prompts status",
            "How the study prompts of this channel stand: the next one, the last one, what is left",
            self._status,
            shareable=False,
            examples=("prompts",),
            by_right=True,
        )
        yield Command(
            "prompts setup",
            "Set up a daily study prompt in this channel, with a preview first",
            setup,
            described,
            shareable=False,
            examples=("prompts setup", "prompts setup 9:00 Berlin days:mon-fri phase:2"),
            by_day=ByDay.TRULY,
            by_right=True,
        )
        yield Command(
            "prompts save",
            "Keep study prompts without a preview",
            save,
            described,
            shareable=False,
            by_day=ByDay.TRULY,
            by_right=True,
        )
        for name, about, run in (
            ("now", "Post a study prompt at once, out of turn", self._now),
            ("skip", "Leave out the next study prompt", self._skip),
            ("pause", "Let no study prompts come until you resume them", self._pause),
            ("resume", "Let study prompts come again", self._resume),
        ):
            also = {"pause": ("prompts off", "prompts stop"), "resume": ("prompts on",)}.get(name, ())
            yield Command(f"prompts {name}", about, run, shareable=False, by_right=True, also=also)
        yield Command(
            "prompts holidays",
            "Days on which no study prompt comes",
            self._holidays,
            (FROM, TO, REMOVE),
            shareable=False,
            examples=("prompts holidays", "prompts holidays from:2026-12-24 to:2027-01-01"),
            by_right=True,
        )

    async def _setup(self, request: Request, stores: Stores, tasks: Parameter[str]) -> Answer:
        library, scene = self.shelf.library, request.scene
        here = (await desk(stores, library, scene)).allowed()
        if not request.values:
            return setup_form(here, scene.zone_name or "UTC", tasks, library)
        draft = drafted(request, tasks, library, here, here.series)
        if isinstance(draft, Reply):
            return draft
        after = await first_after(stores, draft, scene.at)
        recurrence = draft.recurrence(_today(draft.zone, scene.at))
        return preview_card(
            library,
            draft,
            here.group,
            await phase_of(stores, draft),
            await bank_of(stores, library, draft),
            tuple(islice(coming(recurrence, here.off, after), PREVIEWED)),
            saving(draft, library),
            here.series,
        )

    async def _save(self, request: Request, stores: Stores, tasks: Parameter[str]) -> Answer:
        library, scene = self.shelf.library, request.scene
        here = (await desk(stores, library, scene)).allowed()
        draft = drafted(request, tasks, library, here, None)
        if isinstance(draft, Reply):
            return draft
        here = await set_up(stores, library, scene, draft)
        return await self._card(stores, library, here, "Study prompts are set up", f"They come {when_words(draft)}.")

    async def _status(self, request: Request) -> Reply:
        library = self.shelf.library

        async def look(stores: Stores) -> Reply:
            return await self._card(stores, library, await desk(stores, library, request.scene))

        return await self.database.read(look)

    async def _now(self, request: Request) -> Reply:
        return await self._act(request, ask_now, "A study prompt is on its way", "It comes within a minute.")

    async def _pause(self, request: Request) -> Reply:
        return await self._act(request, pause, "Study prompts are paused", "None comes until somebody resumes them.")

    async def _resume(self, request: Request) -> Reply:
        return await self._act(request, resume, "Study prompts come again")

    async def _skip(self, request: Request) -> Reply:
        library = self.shelf.library

        async def act(stores: Stores) -> Reply:
            here, skipped = await skip(stores, library, request.scene)
            words = f"None comes on {day_name(skipped.day)}; its task comes the next time."
            return await self._card(stores, library, here, "Skipped", words)

        return await self.database.write(act)

    async def _holidays(self, request: Request) -> Reply:
        library, scene = self.shelf.library, request.scene
        first, last, remove = request.get(FROM), request.get(TO), request.get(REMOVE)

        async def act(stores: Stores) -> Reply:
            if remove is not None:
                here = await put_back(stores, library, scene, remove)
            elif first is not None or last is not None:
                here = await take_off(stores, library, scene, *_span(first, last))
            else:
                here = await desk(stores, library, scene)
            if here.series is None:
                return await self._card(stores, library, here)
            return holidays_card(here, _today(here.series.zone, scene.at))

        return await self.database.write(act)

    async def _act(
        self,
        request: Request,
        act: Callable[[Stores, Library, Scene], Awaitable[Desk]],
        title: str,
        *first: str,
    ) -> Reply:
        library = self.shelf.library

        async def work(stores: Stores) -> Reply:
            return await self._card(stores, library, await act(stores, library, request.scene), title, *first)

        return await self.database.write(work)

    async def _card(self, stores: Stores, library: Library, here: Desk, *words: str) -> Reply:
        phase = await phase_of(stores, here.series) if here.series else None
        return status_card(library, here, phase, *words)


def _span(first: date | None, last: date | None) -> tuple[date, date]:
    """The days off that were named, of which one may stand for both."""
    one = first or last
    assert one is not None  # noqa: S101 - the caller has looked
    return first or one, last or one


def _today(zone: str, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
