"""What a part of a round takes with nothing in its way."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from cnnlab.live.least import Least


def test_nothing_is_known_before_the_first_time() -> None:
    assert Least().seconds == 0
    assert Least(unknown=math.inf).seconds == math.inf


@given(st.lists(st.floats(0, 1), min_size=1))
def test_the_shortest_of_the_last_five_counts(times: list[float]) -> None:
    least = Least(unknown=math.inf)
    for seconds in times:
        least.note(seconds)
    assert least.seconds == min(times[-5:])


def test_one_slow_round_changes_nothing() -> None:
    least = Least(3.0, 3.0)
    least.note(30.0)
    assert least.seconds == 3
