"""Scales of live pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.blocks.weight import Array
from cnnlab.engine.held_scales import HeldScales
from cnnlab.engine.view import RowView, ScaleMode

ROW = RowView("a", (0, 1), (4, 4))


class Film:
    """A film whose scales a test tells, on a clock that it moves."""

    def __init__(self) -> None:
        self.now, self.measured = 0.0, 0
        self.held = HeldScales(lambda: self.now)

    def show(self, value: float, row: RowView = ROW, mode: ScaleMode = ScaleMode.CHANNEL) -> Array:
        def measure() -> Array:
            self.measured += 1
            return np.full(len(row.channels), value, np.float32)

        return self.held.scales(row, mode, measure)


def test_a_scale_is_measured_ten_times_a_second_and_held_in_between() -> None:
    film = Film()
    for _ in range(101):
        film.show(1.0)
        film.now += 0.01
    assert 10 <= film.measured <= 12


def test_a_small_change_is_followed_slowly_and_reached() -> None:
    film, seen = Film(), []
    film.show(1.0)
    for _ in range(400):
        film.now += 0.02
        seen.append(float(film.show(1.2)[0]))
    assert seen == sorted(seen)
    assert seen[10] < 1.08
    assert seen[-1] == pytest.approx(1.2, rel=0.01)


@given(factor=st.sampled_from((0.1, 0.5, 1.6, 30.0)))
def test_what_would_be_wrong_by_half_is_taken_at_the_next_measurement(factor: float) -> None:
    film = Film()
    film.show(1.0)
    film.now += 0.11
    assert film.show(factor)[0] == pytest.approx(factor)


def test_a_channel_that_comes_into_view_is_measured_at_once() -> None:
    film = Film()
    film.show(1.0)
    film.now += 0.01
    assert list(film.show(2.0, RowView("a", (1, 2), (4, 4)))) == pytest.approx([2.0, 2.0])


def test_another_way_of_sharing_begins_anew() -> None:
    film = Film()
    film.show(1.0)
    film.now += 0.01
    assert film.show(1.3, mode=ScaleMode.LAYER)[0] == pytest.approx(1.3)


def test_the_speed_does_not_depend_on_the_rate_of_frames() -> None:
    ends = []
    for rate in (10, 60, 200):
        film = Film()
        film.show(1.0)
        for _ in range(rate):
            film.now += 1 / rate
            film.show(1.3)
        ends.append(float(film.show(1.3)[0]))
    assert max(ends) - min(ends) < 0.03
