"""The kept library: a start reads it in place of all files, and only where it says exactly what they say."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.content import kept
from bot.adapters.content.kept import KEPT
from bot.adapters.content.load import load
from bot.adapters.content.problem import Unusable
from bot.core.model.library import Library
from tests.adapters.content.directory import change, copied


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copied(tmp_path / "content")


class Counted:
    """Reads the files, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, directory: Path) -> Library:
        self.times += 1
        return load(directory)


def parts(library: Library) -> dict[str, object]:
    """All that a library holds, whether it was unpacked already or not."""
    return {one.name: getattr(library, one.name) for one in fields(Library)}


def test_the_second_start_reads_no_yaml(content: Path) -> None:
    reading = Counted()

    first, second = kept.read(content, reading), kept.read(content, reading)

    assert reading.times == 1
    assert parts(first) == parts(second) == parts(load(content))
    assert list(second.entries) == list(first.entries)
    assert [path.name for path in content.glob(f"{KEPT}*")] == [KEPT]


def test_an_edit_of_the_same_length_counts(content: Path) -> None:
    reading = Counted()
    kept.read(content, reading)
    title = load(content).plan.steps[0].title
    for changed in (title.swapcase(), title):  # also twice within a second: so fresh an edit isn't kept
        change(content, "plan.yaml", changed.swapcase(), changed)

        assert kept.read(content, reading).plan.steps[0].title == changed
    assert reading.times == 3


def test_a_copy_with_the_same_times_in_whole_seconds_counts_as_the_same(content: Path) -> None:
    reading = Counted()
    kept.read(content, reading)
    for path in content.rglob("*.yaml"):
        os.utime(path, (path.stat().st_atime, int(path.stat().st_mtime)))

    kept.read(content, reading)

    assert reading.times == 1


def test_the_rest_is_unpacked_once_although_several_ask_at_once(content: Path) -> None:
    kept.read(content, load)
    library = kept.read(content, load)
    assert "faqs" not in vars(library)
    assert library.roadmap == load(content).roadmap

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.faqs, range(8)))

    assert all(one is found[0] for one in found)
    with pytest.raises(AttributeError, match="nothing"):
        _ = library.nothing  # type: ignore[attr-defined]


def test_broken_content_is_named_although_a_good_one_is_kept(content: Path) -> None:
    kept.read(content, load)
    change(content, "plan.yaml", "intro:", "intor:")
    change(content, "tools.yaml", "title:", "titel:")

    with pytest.raises(Unusable) as unusable:
        kept.read(content, load)

    assert {problem.file for problem in unusable.value.problems} == {"plan.yaml", "tools.yaml"}


@pytest.mark.parametrize("damage", [b"", b"x", 60, -1])
def test_a_damaged_file_is_made_anew(content: Path, damage: bytes | int) -> None:
    """An empty one, a short one, and one with another sign in the roadmap or in the rest."""
    reading = Counted()
    whole = kept.read(content, reading)
    file = content / KEPT
    data = file.read_bytes()
    spoilt = bytearray(data)
    if isinstance(damage, int):
        spoilt[damage] ^= 1
    file.write_bytes(spoilt if isinstance(damage, int) else damage)

    assert parts(kept.read(content, reading)) == parts(whole)
    assert reading.times == 2
    assert file.read_bytes() == data


class Evil:
    """Would write a file as soon as it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("place", ["roadmap", "rest"])
@pytest.mark.parametrize("other", ["a text", None])
def test_what_somebody_else_put_there_runs_nothing(
    content: Path, tmp_path: Path, place: str, other: str | None
) -> None:
    mark, reading = tmp_path / "ran", Counted()
    evil: Any = Evil(mark) if other is None else other
    good = {"roadmap": load(content).roadmap}
    sealed = [kept._sealed(part, kept._sources(content)) for part in ((evil,) if place == "roadmap" else (good, evil))]
    (content / KEPT).write_bytes(b"".join(sealed))

    assert parts(kept.read(content, reading)) == parts(load(content))
    assert reading.times == 1
    assert not mark.exists()


def test_where_nothing_can_be_written_the_files_are_read_each_time(content: Path) -> None:
    reading = Counted()
    (content / KEPT).mkdir()

    assert parts(kept.read(content, reading)) == parts(kept.read(content, reading))
    assert reading.times == 2
    assert [path.name for path in content.glob(f"{KEPT}*")] == [KEPT]
