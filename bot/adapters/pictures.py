"""Boards as PNG pictures, through the extra `images`; on one process of its own, for drawing holds Python up."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.ports.pictures import Bars, NoPicture

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

KEPT = 64
"""Pictures that are remembered; the same board is drawn once."""
WIDTH, ROW, HEAD = 800, 44, 96
FAMILIES = "DejaVu Sans, Liberation Sans, Noto Sans, Arial, Helvetica, Segoe UI, sans-serif"
NAME_WIDTH, BAR_WIDTH = 300, 380
PATIENCE = 20.0
"""Seconds to wait for a picture, the start of the process included."""
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")


class PngPainter:
    """`Painter` with resvg."""

    def __init__(self, fonts: tuple[str, ...] = FONTS) -> None:
        self._fonts = fonts
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._pool: ProcessPoolExecutor | None = None

    async def __call__(self, bars: Bars) -> bytes:
        """A PNG picture. Raises `NoPicture`."""
        if find_spec("resvg_py") is None:
            raise NoPicture("I can't draw pictures here yet: an organiser adds the extra `images` where I run.")
        if not await asyncio.to_thread(self._letters):
            raise NoPicture("I can't draw letters here yet: an organiser installs a font, such as `fonts-dejavu-core`.")
        drawing = svg(bars)
        if (kept := self._kept.get(drawing)) is not None:
            self._kept.move_to_end(drawing)
            return kept
        picture = await self._drawn(drawing)
        self._kept[drawing] = picture
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return picture

    async def _drawn(self, drawing: str) -> bytes:
        from concurrent.futures import ProcessPoolExecutor  # with all of multiprocessing: only for who wants a picture
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            future = asyncio.get_running_loop().run_in_executor(self._pool, png, drawing)
            return await asyncio.wait_for(future, PATIENCE)
        except (BrokenProcessPool, TimeoutError, ValueError) as error:
            self.close()
            raise NoPicture("The picture didn't come out. The list below says the same; try again later.") from error

    def _letters(self) -> bool:
        return any(any(Path(folder).rglob("*.[to]t[fc]")) for folder in self._fonts)

    def close(self) -> None:
        """End the process that draws. It is started again when it is needed."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def png(drawing: str) -> bytes:
    """The picture of an SVG drawing; runs on the process of its own."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing))


def svg(bars: Bars) -> str:
    """The drawing: a heading, and for each row its words, a bar and its number."""
    height = HEAD + ROW * len(bars.rows) + 20
    longest = max((length for _, _, length in bars.rows), default=0) or 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="{FAMILIES}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="24" y="44" font-size="26" font-weight="bold" fill="#1b1f24">{_text(bars.title, 48)}</text>',
        f'<text x="24" y="72" font-size="16" fill="#57606a">{_text(bars.note, 80)}</text>',
    ]
    for place, (before, behind, length) in enumerate(bars.rows):
        top = HEAD + ROW * place
        bar = max(4, BAR_WIDTH * length // longest)
        end = NAME_WIDTH + bar + 10
        parts += [
            f'<text x="24" y="{top + 24}" font-size="16" fill="#1b1f24">{_text(before, 32)}</text>',
            f'<rect x="{NAME_WIDTH}" y="{top + 6}" width="{bar}" height="26" rx="4" fill="#0a5ea8"/>',
            f'<text x="{end}" y="{top + 24}" font-size="16" fill="#1b1f24">{_text(behind, 12)}</text>',
        ]
    return "\n".join([*parts, "</svg>"])


def _text(text: str, limit: int) -> str:
    """Text for a drawing, without what XML cannot hold, shortened."""
    clean = "".join(sign for sign in text if (sign.isprintable() and ord(sign) < 0xFFFE) or ord(sign) > 0xFFFF)
    clean = clean.encode("utf-8", "ignore").decode("utf-8")
    return escape(clean if len(clean) <= limit else f"{clean[: limit - 1]}…")
