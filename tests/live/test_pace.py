"""The size of live frames follows what the machine can do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.live.pace import STEPS, Pace


def after(pace: Pace, full: float, rounds: int, fixed: float = 0.0) -> Pace:
    """So many rounds of a network that takes `full` seconds at full size, and `fixed` at any."""
    for _ in range(rounds):
        pace.note(fixed + full * pace.step**2)
    return pace


def test_a_fast_machine_keeps_the_full_size() -> None:
    assert after(Pace(15), 0.05, 500).step == 1


@given(full=st.floats(0.001, 4.0), rate=st.sampled_from((5.0, 15.0, 30.0)))
def test_the_rate_is_held_wherever_a_step_can_hold_it(full: float, rate: float) -> None:
    pace = after(Pace(rate), full, 60)
    assert full * pace.step**2 <= 1 / rate or pace.step == STEPS[-1]


@given(full=st.floats(0.001, 4.0))
def test_it_never_gives_away_more_than_it_must(full: float) -> None:
    step = after(Pace(15), full, 12).step
    larger = [s for s in STEPS if s > step]
    assert not larger or full * larger[-1] ** 2 > 1 / 15


def test_it_steps_back_up_when_the_machine_is_free_again() -> None:
    pace = after(Pace(15), 1.0, 20)
    assert pace.step == 0.25
    assert after(pace, 0.02, 400).step == 1


def test_it_does_not_swing_when_size_does_not_help() -> None:
    """A round that hardly depends on the size promises more than it keeps: each try comes later."""
    pace, steps = Pace(15), []
    rng = np.random.default_rng(0)
    for _ in range(2000):
        pace.note(0.04 + 0.03 * pace.step**2 + 0.004 * rng.random())
        steps.append(pace.step)
    turns = int((np.diff(steps) != 0).sum())
    assert turns <= 12


def test_one_slow_round_is_no_reason() -> None:
    pace = after(Pace(15), 0.02, 50)
    assert not pace.note(3.0)
    assert after(pace, 0.02, 10).step == 1


def test_zero_holds_no_rate() -> None:
    assert after(Pace(0), 10.0, 50).step == 1


@pytest.mark.parametrize("full", [0.5, 0.01])
def test_reset_goes_back_at_once_and_says_whether_that_changed_anything(full: float) -> None:
    pace = after(Pace(15), full, 20)
    assert pace.reset() is (full == 0.5)
    assert pace.step == 1
