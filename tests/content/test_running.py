"""Code in the content runs: everything that needs no more than what the tests install, in a folder without a network.

What runs is decided by what a snippet names (modules, names, commands, places); `stages.yaml` holds what has to stand
around it, and the few that can't run for another reason, each with that reason.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.content.snippets import ALL, COMMANDS, Snippet, called, imported, of, undefined
from tests.content.stages import STAGES, files, lacking, perform, program, stage, toolbox

RUN = [snippet for snippet in (*of("python"), *of("bash")) if not lacking(snippet) and not stage(snippet).needs]

bash = pytest.mark.skipif(
    shutil.which("bash") is None or shutil.which("git") is None, reason="there is no bash, or no git, here"
)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toolbox(tmp_path_factory.mktemp("tools"))


def named(snippets: list[Snippet]) -> list[object]:
    return [pytest.param(snippet, id=snippet.name) for snippet in snippets]


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


@bash
@pytest.mark.parametrize("snippet", named(RUN))
def test_it_runs_and_prints_what_its_entry_shows(snippet: Snippet, tmp_path: Path, tools: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()

    done = perform(snippet, folder, tools)

    assert done.code == stage(snippet).code, done.errors
    printed, shown = lines(done.output), lines(snippet.output)
    if printed[:1] == shown[:1] and not stage(snippet).differs:
        assert printed == shown


def test_enough_of_them_run() -> None:
    """A change of the rules that let most of them through would otherwise go unnoticed."""
    assert len(RUN) >= 120


@bash
@pytest.mark.parametrize("snippet", named([ALL[name] for name, one in STAGES.items() if one.needs and name in ALL]))
def test_what_is_said_not_to_run_does_not(snippet: Snippet, tmp_path: Path, tools: Path) -> None:
    if not lacking(snippet):
        folder = tmp_path / "here"
        folder.mkdir()
        assert perform(snippet, folder, tools).code != 0


def test_the_table_names_what_there_is() -> None:
    assert [name for name in STAGES if name not in ALL] == []
    assert [name for name, one in STAGES.items() if one.needs and lacking(ALL[name])] == [], "the rule says so already"
    known = {name: files(ALL[name].phase) for name in STAGES}
    assert [(name, file) for name, one in STAGES.items() for file in one.beside if file not in known[name]] == []


@pytest.mark.parametrize("snippet", named(of("sql")))
def test_sql_runs_on_sqlite(snippet: Snippet, tmp_path: Path, tools: Path) -> None:
    """On the tables that its entry speaks of, made by its phase's own programs where it has some."""
    around = stage(snippet)
    database = tmp_path / "parcels.db"
    if around.before:
        if shutil.which("bash") is None:
            pytest.skip("there is no bash here")
        made = Snippet(snippet.entry, 0, "bash", around.before, "")
        for name in around.beside:
            (tmp_path / name).write_text(files(snippet.phase)[name], encoding="utf-8")
        assert perform(made, tmp_path, tools).code == 0
    found: list[list[str]] = []
    connection = sqlite3.connect(database)
    for name in around.beside:
        if name.endswith(".sql"):
            connection.executescript(files(snippet.phase)[name])
    connection.executescript(around.given)
    for statement in filter(str.strip, snippet.text.split(";")):
        rows = connection.execute(statement, {"start": "2026-11-01", "stop": "2026-12-01"}).fetchall()
        found += [[str(cell) for cell in row] for row in rows]
    connection.close()
    shown = lines(snippet.output)
    if found[:1] == shown[:1]:
        assert found[: len(shown)] == shown


def test_what_a_program_lacks_is_seen() -> None:
    assert imported("import numpy.linalg, json\nfrom pandas import x\nfrom . import y") == {"numpy", "pandas", "."}
    assert undefined("def f(a):\n    return a + b + len(c := [])\n\nd = [e for e in f(d)]\nglobals()") == {"b"}
    assert undefined("class A(B):\n    x: int = 1\n") == {"B"}


def test_what_a_script_calls_is_seen() -> None:
    script = """\
#!/usr/bin/env bash
start() { docker run -d "$1"; }   # terraform
NAME=x git -C "$(dirname "$0")" log --format='%h | kubectl' | sort -u > out.txt 2>&1 &
if ! curl -s "$URL"; then exit 1; fi
for f in a b; do gzip -- "$f"; done
cat > note <<'END'
helm install
END
start me && "$tool" && ./own.sh ${x:?say x}
"""
    assert called(script) == {"docker", "git", "dirname", "sort", "curl", "exit", "gzip", "cat"}
    assert called(script) - COMMANDS == {"docker", "curl"}


def test_a_file_of_several_parts_is_one() -> None:
    text = program(ALL["do-six-golden-questions/2"])
    assert text.index("GOLD = [") < text.index("def recall(")
