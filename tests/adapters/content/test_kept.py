"""The kept library: a start reads it in place of all files, and only where it says exactly what they say."""

from __future__ import annotations

import pickle
from pathlib import Path

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


def test_the_second_start_reads_no_yaml(content: Path) -> None:
    reading = Counted()

    first, second = kept.read(content, reading), kept.read(content, reading)

    assert reading.times == 1
    assert first == second == load(content)
    assert list(second.entries) == list(first.entries)
    assert [path.name for path in content.glob(f"{KEPT}*")] == [KEPT]


def test_an_edit_of_the_same_length_counts(content: Path) -> None:
    reading = Counted()
    kept.read(content, reading)
    title = load(content).plan.steps[0].title
    change(content, "plan.yaml", title, title.swapcase())

    assert kept.read(content, reading).plan.steps[0].title == title.swapcase()
    assert reading.times == 2


def test_broken_content_is_named_although_a_good_one_is_kept(content: Path) -> None:
    kept.read(content, load)
    change(content, "plan.yaml", "intro:", "intor:")
    change(content, "tools.yaml", "title:", "titel:")

    with pytest.raises(Unusable) as unusable:
        kept.read(content, load)

    assert {problem.file for problem in unusable.value.problems} == {"plan.yaml", "tools.yaml"}


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_a_damaged_file_is_made_anew(content: Path, damage: bytes | None) -> None:
    reading = Counted()
    whole = kept.read(content, reading)
    file = content / KEPT
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if damage is None else damage)

    assert kept.read(content, reading) == whole
    assert reading.times == 2
    assert file.read_bytes() == data


class Evil:
    """Would write a file as soon as it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("other", ["a text", None])
def test_what_somebody_else_put_there_runs_nothing(content: Path, tmp_path: Path, other: str | None) -> None:
    mark, reading = tmp_path / "ran", Counted()
    data = pickle.dumps(Evil(mark) if other is None else other)
    sources = kept._sources(content)
    (content / KEPT).write_bytes(kept._seal(sources, data) + data)

    assert kept.read(content, reading) == load(content)
    assert reading.times == 1
    assert not mark.exists()


def test_where_nothing_can_be_written_the_files_are_read_each_time(content: Path) -> None:
    reading = Counted()
    (content / KEPT).mkdir()

    assert kept.read(content, reading) == kept.read(content, reading)
    assert reading.times == 2
    assert [path.name for path in content.glob(f"{KEPT}*")] == [KEPT]
