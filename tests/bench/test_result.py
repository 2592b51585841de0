"""The statistics of the benchmark, against NumPy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.app.bench.effort import ROUNDS, Effort
from cnnlab.app.bench.result import Bar, beyond_allowance, result

ratios = st.lists(st.floats(0.01, 1000), min_size=1, max_size=30)


@given(ratios)
def test_the_ratio_is_the_median_of_the_rounds_and_the_spread_their_extremes(rounds: list[float]) -> None:
    found = result("live", "320×240", rounds, [1.0], Bar(1))
    assert found.ratio == pytest.approx(np.median(rounds))
    assert found.spread == (min(rounds), max(rounds))


@given(ratios)
def test_the_p95_lies_on_the_side_that_is_worse(samples: list[float]) -> None:
    low = result("edit", "", [1.0], samples, Bar(1)).p95
    high = result("live", "", [1.0], samples, Bar(1, at_least=True)).p95
    assert low == pytest.approx(np.quantile(samples, 0.95))
    assert high == pytest.approx(np.quantile(samples, 0.05))


@pytest.mark.parametrize(
    ("bar", "ratio", "p95", "holds"),
    [
        (Bar(0.7, at_least=True), 0.7, 0.1, True),
        (Bar(0.7, at_least=True), 0.69, 0.9, False),
        (Bar(1.5), 1.5, 99, True),
        (Bar(1.5), 1.51, 1.0, False),
        (Bar(1.5, p95=2.5), 1.5, 2.5, True),
        (Bar(1.5, p95=2.5), 1.4, 2.6, False),
        (Bar(1.5, p95=2.5), 1.6, 2.4, False),
    ],
)
def test_a_bar_holds_up_to_its_limit(bar: Bar, ratio: float, p95: float, holds: bool) -> None:
    assert bar.holds(ratio, p95) is holds


@given(st.floats(0.0005, 1), st.floats(0.0005, 1), st.floats(0.5, 5))
def test_an_edit_may_take_eight_milliseconds_beyond_its_bar(seconds: float, bare: float, limit: float) -> None:
    if abs(seconds - (limit * bare + 0.008)) > 1e-9:
        assert (beyond_allowance(seconds, bare) <= limit) is (seconds <= limit * bare + 0.008)
    assert beyond_allowance(seconds, bare) >= 0


def test_the_two_sides_share_the_time_and_a_shorter_run_counts_less() -> None:
    assert Effort(10).slice * 2 * ROUNDS == pytest.approx(10)
    assert Effort(10).of(2000, 40) == Effort(60).of(2000, 40) == 2000
    assert Effort(1).of(2000, 40) == 200
    assert Effort(0.01).of(2000, 15) == 15
