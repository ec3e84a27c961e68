"""The parity matrix in docs/ is what the dialogs prove."""

from __future__ import annotations

import pytest

from tests.dialogs.matrix import FILE, matrix


@pytest.mark.slow
async def test_the_matrix_is_true() -> None:
    assert FILE.read_text(encoding="utf-8") == await matrix(), "run `make parity` and look at what changed"
