"""Boards as pictures: drawn once, apart from everything else, and a sentence where that cannot be."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.pictures import PngPainter, svg
from bot.core.ports.pictures import Bars, NoPicture
from tests.core.helpers import HOSTILE

BARS = Bars("Owls · week from 23 November 2026", "2 people", (("1st  Ana", "40", 40), ("2nd  <Ben> & co", "10", 10)))


@given(
    title=st.text() | st.sampled_from(HOSTILE),
    rows=st.lists(st.tuples(st.text() | st.sampled_from(HOSTILE), st.text(), st.integers(0, 10**12)), min_size=1),
)
def test_any_board_is_a_drawing(title: str, rows: list[tuple[str, str, int]]) -> None:
    drawing = ET.fromstring(svg(Bars(title, "", tuple(rows))))  # noqa: S314 - our own
    bars = [one for one in drawing.iter() if one.get("rx")]
    assert len(bars) == len(rows)
    assert all(4 <= int(one.get("width", "0")) <= 380 for one in bars)
    assert {one.tag.rpartition("}")[2] for one in drawing.iter()} == {"svg", "rect", "text"}


@pytest.mark.slow
async def test_a_picture_is_drawn_once() -> None:
    pytest.importorskip("resvg_py")
    painter = PngPainter()
    try:
        picture = await painter(BARS)
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (800, 96 + 2 * 44 + 20)
        assert await painter(BARS) is picture
        other = await painter(Bars("Larks", BARS.note, BARS.rows))
        assert other != picture
        assert await painter(BARS) is picture
    finally:
        painter.close()


@pytest.mark.slow
async def test_without_letters_it_says_what_is_missing(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    with pytest.raises(NoPicture, match="installs a font"):
        await PngPainter((str(tmp_path),))(BARS)


async def test_without_the_extra_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.adapters.pictures.find_spec", lambda name: None)
    with pytest.raises(NoPicture, match="extra `images`"):
        await PngPainter()(BARS)
