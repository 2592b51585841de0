from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.inspector.numbers import cell_text, parse_number, precise, signed
from cnnlab.text import UserError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        ("-2", -2),
        ("−2", -2),
        (".5", 0.5),
        ("5.", 5),
        ("0,25", 0.25),
        ("1/9", 1 / 9),
        (" -1 / 4 ", -0.25),
        ("1e-3", 0.001),
        ("+3", 3),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "1e999", "1/0", "1e39", "1 2", "0x10", "1_000", "9" * 400])
def test_what_is_no_finite_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError) as raised:
        parse_number(text)
    assert 10 < len(str(raised.value)) < 120


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_exact_digits_bring_back_the_same_number(value: float) -> None:
    assert np.float32(parse_number(precise(value))) == np.float32(value)


def test_zero_has_no_sign_and_what_is_only_near_zero_keeps_it() -> None:
    assert signed(0.0) == signed(-0.0) == "0.000"
    assert signed(-0.0001) == "-0.000"
    assert signed(1 / 3) == "+0.333"


@pytest.mark.parametrize(
    ("value", "room", "text"),
    [
        (1 / 3, 9, "+0.333"),
        (1 / 3, 5, "+.333"),
        (1 / 3, 4, "+.33"),
        (1 / 3, 3, "+.3"),
        (1 / 3, 2, ""),
        (0.01, 3, ""),
        (-12.3456, 6, "-12.35"),
        (123456.0, 5, "+1e5"),
        (0.0, 1, "0"),
        (0.0, 3, "0.0"),
        (float("nan"), 9, "nan"),
    ],
)
def test_a_cell_drops_digits_and_shows_nothing_rather_than_a_false_zero(value: float, room: int, text: str) -> None:
    assert cell_text(value, room) == text
