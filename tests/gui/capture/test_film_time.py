"""Moments of a film."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.capture.film_time import Span, moment, place, rate_text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "00:00.0"), (3299, "00:03.2"), (61_000, "01:01.0"), (3_723_456, "1:02:03.4"), (-5, "00:00.0")],
)
def test_a_moment_has_minutes_seconds_and_tenths(ms: int, text: str) -> None:
    assert moment(ms) == text


def test_a_place_leaves_out_a_length_that_is_not_known() -> None:
    assert place(3200, 12_000) == "00:03.2 / 00:12.0"
    assert place(3200, 0) == "00:03.2"


def test_a_rate_has_as_many_digits_as_it_needs() -> None:
    assert rate_text(25.0) == "25 fps"
    assert rate_text(30000 / 1001) == "29.97 fps"
    assert rate_text(0.0) == ""


@given(st.fractions(1, 480), st.integers(0, 100_000))
def test_neighbours_lie_in_the_frames_beside_at_every_rate(rate: Fraction, number: int) -> None:
    def edge(k: int) -> int:
        return int(k * 1_000_000 / rate)

    span = Span(edge(number), edge(number + 1))
    after = span.after(float(rate)) * 1000
    assert edge(number + 1) <= after < edge(number + 2)
    if number:
        before = span.before(0) * 1000
        assert edge(number - 1) <= before < edge(number)


def test_without_an_end_the_next_frame_is_guessed_from_the_rate() -> None:
    assert Span(40_000, -1).after(25.0) == 80
    assert Span(-1, -1).after(25.0) == 40
