"""The content check: ids that vanish, phrasings that repeat, Markdown that no platform shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.content.check import check
from bot.adapters.content.schema import schemas
from tests.adapters.content.directory import REAL, change, copied


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path / "content")


def words(directory: Path) -> list[str]:
    return [problem.words for problem in check(directory)]


def test_the_real_content_is_in_order() -> None:
    assert check(REAL) == []


def test_a_removed_id_must_leave_an_alias(content: Path) -> None:
    change(content, "plan.yaml", "id: step-foundation", "id: step-basics")
    assert "`step-foundation` was removed; put it under the `aliases` of what it means now" in words(content)

    change(content, "plan.yaml", "id: step-basics", "id: step-basics\n    aliases: [step-foundation]")
    assert all("was removed" not in one for one in words(content))


def test_new_ids_are_recorded_on_request(content: Path) -> None:
    change(content, "plan.yaml", "id: step-foundation", "id: step-basics\n    aliases: [step-foundation]")
    assert "lacks 1 new ids, first `step-basics`: run `make record-ids`" in words(content)

    assert check(content, record=True) == []
    assert "step-basics" in (content / "ids.txt").read_text(encoding="utf-8").split()
    assert "step-foundation" in (content / "ids.txt").read_text(encoding="utf-8").split()


def test_a_phrasing_that_says_the_same_is_found(content: Path) -> None:
    path = content / "faq/general.yaml"
    text = path.read_text(encoding="utf-8")
    asked = "    - how would i bake a purple cake\n"
    first, second = (
        text.index("  phrasings:\n", start) + len("  phrasings:\n") for start in (0, text.index("\n- id:", 1))
    )
    other = "    - a purple cake, how would i bake it\n"
    path.write_text(text[:first] + asked + text[first:second] + other + text[second:], encoding="utf-8")

    assert any("“a purple cake, how would i bake it” says the same as one of" in one for one in words(content))


def test_a_heading_and_a_table_are_named(content: Path) -> None:
    text = (content / "faq/general.yaml").read_text(encoding="utf-8")
    start = text.index("  answer: |") + len("  answer: |")
    heading = "\n    # A heading\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n"
    (content / "faq/general.yaml").write_text(text[:start] + heading + text[start:], encoding="utf-8")

    found = words(content)

    assert "`answer` has a heading, which chat platforms don't show" in found
    assert "`answer` has a table, which chat platforms don't show" in found


def test_there_is_a_schema_for_every_file() -> None:
    known = schemas()
    for path in REAL.rglob("*.yaml"):
        name = path.relative_to(REAL).as_posix()
        assert name in known or f"{path.parent.name}/*.yaml" in known, name
    assert "answer" in str(known["faq/*.yaml"])
