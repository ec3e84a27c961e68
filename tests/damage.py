"""Any JSON, and good JSON with something in it taken away or put in the place of something else."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["", "0", "-1", "9" * 30, "x" * 5_000, "٣", "\u0000", "\ud800", "../..", "https://example.org"])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def damaged(payload: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """A copy of the payload that is wrong in one to three places."""
    payload = copy.deepcopy(payload)
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = payload
        while True:
            key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
            inner = place[key]
            if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
                break
            place = inner
        if isinstance(place, dict) and len(place) > 1 and data.draw(st.booleans()):
            del place[key]
        else:
            place[key] = data.draw(ANYTHING)
    return payload
