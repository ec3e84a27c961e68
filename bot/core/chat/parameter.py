"""What a command asks for: typed parameters that read text, suggest values and say plainly what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from bot.core.chat.blocks import Option
from bot.core.chat.markup import escape
from bot.core.chat.nearness import bare, close, folded, named, nearest
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Channel, Person, Scene
from bot.core.chat.whole import Whole

if TYPE_CHECKING:
    from bot.core.model.zones import Meant

T_co = TypeVar("T_co", covariant=True)

SUGGESTIONS = 25
"""Most suggestions offered at once: Discord's limit for autocomplete and for a menu."""

ZONE_LENGTH = 80
"""Longest text that names a time zone."""

LINE_LENGTH = 4_000
"""Longest typed line read, in characters: no platform sends a longer message."""

WORDS_LENGTH = 2_000
"""Longest text, in characters, that a parameter takes unless it says otherwise: a Discord message."""


class Kind(Protocol[T_co]):
    """How a parameter's text becomes a value."""

    def read(self, text: str, scene: Scene) -> T_co:
        """The value that `text` means. Raises `Refusal` with a sentence that says what to write instead."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """Free text; the last parameter of a command may be several words without quotes."""

    limit: int = WORDS_LENGTH
    lines: bool = False
    """Whether it may have several lines."""

    def read(self, text: str, scene: Scene) -> str:
        """The text without control characters and outer spaces."""
        clean = "".join(sign if sign.isprintable() or (sign == "\n" and self.lines) else " " for sign in text).strip()
        if not clean:
            raise Refusal("That was empty. Write a few words.")
        if len(clean) > self.limit:
            raise Refusal(
                f"That is {len(clean):,} characters long; I read up to {self.limit:,}. Please say it shorter."
            )
        return clean


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed values."""

    options: tuple[Option, ...]
    also: tuple[tuple[str, str], ...] = ()
    """Other words that people type, in small letters, each with the value that they mean."""

    def said(self, text: str) -> str | None:
        """The value that another word stands for."""
        return dict(self.also).get(folded(bare(text)))

    def read(self, text: str, scene: Scene) -> str:
        """The chosen value; its label and anything close to either counts too."""
        if (value := self.said(text) or nearest(text, self.options)) is not None:
            return value
        raise Refusal(f"“{shown(text)}” is none of the {len(self.options)} that I know.")


@dataclass(frozen=True, slots=True)
class EntryId:
    """The id of something in the content; its title and anything close to either counts too."""

    noun: str
    """What is looked for, for the sentence when it isn't found: "skill"."""
    options: Callable[[], Sequence[Option]]
    """All of them, each with its id, in the order in which to suggest them."""
    find: Callable[[str], str | None]
    """The id that an id, an alias or a number stands for, if any."""
    unknown: Callable[[str], str] | None = None
    """Where a text may name several: those in it that aren't known, or nothing."""

    def read(self, text: str, scene: Scene) -> str:
        """The id, found by id, alias, title or near-miss."""
        if (value := self.found(text)) is not None:
            return value
        if self.unknown is not None and (part := self.unknown(text)) and part != text.strip():
            raise Refusal(f"I know no {self.noun} called “{shown(part)}”. Correct it, or leave it out.")
        if (value := nearest(text, self.options())) is not None:
            return value
        raise Refusal(f"I know no {self.noun} called “{shown(text)}”.")

    def found(self, text: str) -> str | None:
        """The id that is named outright; signs behind it don't matter."""
        name = " ".join(text.split())
        return value if (value := self.find(name)) is not None else self.find(bare(name))


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the platform where the question is asked."""

    def read(self, text: str, scene: Scene) -> Person:
        """The person; doors have already turned their own way of naming people into `platform:id`."""
        try:
            person = Person(text.strip().removeprefix("@"))
        except ValueError:
            raise Refusal("I need a person here: type @ and choose one.") from None
        if not _is_of(person.reference, scene):
            raise Refusal("That is nobody here: type @ and choose a person.")
        return person


@dataclass(frozen=True, slots=True)
class Somewhere:
    """A channel or thread of the platform where the question is asked."""

    def read(self, text: str, scene: Scene) -> Channel:
        """The channel; doors have already turned their own way of naming channels into `platform:id`."""
        try:
            channel = Channel(text.strip().removeprefix("#"))
        except ValueError:
            raise Refusal("I need a channel here: type # and choose one.") from None
        if not _is_of(channel.reference, scene):
            raise Refusal("That is no channel here: type # and choose one.")
        return channel


@dataclass(frozen=True, slots=True)
class Day:
    """A date, in words or as 2026-12-01."""

    learning: bool = False
    """Whether today is the learning day, which lasts into the night, as it does where days are counted."""

    def read(self, text: str, scene: Scene) -> date:
        """The day, seen from the caller's today."""
        from bot.core.model import calendar  # only where somebody names a day: a start does without
        from bot.core.model.learning_day import learning_day

        today = learning_day(scene.at, scene.zone) if self.learning else scene.at.astimezone(scene.zone).date()
        try:
            return calendar.read_day(text, today)
        except calendar.NotADay as problem:
            raise Refusal(str(problem)) from None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and a time, in the caller's zone."""

    def read(self, text: str, scene: Scene) -> datetime:
        """The UTC instant."""
        from bot.core.model import calendar

        try:
            return calendar.read_moment(text, scene.at, scene.zone)
        except calendar.NotADay as problem:
            raise Refusal(str(problem)) from None


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    def read(self, text: str, scene: Scene) -> bool:
        """True for yes."""
        match text.strip().lower():
            case "yes" | "y" | "true" | "on":
                return True
            case "no" | "n" | "false" | "off":
                return False
            case _:
                raise Refusal("Answer with yes or no.")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone, in whatever words somebody has for it: a name, a city, the time that it is there."""

    def read(self, text: str, scene: Scene) -> Meant:
        """The zone, or those that may be meant."""
        from bot.core.model import zones  # only where somebody names one: a start does without

        return zones.meant(Words(ZONE_LENGTH).read(text, scene), scene.at)


AnyKind = Words | Whole | Choice | EntryId | Someone | Somewhere | Day | Moment | YesNo | Zone
YES_NO = (Option("yes", "Yes"), Option("no", "No"))


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T_co]):
    """One thing a command asks for. It is also the key to its value: `request[NUMBER]`."""

    name: str
    about: str
    """At most 100 characters, Discord's limit for an option's description."""
    kind: Kind[T_co]
    required: bool = True
    by_name: bool = False
    """Whether a typed line must name it: nothing that a slip of the finger leaves over may become this."""
    also: tuple[str, ...] = ()
    """Other words that name it on a typed line: `until` for `to`."""


AnyParameter = Parameter[object]


def choices(kind: Kind[object]) -> Sequence[Option]:
    """All values of a kind that has only so many; empty for the others."""
    match kind:
        case Choice():
            return kind.options
        case EntryId():
            return kind.options()
        case YesNo():
            return YES_NO
        case Whole() if kind.most - kind.least < SUGGESTIONS:
            return [Option(str(number), str(number)) for number in range(kind.least, kind.most + 1)]
        case _:
            return ()


def reads_exactly(parameter: AnyParameter, text: str, scene: Scene) -> bool:
    """Whether a parameter reads `text` without guessing; free text never counts, for it would read anything."""
    kind = parameter.kind
    match kind:
        case Words():
            return False
        case Choice():
            return kind.said(text) is not None or named(text, kind.options) is not None
        case EntryId():
            return kind.found(text) is not None or named(text, kind.options()) is not None
        case _:
            try:
                if isinstance(kind, Zone):
                    return kind.read(text, scene).zone is not None
                kind.read(text, scene)
            except Refusal:
                return False
            return True


def suggest(kind: Kind[object], partial: str, at: datetime | None = None) -> list[Option]:
    """The likeliest values for what has been typed so far: those that begin with it, then those that contain it.

    `at` is the present instant, for what time it is in a zone.
    """
    if isinstance(kind, Zone):
        from bot.core.model import zones

        return [] if at is None else zone_options(zones.likely(partial[:ZONE_LENGTH], at), at)
    typed = folded(partial)
    ranked: list[tuple[int, Option]] = []
    for option in choices(kind):
        label, value = folded(option.label), folded(option.value)
        if label.startswith(typed) or value.startswith(typed):
            ranked.append((0, option))
        elif typed in label or typed in value:
            ranked.append((1, option))
        elif typed in folded(option.about):
            ranked.append((2, option))
    ranked.sort(key=lambda pair: pair[0])
    return [option for _, option in ranked[:SUGGESTIONS]]


def zone_options(names: Iterable[str], at: datetime) -> list[Option]:
    """Time zones to choose from, each with what time it is there."""
    from bot.core.model import zones

    return [Option(name, zones.with_time(name, at)) for name in names][:SUGGESTIONS]


def likely(kind: Kind[object], text: str) -> list[Option]:
    """What `text`, which the kind couldn't read, may have meant: all values where they are few, else the nearest."""
    options = choices(kind)
    if isinstance(kind, EntryId) and kind.unknown is not None and kind.unknown(text) != text.strip():
        return []  # the others that were named would be lost
    if len(options) <= SUGGESTIONS:
        return list(options)
    return suggest(kind, text)[:5] or close(text, options)


def shown(text: str, limit: int = 40) -> str:
    """Member text made harmless for quoting inside a sentence, shortened to `limit` characters."""
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return escape(clean if len(clean) <= limit else f"{clean[: limit - 1]}…")


def _is_of(reference: str, scene: Scene) -> bool:
    """Whether a person or a channel is of the platform where the question is asked."""
    return reference.partition(":")[0] == scene.place.platform
