from __future__ import annotations

import pytest

from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from tests.core.helpers import scene

NUMBER = Parameter("number", "A number", Whole(1, 9))
TEXT = Parameter("text", "A text", Words(), required=False)


def test_values_are_found_by_their_parameters() -> None:
    here = scene()
    request = Request(Invocation("x", {"number": "6"}), here, {"number": 6})
    assert request[NUMBER] == 6
    assert request.get(NUMBER) == 6
    assert request.get(TEXT) is None
    assert (request.caller, request.place) == (here.caller, here.place)
    with pytest.raises(KeyError):
        request[TEXT]
