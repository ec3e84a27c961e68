"""An installed wheel works without the checkout: content and page are inside it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_the_wheel_answers_from_anywhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    assert {"bot/content/roadmap.yaml", "bot/adapters/playground/page/index.html"} <= names
    assert not any(name.startswith(("tests/", "content/")) or ".library" in name for name in names)

    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import bot.__main__ as m; "
        "print(m.__file__); sys.exit(m.main(['say', '/roadmap 1']))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )

    assert str(tmp_path / "site") in done.stdout
    assert "Phase 1 · Foundations" in done.stdout
    assert "[console_scripts]\nmlops-bot = bot.__main__:main" in (
        next((tmp_path / "site").glob("*.dist-info")) / "entry_points.txt"
    ).read_text(encoding="utf-8")
