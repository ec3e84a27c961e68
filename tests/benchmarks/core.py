"""The core alone: dispatch, search, a cold command line, and how content loading grows."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.adapters.content.load import load
from bot.app import build
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene
from bot.core.features.roadmap import phase_card
from bot.core.search.index import Index
from bot.settings import Settings
from tests.benchmarks.timing import compare, milliseconds
from tests.content.test_asked import HELD_OUT, SETS, found
from tests.content.test_asked import asked as asked_set

CONTENT = Settings().content_dir
SCENE = Scene(
    Caller(Person("bench:one"), "One"), Place("bench", Channel("bench:one")), datetime(2026, 11, 23, 10, tzinfo=UTC)
)


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    for line in (*await _dispatch(), *await _ask()):
        yield line
    for measure in (_cold, _loading):
        for line in measure():
            yield line


async def _dispatch() -> list[str]:
    app = build(Settings())
    library = app.shelf.library
    by_number = dict(library.phases)

    async def ours() -> object:
        return await app.dispatch.typed("/roadmap phase 6", SCENE)

    def bare() -> Reply:
        return phase_card(library, by_number["6"])

    compared = await compare(ours, bare)
    return [
        f"dispatch /roadmap phase 6: {compared.ratio:.2f} x of a dictionary look-up and the same reply "
        f"(aim 3), p50 {milliseconds(compared.ours)} (aim 0.2 ms)"
    ]


async def _ask() -> list[str]:
    app = build(Settings())
    asked = [one for file in SETS for one in asked_set(file)["answered"]]
    taken = []
    for round_ in range(3):
        for one in asked:
            began = perf_counter()
            await app.dispatch.typed(f"/ask {one['asked']}", SCENE)
            if round_:  # the first round builds the index and warms the caches
                taken.append(perf_counter() - began)
    taken.sort()
    return [
        f"/ask over the whole content: p50 {milliseconds(median(taken))} (aim 2 ms), "
        f"p95 {milliseconds(taken[len(taken) * 95 // 100])}",
        *(_found(app.ask.prepare()[1], *files) for files in (("asked.yaml",), HELD_OUT)),
    ]


def _found(index: Index, *files: str) -> str:
    measured = found(index, *files)
    return (
        f"/ask on {', '.join(files)}: right entry first {measured.first:.1%}, among three {measured.among_three:.1%}, "
        f"rightly unknown {measured.unknown:.1%}"
    )


def _cold() -> list[str]:
    """A whole process each time: ours against Python with the two imports, plus loading the content."""
    loads = (
        "import yaml, asyncio\nfrom pathlib import Path\nfrom bot.adapters.content.load import load\nload(Path({!r}))"
    )
    ours = ["-m", "bot", "say", "/help"]
    bare = ["-c", loads.format(str(CONTENT))]
    empty = ["-c", "import yaml, asyncio"]
    times: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(9):
        for taken, arguments in zip(times, (ours, bare, empty), strict=True):
            began = perf_counter()
            subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
            taken.append(perf_counter() - began)
    say, loaded, started = (median(taken) for taken in times)
    return [
        f"python -m bot say /help, cold: {say / loaded:.2f} x of the bare imports plus content load (aim 2): "
        f"{milliseconds(say)} against {milliseconds(loaded)}, of which {milliseconds(started)} are the imports"
    ]


def _loading() -> list[str]:
    once = min(_timed(CONTENT) for _ in range(5))
    size = sum(path.stat().st_size for path in CONTENT.rglob("*.yaml"))
    with tempfile.TemporaryDirectory() as name:
        big = Path(name)
        _grown(CONTENT, big, 10 * size)
        ten = min(_timed(big) for _ in range(3))
        big_size = sum(path.stat().st_size for path in big.rglob("*.yaml"))
    return [
        f"content: {size / 1e6:.2f} MB in {milliseconds(once)}; {big_size / size:.1f} x the content takes "
        f"{ten / once:.1f} x the time (aim 12 for 10); {milliseconds(ten / (big_size / 1e6))} a MB (aim 1,000 ms)"
    ]


def _timed(directory: Path) -> float:
    began = perf_counter()
    load(directory)
    return perf_counter() - began


def _grown(source: Path, target: Path, size: int) -> None:
    """The same content with its lists (questions, answers, terms) repeated under new ids, up to `size` bytes."""
    lists = [path for path in source.rglob("*.yaml") if path.parent.name in ("faq", "interview", "glossary")]
    listed = sum(path.stat().st_size for path in lists)
    rest = sum(path.stat().st_size for path in source.rglob("*.yaml")) - listed
    times = round((size - rest) / listed)
    for path in source.rglob("*.yaml"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path in lists:
            repeats = (re.sub(r"(?m)^- id: (\S{1,42}).*$", rf"- id: \1-x{number}", text) for number in range(1, times))
            text = "\n".join([text, *repeats])
        copy.write_text(text, encoding="utf-8")
