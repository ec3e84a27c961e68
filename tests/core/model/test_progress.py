from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.library import Library
from bot.core.model.progress import Count, Standing, State, Step, Why, count, next_step, standing, whole
from bot.core.model.roadmap import Skill
from tests.fakes.shelf import tiny_library

TINY = tiny_library()
DOING, DONE, SKIPPED, TODO = State.DOING, State.DONE, State.SKIPPED, State.TODO


def where(**states: State) -> Standing:
    return Standing(states)


def renamed() -> Library:
    """The tiny curriculum after Git and Python became one skill, and Docker's needs changed."""
    first, last = TINY.roadmap.phases
    git = replace(first.skills[0], aliases=("python", "vcs"))
    first = replace(first, skills=(git, first.skills[2]))
    return replace(TINY, roadmap=replace(TINY.roadmap, phases=(first, last)))


def named(step: Step | None) -> tuple[str, Why, str | None] | None:
    if step is None:
        return None
    return step.skill.id, step.why, step.heading_for.id if step.heading_for else None


def test_of_two_ids_that_mean_one_skill_the_further_state_counts() -> None:
    for kept in ([("git", DONE), ("python", DOING)], [("python", DOING), ("git", DONE)], [("vcs", DONE)]):
        assert standing(renamed(), kept) == Standing({"git": DONE})
    assert standing(renamed(), [("python", SKIPPED), ("vcs", DOING)]) == Standing({"git": DOING})


def test_ids_that_lead_nowhere_stay_a_part_of_the_past() -> None:
    assert standing(TINY, [("gone", DONE), ("lost", DOING), ("sql", DONE)]) == Standing({"sql": DONE}, past=1)


def test_counting() -> None:
    counted = count(TINY.roadmap.phases[0].skills, where(git=DONE, sql=SKIPPED, python=DOING))
    assert (counted, counted.percent) == (Count(3, 1, 1, 1), 50)
    assert whole(TINY, where(http=DONE)) == Count(5, 1, 0, 0)
    assert Count(2, 0, 0, 2).percent == 100


def test_what_comes_next() -> None:
    serving = TINY.roadmap.phases[1]
    assert named(next_step(TINY, where())) == ("git", Why.FIRST, None)
    assert named(next_step(TINY, where(git=DONE))) == ("python", Why.ORDER, None)
    assert named(next_step(TINY, where(git=SKIPPED, sql=DOING))) == ("sql", Why.STARTED, None)
    assert named(next_step(TINY, where(git=DONE), serving)) == ("docker", Why.GROUP, None)
    assert named(next_step(TINY, where(docker=DONE), serving)) == ("git", Why.NEEDED, "http")
    every = {skill.id: DONE for phase in TINY.roadmap.phases for skill in phase.skills}
    assert next_step(TINY, Standing(every), serving) is None
    assert named(next_step(TINY, Standing({**every, "git": TODO}), serving)) == ("git", Why.ORDER, None)


def test_needs_that_go_round_in_circles_end() -> None:
    first, last = TINY.roadmap.phases
    circle = replace(first, skills=(replace(first.skills[0], needs=("http",)), *first.skills[1:]))
    library = replace(TINY, roadmap=replace(TINY.roadmap, phases=(circle, last)))
    step = next_step(library, where(docker=DONE))
    assert step is not None
    assert step.skill.id == "http"


@given(states=st.dictionaries(st.sampled_from(["git", "python", "sql", "docker", "http"]), st.sampled_from(State)))
def test_the_next_step_can_be_taken(states: dict[str, State]) -> None:
    """It is still to do, and what it builds on is settled unless it was begun anyway."""
    here = Standing(states)
    step = next_step(TINY, here)
    skills: list[Skill] = [skill for phase in TINY.roadmap.phases for skill in phase.skills]
    assert (step is None) is all(here.settled(one) for one in skills)
    if step is not None:
        assert not here.settled(step.skill)
        needed = [TINY.skills[name][1] for name in step.skill.needs]
        assert step.why is Why.STARTED or all(here.settled(one) for one in needed)
