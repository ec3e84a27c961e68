from __future__ import annotations

import pytest

from bot.core.ports.doors import Closed


@pytest.mark.parametrize("lasting", [True, False])
def test_a_connection_that_ended_says_why_and_whether_for_good(lasting: bool) -> None:
    closed = Closed("The token was revoked: make a new one.", lasting=lasting)
    assert str(closed) == "The token was revoked: make a new one."
    assert closed.lasting is lasting
    assert not Closed("Try again.").lasting
