"""The marked range stays within the bars, whatever is done to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.drawer.distribution.brush import Brush

BARS = 20
PLACES = st.integers(0, BARS - 1)
STEPS = st.integers(-30, 30)


@given(PLACES, PLACES, STEPS)
def test_moved_it_keeps_its_width_and_its_bars(one: int, other: int, step: int) -> None:
    brush = Brush.between(one, other)
    moved = brush.moved(step, BARS)
    assert moved.last - moved.first == abs(one - other)
    assert 0 <= moved.first <= moved.last < BARS


@given(PLACES, PLACES, STEPS)
def test_widened_it_keeps_its_begin_and_one_bar(one: int, other: int, step: int) -> None:
    brush = Brush.between(one, other).widened(step, BARS)
    assert brush.first == min(one, other)
    assert brush.first <= brush.last < BARS


def test_both_ends_are_marked() -> None:
    assert [bar for bar in range(6) if Brush(2, 4).has(bar)] == [2, 3, 4]
