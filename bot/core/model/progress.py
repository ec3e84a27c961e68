"""How far somebody has come on the roadmap, and what comes next for them.

What is stored names skills by ids that may have been renamed since; whatever is read goes through the library's
aliases, so two old ids that now mean one skill count as one, and ids that lead nowhere stay a part of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.core.model.library import Library
from bot.core.model.roadmap import Phase, Skill


class State(Enum):
    """Where somebody stands with a skill."""

    TODO = "todo"
    """Not begun; nothing is stored."""
    SKIPPED = "skipped"
    """Left out on purpose, for example because they know it already."""
    DOING = "doing"
    DONE = "done"


_FURTHER = {state: place for place, state in enumerate(State)}

Kept = Iterable[tuple[str, State]]
"""What is stored: ids as they were then, each with its state."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's state in every skill of the present roadmap."""

    states: Mapping[str, State]
    """By present id; what isn't there is still to do."""
    past: int = 0
    """Finished skills that the roadmap no longer lists."""

    def of(self, skill: Skill) -> State:
        """The state of one skill."""
        return self.states.get(skill.id, State.TODO)

    def settled(self, skill: Skill) -> bool:
        """Whether others may build on it: it is done, or was left out on purpose."""
        return self.of(skill) in (State.DONE, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of skills, and how many of them are in which state."""

    skills: int
    done: int
    doing: int
    skipped: int

    @property
    def percent(self) -> int:
        """The share that is done of what wasn't left out, rounded down, so that 100 means all of it."""
        wanted = self.skills - self.skipped
        return 100 * self.done // wanted if wanted else 100


class Why(Enum):
    """Why a skill comes next."""

    STARTED = "started"
    """They began it."""
    NEEDED = "needed"
    """Another skill that they are heading for builds on it."""
    GROUP = "group"
    """Their study group is in its phase."""
    FIRST = "first"
    """Nothing is done yet, and the roadmap begins with it."""
    ORDER = "order"
    """It is the next one in the roadmap's order."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next for somebody."""

    phase: Phase
    skill: Skill
    why: Why
    heading_for: Skill | None = None
    """The skill that needs it, where that is why."""


def standing(library: Library, kept: Kept) -> Standing:
    """Where somebody stands today; of two ids that mean one skill, the state that is further counts."""
    states: dict[str, State] = {}
    past = 0
    for name, state in kept:
        found = library.skills.get(name)
        if found is None:
            past += state is State.DONE
            continue
        skill = found[1].id
        if _FURTHER[state] > _FURTHER[states.get(skill, State.TODO)]:
            states[skill] = state
    return Standing(states, past)


def count(skills: Iterable[Skill], where: Standing) -> Count:
    """How many of these skills are in which state."""
    states = [where.of(skill) for skill in skills]
    return Count(len(states), states.count(State.DONE), states.count(State.DOING), states.count(State.SKIPPED))


def whole(library: Library, where: Standing) -> Count:
    """The same over the whole roadmap."""
    return count((skill for phase in library.roadmap.phases for skill in phase.skills), where)


def next_step(library: Library, where: Standing, group_phase: Phase | None = None) -> Step | None:
    """What comes next, or None at the end of the roadmap.

    First what was begun; then the first skill that is still to do, of the group's phase where there is one, or else in
    the roadmap's order. Where that builds on something still to do, the latter comes first.
    """
    path = [(phase, skill) for phase in library.roadmap.phases for skill in phase.skills]
    for phase, skill in path:
        if where.of(skill) is State.DOING:
            return Step(phase, skill, Why.STARTED)
    todo = [(phase, skill) for phase, skill in path if where.of(skill) is State.TODO]
    if not todo:
        return None
    in_group = [one for one in todo if one[0] is group_phase]
    phase, skill = (in_group or todo)[0]
    needed = _needed(library, where, skill)
    if needed is not None:
        return Step(*needed, Why.NEEDED, skill)
    if in_group:
        return Step(phase, skill, Why.GROUP)
    return Step(phase, skill, Why.FIRST if len(todo) == len(path) else Why.ORDER)


def _needed(library: Library, where: Standing, skill: Skill) -> tuple[Phase, Skill] | None:
    """What a skill builds on, however far down, that is still to do and itself builds on nothing such."""
    found: tuple[Phase, Skill] | None = None
    seen = {skill.id}
    wanted = skill
    while True:
        below = (library.skills[name] for name in wanted.needs)
        todo = next((one for one in below if not where.settled(one[1]) and one[1].id not in seen), None)
        if todo is None:
            return found
        found = todo
        wanted = todo[1]
        seen.add(wanted.id)
