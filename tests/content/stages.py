"""Runs a snippet of the content in a folder of its own, with what `stages.yaml` says it needs around it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, ClassVar

import yaml
from pydantic import TypeAdapter

from tests.content.snippets import ALL, COMMANDS, Snippet, called, imported, undefined

LIMIT = 20.0
"""Seconds after which a snippet has hung."""

_ALONE = """\
import socket

connect = socket.socket.connect


def guarded(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"snippets have no network, and {address[0]} is elsewhere")
    return connect(self, address)


socket.socket.connect = guarded
"""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What stands around one snippet when it runs."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    needs: str = ""
    """Why it can't run here, though nothing that it names is missing."""
    file: str = ""
    """The name that its entry saves it under; several of one name are joined."""
    beside: tuple[str, ...] = ()
    """Files of the same phase that lie in the folder; modules that it imports do anyway."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Files that its entry leaves to the reader."""
    given: str = ""
    """Code that stands before it."""
    then: str = ""
    """Code that stands after it: what its entry says of it, as assertions."""
    before: str = ""
    """A shell script that runs first."""
    after: str = ""
    """A shell script that runs last, and fails where the folder isn't as its entry says."""
    args: str = ""
    stdin: str = ""
    code: int = 0
    """The exit code that it should end with."""
    stopped: float = 0.0
    """Seconds after which it is asked to stop."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Words of it that are replaced, for speed or safety."""
    port: int = 0
    """A port that it names; a free one takes its place."""
    differs: str = ""
    """Why the output that its entry shows isn't what it prints here."""


def _stages() -> dict[str, Stage]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Stage]).validate_python(yaml.safe_load(text))


STAGES = _stages()
BARE = Stage()


def stage(snippet: Snippet) -> Stage:
    """What the table says of a snippet; nothing, mostly."""
    return STAGES.get(snippet.name, BARE)


@cache
def files(phase: str) -> Mapping[str, str]:
    """The files that the entries of a phase have their readers save, by name."""
    found: dict[str, list[str]] = {}
    for name, one in STAGES.items():
        if one.file and ALL[name].phase == phase:
            found.setdefault(one.file, []).append(one.given + ALL[name].text)
    return {name: "\n".join(parts) for name, parts in found.items()}


def local(code: str, snippet: Snippet) -> set[str]:
    """The files of its phase that a program imports, and those that they import; none for a shell script."""
    found: set[str] = set()
    known = files(snippet.phase)
    waiting = imported(code) if snippet.language == "python" else set()
    while waiting:
        name = f"{waiting.pop()}.py"
        if name in known and name not in found:
            found.add(name)
            waiting |= imported(known[name])
    return found


_ELSEWHERE = re.compile(r"(?<![\w.:/$}~])/(?!dev/|proc/|usr/bin/env)[a-z]+[/\w.-]*")
"""A place outside the folder that a script names."""


def lacking(snippet: Snippet) -> str:
    """What a snippet names that isn't here, so that it can't run; empty where nothing is."""
    around, text = stage(snippet), program(snippet)
    for old, new in around.instead.items():
        text = text.replace(old, new)
    if snippet.language == "python":
        modules = {name for name in imported(text) if f"{name}.py" not in files(snippet.phase)}
        return ", ".join(sorted(modules | undefined(text)))
    if snippet.language == "bash":
        return ", ".join(sorted((called(text) - COMMANDS) | set(_ELSEWHERE.findall(text))))
    return "" if snippet.language == "sql" else "a runner"


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    output: str
    errors: str


def perform(snippet: Snippet, folder: Path, tools: Path) -> Done:
    """Runs it, and stops whatever it left running. Raises TimeoutExpired where it hangs."""
    around, known = stage(snippet), files(snippet.phase)
    text = program(snippet)
    for old, new in around.instead.items():
        assert old in text, f"{snippet.name} doesn't say {old}"
        text = text.replace(old, new)
    beside = {*around.beside, *local(text, snippet)}
    beside |= {name for one in around.beside if one.endswith(".py") for name in local(known[one], snippet)}
    free = str(_free_port()) if around.port else ""

    def placed(content: str) -> str:
        return content.replace(str(around.port), free) if free else content

    for name, content in [*((name, known[name]) for name in sorted(beside)), *around.texts.items()]:
        _write(folder / name, placed(content))
    if around.before:
        done = _run(["bash", "-euc", around.before], folder, tools, BARE)
        assert done.code == 0, done.errors
    if around.file:
        _write(folder / around.file, placed(text))
    if snippet.language == "python":
        script = folder / (around.file or "snippet.py")
        _write(script, placed(text))
        command = [sys.executable, script.name]
    else:
        shell = [] if text.startswith("#!") else ["-e"]
        command = ["bash", *shell, "-c", placed(text), "snippet.sh"]
    done = _run([*command, *around.args.split()], folder, tools, around)
    if around.after:
        checked = _run(["bash", "-euc", around.after], folder, tools, BARE)
        assert checked.code == 0, (checked, done)
    return done


def program(snippet: Snippet) -> str:
    """All that runs of it: its file, where it is saved as one, or else the snippet; and what stands around it."""
    around = stage(snippet)
    own = files(snippet.phase)[around.file] if around.file else around.given + snippet.text
    return f"{own}\n{around.then}"


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content.rstrip("\n") + "\n", encoding="utf-8")
    path.chmod(0o755 if path.suffix == ".sh" else 0o644)


def _run(command: list[str], folder: Path, tools: Path, around: Stage) -> Done:
    place = {"PATH": str(tools), "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(tools)}
    git = {f"GIT_{who}_{what}": "ana@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quiet = {"GIT_ALLOW_PROTOCOL": "file", "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true", "LC_ALL": "C.UTF-8"}
    with TemporaryFile("w+") as stdin, TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
        stdin.write(around.stdin)
        stdin.seek(0)
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**place, **git, **quiet, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=stdin,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        try:
            process.wait(around.stopped or LIMIT)
        except subprocess.TimeoutExpired:
            process.terminate()
            if not around.stopped:
                raise
            process.wait(LIMIT)
        finally:
            _end(process.pid)
        output.seek(0)
        errors.seek(0)
        return Done(process.returncode, output.read(), errors.read())


def _end(group: int) -> None:
    """Ends what a script left running in the background, which shares its group."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def toolbox(folder: Path) -> Path:
    """A folder with the commands that snippets may call, and the guard of the network."""
    for name in COMMANDS:
        where = shutil.which(name)
        if where is not None and not name.startswith("python"):
            (folder / name).symlink_to(where)
    for name in ("python", "python3"):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / "sitecustomize.py").write_text(_ALONE, encoding="utf-8")
    return folder


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: Any = one.getsockname()[1]
        return int(port)
