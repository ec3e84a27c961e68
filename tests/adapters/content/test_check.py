"""The content check: ids that vanish, phrasings that repeat, Markdown that no platform shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.adapters.content.check import check
from bot.adapters.content.problem import Problem
from bot.adapters.content.schema import schemas
from tests.adapters.content.directory import REAL, change, copied


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path / "content")


def words(directory: Path) -> list[str]:
    return [problem.words for problem in check(directory)]


def test_the_real_content_is_in_order() -> None:
    assert check(REAL) == []


@pytest.mark.slow
def test_a_removed_id_must_leave_an_alias(content: Path) -> None:
    change(content, "plan.yaml", "id: step-foundation", "id: step-basics")
    assert "`step-foundation` was removed; put it under the `aliases` of what it means now" in words(content)

    change(content, "plan.yaml", "id: step-basics", "id: step-basics\n    aliases: [step-foundation]")
    assert all("was removed" not in one for one in words(content))


@pytest.mark.slow
def test_new_ids_are_recorded_on_request(content: Path) -> None:
    change(content, "plan.yaml", "id: step-foundation", "id: step-basics\n    aliases: [step-foundation]")
    assert "lacks 1 new ids, first `step-basics`: run `make record-ids`" in words(content)

    assert check(content, record=True) == []
    assert "step-basics" in (content / "ids.txt").read_text(encoding="utf-8").split()
    assert "step-foundation" in (content / "ids.txt").read_text(encoding="utf-8").split()


def asked(directory: Path, entry: str, *phrasings: str, keywords: tuple[str, ...] = ()) -> int:
    """Give a FAQ of general.yaml these phrasings and keywords alone; the line, from 1, where it begins."""
    path = directory / "faq/general.yaml"
    before, head, rest = path.read_text(encoding="utf-8").partition(f"- id: {entry}\n")
    own, end, after = rest.partition("\n- id:")
    others = re.sub(r"^  (?:phrasings|keywords):.*\n(?:    .*\n)*", "", own + "\n", flags=re.MULTILINE)
    lists = "".join(
        f"  {name}:\n" + "".join(f'    - "{one}"\n' for one in items)
        for name, items in (("phrasings", phrasings), ("keywords", keywords))
        if items
    )
    path.write_text(before + head + lists + others.rstrip() + end + after, encoding="utf-8")
    return before.count("\n") + 1


CAKE = ("how would i bake a purple cake", "oven too hot, now what", "which flour is best for a cake")


def test_phrasings_and_keywords_are_single_and_differ(content: Path) -> None:
    """One look at all of it, for a look takes a second."""
    asked(content, "faq-is-mlops-the-future", *CAKE)
    broken = (
        (
            asked(
                content, "faq-llmops-vs-mlops", "a purple cake, how would i bake it", "yeast or not", "too much salt"
            ),
            "the phrasing “a purple cake, how would i bake it” says the same as one of `faq-is-mlops-the-future`",
        ),
        (
            asked(content, "faq-which-tools-to-learn", "cake, oven, flour", "is butter better", "sieve or whisk first"),
            "the phrasing “cake, oven, flour” is a list; write each question on a line of its own, "
            "and loose words under `keywords`",
        ),
        (
            asked(content, "faq-mlops-salary-india", "who eats cake", "how to whisk"),
            "has 2 phrasings; it needs at least 3",
        ),
        (asked(content, "faq-mlops-vs-devops"), "has 0 phrasings; it needs at least 3"),
    )
    line = asked(
        content,
        "faq-why-is-mlops-needed",
        *("cake for ten", "vegan cake", "birthday cake"),
        keywords=("oven glove", "gloves of an oven", "icing, cream"),
    )
    loose = (
        (line, "the keyword “gloves of an oven” says the same as “oven glove”"),
        (line, "the keyword “icing, cream” is a list; write each word on its own"),
    )

    assert sorted(check(content)) == sorted(Problem("faq/general.yaml", *one) for one in (*broken, *loose))


def test_phrasings_are_few_and_short(content: Path) -> None:
    asked(content, "faq-is-mlops-the-future", *(f"cake number {number}" for number in range(9)))
    asked(content, "faq-llmops-vs-mlops", *CAKE[:2], "cake " * 19)

    assert words(content) == [
        "`phrasings` has 9 items; it takes at most 8",
        "item 3 of `phrasings` has 95 characters; at most 90 fit",
    ]


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
    assert "keywords" in str(known["faq/*.yaml"])
