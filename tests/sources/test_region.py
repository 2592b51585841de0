"""Regions of a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.naming import SCREEN, kind_of
from cnnlab.sources.region import LEAST, Region, region_of
from cnnlab.text import UserError

sides = st.integers(LEAST, 5000)


@given(st.text(max_size=12), st.integers(0, 9000), st.integers(0, 9000), sides, sides)
def test_a_region_is_read_back_from_its_name(screen: str, x: int, y: int, w: int, h: int) -> None:
    try:
        source = Region(screen, x, y, w, h).source
    except UnicodeEncodeError:
        return  # half a surrogate pair, which no screen is called
    assert kind_of(source) == SCREEN
    assert region_of(source) == Region(screen, x, y, w, h)


@given(st.integers(-500, 9000), st.integers(-500, 9000), sides, sides, sides, sides)
def test_it_is_moved_inside_and_cut_only_where_it_is_larger(
    x: int, y: int, w: int, h: int, width: int, height: int
) -> None:
    r = Region("a", x, y, w, h).inside(width, height)
    assert 0 <= r.x <= r.x + r.w <= width
    assert 0 <= r.y <= r.y + r.h <= height
    assert (r.w, r.h) == (min(w, width), min(h, height))


@pytest.mark.parametrize(
    "source", ["screen:A", "screen:A?x=1&y=1&w=2&h=50", "screen:A?x=-1&y=0&w=9&h=9", "screen:A?x=a"]
)
def test_what_is_no_rectangle_is_refused(source: str) -> None:
    with pytest.raises(UserError):
        region_of(source)


def test_it_keeps_its_place_on_a_screen_of_finer_pixels() -> None:
    assert Region("a", 10, 20, 30, 40).scaled(2) == Region("a", 20, 40, 60, 80)


def test_stretching_stops_at_the_least_side() -> None:
    assert Region("a", 0, 0, 20, 20).stretched(-100, 5) == Region("a", 0, 0, LEAST, 25)
