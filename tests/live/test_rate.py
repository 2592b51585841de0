"""The shown rate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.live.rate import Rate


@given(rate=st.floats(3, 120), phase=st.floats(0, 1))
def test_an_even_stream_has_its_rate(rate: float, phase: float) -> None:
    meter, now = Rate(), phase
    for _ in range(200):
        now += 1 / rate
        meter.note(now)
    assert meter.per_second(now) == pytest.approx(rate, rel=1e-6)


def test_it_falls_when_frames_stop_and_ends_at_nothing() -> None:
    meter = Rate()
    for n in range(30):
        meter.note(n / 30)
    assert meter.per_second(1.0) == pytest.approx(30, rel=0.05)
    assert meter.per_second(1.5) < 20
    assert meter.per_second(3.0) == 0


def test_one_frame_is_no_rate() -> None:
    meter = Rate()
    assert meter.per_second(0.0) == 0
    meter.note(0.0)
    assert meter.per_second(0.0) == 0
    meter.note(0.1)
    meter.reset()
    assert meter.per_second(0.1) == 0
