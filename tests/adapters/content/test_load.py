"""Every mistake an editor makes comes back with its file, its line and what to do; all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.content.load import load
from bot.adapters.content.problem import Problem, Unusable
from tests.adapters.content.directory import change, copied

PLAN = "plan.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path / "content")


def problems(directory: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as caught:
        load(directory)
    return caught.value.problems


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: step-foundation", "id: Step Foundation", "it must be an id: lower-case words"),
        ("intro:", "intor:", "`intor` is not a field here; did you mean `intro`?"),
        ("intro:", "intro: ''\nold:", "`intro` is empty"),
        ("phases:", "phases: foundations\n    was:", "`phases` must be a list"),
        ("title:", "title: 12\n    was:", "`title` must be text; put it in quotes"),
        ("title:", f"title: {'long ' * 30}\n    was:", "at most 75 fit"),
        ("about:", "tale:", "`about` is missing"),
        (
            "id: step-foundation",
            "id: step-foundation\n    id: again",
            "stands here a second time; it is already in line",
        ),
        ("intro:", "intro: [1, 2\nold:", "is not YAML"),
        ("intro:", "intro: &a [*a]\nold:", "this part is used again through `*`; write it out"),
    ],
)
def test_one_mistake_is_named_with_its_line(content: Path, old: str, new: str, words: str) -> None:
    line = change(content, PLAN, old, new)

    found = problems(content)

    assert any(words in one.words and one.file == PLAN and abs(one.line - line) <= 3 for one in found), found


def test_all_mistakes_of_all_files_come_at_once(content: Path) -> None:
    change(content, PLAN, "intro:", "intor:")
    change(content, "tools.yaml", "advice:", "advise:")
    (content / "careers.yaml").unlink()

    files = {one.file for one in problems(content)}

    assert files == {PLAN, "tools.yaml", "careers.yaml"}


def test_an_id_stands_once_in_all_of_content(content: Path) -> None:
    line = change(content, PLAN, "id: step-foundation", "id: git")

    found = problems(content)

    assert Problem(PLAN, line, found[0].words) in found
    assert "the id `git` is already used in phases/foundations.yaml:" in found[0].words


def test_a_name_that_leads_nowhere_is_reported_at_its_entry(content: Path) -> None:
    change(content, PLAN, "      - foundations", "      - foundatoins")
    line = change(content, PLAN, "id: step-foundation", "id: step-foundation")

    words = "`step-foundation` names the phase `foundatoins`, which doesn't exist; did you mean `foundations`?"
    assert problems(content) == (Problem(PLAN, line, words),)


def test_a_wrong_level_says_which_there_are(content: Path) -> None:
    change(content, "interview/llmops.yaml", "level: junior", "level: beginner")

    assert "it must be 'junior', 'mid' or 'senior'" in problems(content)[0].words


def test_a_rubric_needs_five_scores(content: Path) -> None:
    path = content / "phases/foundations.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("scores:")
    first = text.index("- ", start)
    second = text.index("- ", first + 2)
    path.write_text(text[:first] + text[second:], encoding="utf-8")

    assert "`scores` has 4 items; it takes at least 5" in problems(content)[0].words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- llmops", "- llmpos", "there is no phase `llmpos` in phases/"),
        ("- llmops", "- foundations", "the phase `foundations` is listed twice"),
        ("- llmops", "", "the phase `llmops` has a file but isn't listed"),
    ],
)
def test_the_order_names_each_phase_once(content: Path, old: str, new: str, words: str) -> None:
    change(content, "roadmap.yaml", old, new)

    assert words in [one.words for one in problems(content)]


def test_an_empty_folder_is_a_problem(content: Path) -> None:
    for path in (content / "faq").iterdir():
        path.unlink()

    assert Problem("faq", 1, "holds no .yaml file") in problems(content)


def test_what_is_not_text_is_refused_in_words(content: Path) -> None:
    (content / PLAN).write_bytes(b"\xff\xfe\x00")

    assert problems(content) == (Problem(PLAN, 1, "cannot be read: it is not UTF-8 text"),)


def test_a_time_and_a_no_stay_text(content: Path) -> None:
    change(content, PLAN, "title:", "title: 18:30\n    was:")

    assert all("title" not in one.words for one in problems(content))
