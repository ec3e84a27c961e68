"""Rules about the whole tree that no other check holds."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
MODULES = [
    ROOT / name for name in TRACKED if name.startswith("bot/") and name.endswith(".py") and (ROOT / name).exists()
]
TOP = set(
    ".ci .dockerignore .env.example .gitignore CHANGELOG.md CONTRIBUTING.md Dockerfile LICENSE Makefile README.md bot "
    "compose.yaml content docs pyproject.toml requirements.lock requirements-run.lock tests".split()
)


def test_the_top_level_holds_only_what_belongs_there() -> None:
    assert {name.split("/", 1)[0] for name in TRACKED if name} <= TOP


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_module_says_why_it_exists_and_stays_small(module: Path) -> None:
    text = module.read_text(encoding="utf-8")

    assert re.match(r'"""[A-Z`]', text), "the module opens with a sentence"
    assert text.count("\n") <= 320, "a module that no longer fits in the head wants another shape"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_is_named_for_nothing(module: Path) -> None:
    assert module.stem not in {"utils", "util", "helpers", "manager", "base", "common", "misc"}


def test_every_dependency_is_locked_and_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    why = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").lower()
    for wanted in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.split(r"[<>=\[]", wanted)[0].lower()
        distribution = name.replace(".", "-")
        assert f"\n{distribution}==" in f"\n{lock}", name
        if wanted in project["dependencies"]:
            assert name in why, f"docs/decisions.md says why {name} is here"


def test_the_lock_names_no_host_and_has_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert "://" not in lock
    assert lock.count("==") <= lock.count("--hash=sha256:")
