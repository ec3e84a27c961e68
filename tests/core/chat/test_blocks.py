from __future__ import annotations

import pytest

from bot.core.chat.blocks import Option, Select, Table
from bot.core.chat.invocation import Invocation


def test_a_row_of_a_table_has_a_cell_for_each_column() -> None:
    assert Table(("a", "b"), (("1", "2"),)).rows == (("1", "2"),)
    for row in (("1",), ("1", "2", "3"), ()):
        with pytest.raises(ValueError, match="a cell for each column"):
            Table(("a", "b"), (("1", "2"), row))


def test_a_menu_offers_at_least_one_option() -> None:
    with pytest.raises(ValueError, match="at least one option"):
        Select("Choose", Invocation("x"), "a", ())


def test_two_options_of_a_menu_differ_in_value_but_may_share_a_label() -> None:
    with pytest.raises(ValueError, match="the same value"):
        Select("Choose", Invocation("x"), "a", (Option("1", "One"), Option("1", "Eins")))
    assert Select("Choose", Invocation("x"), "a", (Option("1", "One"), Option("2", "One"))).options[1].value == "2"


def test_values_of_which_several_may_be_chosen_hold_no_comma() -> None:
    with pytest.raises(ValueError, match="joined by commas"):
        Select("Choose", Invocation("x"), "a", (Option("1,2", "One"),), many=True)
    assert Select("Choose", Invocation("x"), "a", (Option("1,2", "One"),)).options[0].value == "1,2"


def test_a_menu_carries_its_invocation_with_the_argument_blank() -> None:
    select = Select("Choose", Invocation("x", {"b": "2"}), "a", (Option("1", "One"),))
    assert select.carried == Invocation("x", {"b": "2", "a": ""})
    assert Invocation.from_token(select.carried.token) == select.carried
