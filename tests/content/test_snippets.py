"""Code in the content parses: what members copy into a terminal must not fail on a typing error."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.content.snippets import ALL, Snippet, of

LANGUAGES = set("python bash sql yaml json dockerfile toml text ini hcl promql makefile go diff gitignore".split())


ACTION = re.compile(r"uses: ([\w./-]+)@(\S+)")


def named(language: str) -> list[object]:
    return [pytest.param(snippet.text, id=snippet.name) for snippet in of(language)]


def test_every_fence_names_a_language_that_we_know() -> None:
    assert [one.name for one in ALL.values() if one.language not in LANGUAGES] == []


@pytest.mark.parametrize("code", named("python"))
def test_python(code: str) -> None:
    ast.parse(textwrap.dedent(code))


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize("code", named("bash"))
def test_bash(code: str) -> None:
    done = subprocess.run(["bash", "-n"], input=code, text=True, capture_output=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", named("yaml"))
def test_yaml(code: str) -> None:
    assert list(yaml.safe_load_all(code))


@pytest.mark.parametrize("code", named("json"))
def test_json(code: str) -> None:
    assert json.loads(code)


@pytest.mark.parametrize("snippet", [pytest.param(one, id=one.name) for one in of("yaml")])
def test_yaml_is_what_it_looks_like(snippet: Snippet) -> None:
    """As far as can be seen without the tools that read it: workflows, Kubernetes, Compose, Prometheus, DVC."""
    for document in yaml.load_all(snippet.text, yaml.BaseLoader):  # `on` is a word here, not a truth
        parts = document if isinstance(document, list) else [document]
        for part in parts:
            assert list(faults(part)) == [] or snippet.name in FAULTY, list(faults(part))


FAULTY = {
    "do-find-five-faults-in-a-workflow/1": "its faults are what the reader is to find",
    "do-four-faults-in-a-manifest/1": "so are these",
}


def test_what_is_called_faulty_is() -> None:
    found = {name for name in FAULTY for one in yaml.load_all(ALL[name].text, yaml.BaseLoader) if list(faults(one))}
    assert found == set(FAULTY)


def faults(part: dict[str, Any]) -> Iterator[str]:
    """What a document of its kind must have and this one lacks."""
    if "kind" in part or str(part.get("apiVersion", "1")) != "1":
        yield from (f"no {name}" for name in ("apiVersion", "kind") if name not in part)
        if part.get("kind") not in ("Cluster", None) and not part.get("metadata", {}).get("name"):
            yield "no name"
        yield from _kubernetes(part)
    for name, job in part.get("jobs", {}).items():
        yield from (f"{name}: no {key}" for key in ("runs-on", "steps") if key not in job)
        needed = job.get("needs", [])
        yield from (
            f"{name} needs {other}"
            for other in (needed if isinstance(needed, list) else [needed])
            if other not in part["jobs"]
        )
        yield from _steps(job.get("steps", []))
    if isinstance(part.get("steps"), list):
        yield from _steps(part["steps"])
    if "jobs" in part and "on" not in part and "name" in part:
        yield "no on"
    for name, service in part.get("services", {}).items():
        yield from () if {"image", "build"} & set(service) else (f"{name}: no image",)
    for group in part.get("groups", []):
        yield from () if "name" in group else ("a group without a name",)
        yield from (f"{rule}" for rule in group["rules"] if not ({"alert", "record"} & set(rule) and "expr" in rule))
    yield from (f"{one}" for one in part.get("scrape_configs", []) if "job_name" not in one)
    stages = part.get("stages", {})
    yield from (f"{name}: no cmd" for name, one in stages.items() if "cmd" not in one)


def _steps(steps: list[dict[str, Any]]) -> Iterator[str]:
    for step in steps:
        if len({"uses", "run"} & set(step)) != 1:
            yield f"neither uses nor run, or both: {step}"
        if "uses" in step and "@" not in step["uses"]:
            yield f"no version: {step['uses']}"


def _kubernetes(part: dict[str, Any]) -> Iterator[str]:
    spec = part.get("spec", {})
    if part.get("kind") == "Deployment":
        labels = spec["template"]["metadata"]["labels"]
        wanted = spec["selector"]["matchLabels"]
        yield from () if wanted.items() <= labels.items() else (f"selects {wanted}, but labels {labels}",)
    for kind, field in (("HorizontalPodAutoscaler", "scaleTargetRef"), ("CronJob", "jobTemplate"), ("Job", "template")):
        if part.get("kind") == kind and field not in spec:
            yield f"no {field}"
    if part.get("kind") == "RoleBinding" and not {"roleRef", "subjects"} <= set(part):
        yield "no roleRef or no subjects"


def test_one_action_has_one_version() -> None:
    """A reader who copies two workflows mustn't get two versions of one action."""
    found: dict[str, set[str]] = defaultdict(set)
    for snippet in of("yaml"):
        if snippet.name != "do-review-this-workflow/1":  # whose old version is something to notice
            for action, version in ACTION.findall(snippet.text):
                found[action].add(version)
    assert {action: versions for action, versions in found.items() if len(versions) > 1} == {}
    assert "actions/checkout" in found
