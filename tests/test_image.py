"""The Dockerfile's own steps, in their order, where no engine is at hand: build, start, be ready, answer, stop."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import ClientError, ClientSession

from tests.fakes.discord.actions import Using, command
from tests.fakes.discord.people import ANA, IN_CHANNEL
from tests.fakes.discord.server import FakeDiscord
from tests.test_running import free_port

ROOT = Path(__file__).parent.parent
UV = Path(sys.executable).parent / "uv"
OFFLINE = re.compile(
    r"dns error|error sending request|Could not connect|Failed to fetch|NewConnectionError|No matching distribution"
    r"|not found in the package registry|network was disabled",
    re.IGNORECASE,
)
"""What the installers say where no package index can be reached."""

Step = tuple[str, str]


def stages() -> list[list[Step]]:
    """The instructions of each stage, each on one line, without comments."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[Step]] = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, " ".join(rest.split())))
    return found


class Image:
    """A directory in the place of `/`, in which the steps are taken."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(root / "home"), "LANG": "C.UTF-8"}
        self.environment |= {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_"))
        }
        self.place = root

    def here(self, text: str) -> str:
        """The image's absolute paths as paths below the directory."""
        return re.sub(r"(?:(?<![\w.*/])|(?<=sqlite:///))/(?=(venv|src|tools|wheels|data)\b)", f"{self.root}/", text)

    def build(self) -> None:
        """The first stage."""
        for name, rest in stages()[0]:
            match name:
                case "ENV":
                    self._set(rest)
                case "WORKDIR":
                    self._go(rest)
                case "COPY":
                    self._copy(rest)
                case "RUN":
                    self._run(rest)
                case _:
                    assert name == "FROM", f"{name} is not taken here yet"

    def settle(self) -> None:
        """The second stage: what is set there; users and volumes are an engine's affair, and made by hand here."""
        (self.root / "data").mkdir()
        for name, rest in stages()[1]:
            if name == "ENV":
                self._set(rest)
            elif name == "WORKDIR":
                self._go(rest)

    def said(self, name: str) -> list[str]:
        """The words of an instruction that is written as a list."""
        rest = next(rest for found, rest in stages()[1] if found == name)
        words: list[str] = json.loads(rest[rest.index("[") :])
        return words

    def _set(self, rest: str) -> None:
        for one in rest.split():
            name, _, value = one.partition("=")
            self.environment[name] = self.here(value).replace("$PATH", self.environment["PATH"])

    def _go(self, rest: str) -> None:
        self.place = Path(self.here(rest))
        self.place.mkdir(exist_ok=True)

    def _copy(self, rest: str) -> None:
        *sources, target = rest.split()
        for source in sources:
            if (ROOT / source).is_dir():
                unwanted = shutil.ignore_patterns("__pycache__", ".library*")
                shutil.copytree(ROOT / source, self.place / target, ignore=unwanted)
            else:
                shutil.copy2(ROOT / source, self.place / target)

    def _run(self, rest: str) -> None:
        """With uv where it is there, as `make` does: it takes seconds."""
        line = self.here(rest)
        if UV.is_file():
            line = re.sub(r"(\S+)/bin/pip install", rf"{UV} pip install --quiet --python \1/bin/python", line)
            line = line.replace("python -m venv", "python -m venv --without-pip")
        base = Path(sys._base_executable)  # type: ignore[attr-defined]
        line = re.sub(r"(?<![\w/])python (?=-m venv)", f"{base} ", line)
        done = subprocess.run(
            ["sh", "-euc", line], cwd=self.place, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode and OFFLINE.search(done.stderr):
            pytest.skip(f"no package index is reachable: {done.stderr.strip().splitlines()[-1][:200]}")
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


@pytest.fixture
def image() -> Iterator[Image]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Image(Path(name))


def files(root: Path) -> dict[str, tuple[int, int]]:
    """Every file outside the volume, with its size and its time."""
    found = {path: path.lstat() for path in root.rglob("*") if root / "data" not in path.parents}
    return {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in found.items() if not path.is_dir()}


@pytest.mark.slow
async def test_what_the_image_does(image: Image) -> None:
    await asyncio.to_thread(image.build)
    image.settle()
    before = files(image.root)
    assert any(path.endswith("content/.library") for path in before), "a start would check all content again"

    port = free_port()
    async with FakeDiscord() as fake:
        image.environment |= {
            "DISCORD_TOKEN": fake.token,
            "DISCORD_API_URL": fake.api_url,
            "DISCORD_GATEWAY_URL": fake.gateway_url,
            "HTTP_PORT": str(port),
        }
        program, *arguments = [*image.said("ENTRYPOINT"), *image.said("CMD")]
        process = subprocess.Popen(  # noqa: ASYNC220 - it begins at once
            [image.root / "venv/bin" / program, *arguments],
            cwd=image.place,
            env=image.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            await ready(port)
            healthy = [str(image.root / "venv/bin/python"), *image.said("HEALTHCHECK")[1:]]
            looked = await asyncio.create_subprocess_exec(*healthy, env=image.environment)
            assert await asyncio.wait_for(looked.wait(), 10) == 0
            async with asyncio.timeout(10):
                while not fake.commands:  # noqa: ASYNC110 - the fake tells nobody
                    await asyncio.sleep(0.02)
                using = command(fake.commands, Using("roadmap phase", {"number": "6"}))
                asked = await fake.interact(2, using, ANA, IN_CHANNEL)
                await asked.until("responded")
            assert "Monitoring & Production" in " ".join(asked.posted[0].texts)
            began = monotonic()
            process.send_signal(getattr(signal, dict(stages()[1])["STOPSIGNAL"]))
            _, said = await asyncio.to_thread(process.communicate, timeout=20)
        finally:
            process.kill()

    assert process.returncode == 0, said
    assert monotonic() - began < 10
    assert all(json.loads(line)["level"] == "info" for line in said.splitlines()), said
    assert fake.token not in said
    assert files(image.root) == before, "something was written beside the volume, where a container is read-only"


async def ready(port: int) -> None:
    async with asyncio.timeout(20), ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.05)
