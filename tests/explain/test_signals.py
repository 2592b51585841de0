"""Signals and their convolution, against NumPy and torch."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.explain.signals import LEAST, MOST, NAMED, Cut, Sliding, named_signal, resized

SIGNALS = st.lists(st.integers(-9, 9), min_size=LEAST, max_size=20).map(lambda v: np.array(v, np.float64))
CUTS = st.sampled_from(Cut)


@given(SIGNALS, SIGNALS, CUTS)
def test_convolution_is_numpys(x: np.ndarray, k: np.ndarray, cut: Cut) -> None:
    np.testing.assert_array_equal(Sliding(x, k, True, cut).values, np.convolve(x, k, cut.value))


@given(SIGNALS, SIGNALS, CUTS)
def test_cross_correlation_is_numpys(x: np.ndarray, k: np.ndarray, cut: Cut) -> None:
    np.testing.assert_array_equal(Sliding(x, k, False, cut).values, np.correlate(x, k, cut.value))


@given(SIGNALS, SIGNALS)
def test_cross_correlation_where_it_is_valid_is_torchs_conv1d(x: np.ndarray, k: np.ndarray) -> None:
    if len(k) > len(x):
        x, k = k, x
    sliding = Sliding(x, k, False, Cut.VALID)
    expected = torch.nn.functional.conv1d(torch.tensor(x)[None, None], torch.tensor(k)[None, None])
    np.testing.assert_array_equal(sliding.values, expected[0, 0].numpy())
    assert sliding.positions == range(len(expected[0, 0]))


@given(SIGNALS, SIGNALS, st.booleans(), CUTS)
def test_the_window_and_the_overlap_are_told(x: np.ndarray, k: np.ndarray, flipped: bool, cut: Cut) -> None:
    sliding = Sliding(x, k, flipped, cut)
    for n in sliding.positions:
        moment = sliding.at(n)
        assert len(moment.window) == len(k)
        assert moment.window.start >= sliding.columns.start
        assert moment.window.stop <= sliding.columns.stop
        assert list(moment.cells) == [c for c in moment.window if 0 <= c < len(x)]
        assert moment.cells
        by_hand = sum(x[m] * (k[n - m] if flipped else k[m - n]) for m in moment.cells)
        assert moment.total == by_hand


@given(SIGNALS, SIGNALS, CUTS)
def test_a_symmetric_kernel_gives_both_the_same(x: np.ndarray, half: np.ndarray, cut: Cut) -> None:
    k = np.concatenate([half, half[::-1]])
    if len(k) <= len(x):
        np.testing.assert_array_equal(Sliding(x, k, True, cut).values, Sliding(x, k, False, cut).values)


def test_a_kernel_that_lies_beside_x_reads_nothing() -> None:
    sliding = Sliding(np.ones(3), np.ones(2))
    for n in (-4, 9):
        assert sliding.at(n).total == 0.0
        assert not sliding.at(n).cells


@given(st.sampled_from(sorted(NAMED)), st.integers(LEAST, MOST), st.integers(0, 99))
def test_named_signals_have_their_length_and_stay_as_they_are(kind: str, length: int, seed: int) -> None:
    signal = named_signal(kind, length, seed)
    assert len(signal) == (NAMED[kind].length or length)
    assert np.isfinite(signal).all()
    assert np.abs(signal).max() <= 1
    assert not signal.flags.writeable
    np.testing.assert_array_equal(signal, named_signal(kind, length, seed))


def test_named_signals_are_what_their_names_say() -> None:
    assert named_signal("impulse", 5).tolist() == [0, 0, 1, 0, 0]
    assert named_signal("step", 4).tolist() == [0, 0, 1, 1]
    assert named_signal("box", 8).tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert named_signal("triangle", 3).tolist() == [0.5, 1, 0.5]
    assert named_signal("ramp", 5).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert named_signal("difference", 9).tolist() == [1, -1]
    assert named_signal("smoothing", 9).sum() == pytest.approx(1)
    assert named_signal("gaussian", 9).sum() == pytest.approx(1)
    assert all(a < b for a, b in pairwise(named_signal("gaussian", 9)[:5]))
    assert named_signal("sine", 9)[[0, 2, 4, 8]] == pytest.approx([0, 1, 0, 0], abs=1e-12)
    assert named_signal("noise", 20, 1).tolist() != named_signal("noise", 20, 2).tolist()


def test_too_short_and_too_long_are_refused() -> None:
    for length in (LEAST - 1, MOST + 1):
        with pytest.raises(ValueError, match=str(length)):
            named_signal("box", length)


def test_a_signal_gets_another_length() -> None:
    assert resized(np.array([1.0, 2, 3]), 2).tolist() == [1, 2]
    assert resized(np.array([1.0, 2, 3]), 5).tolist() == [1, 2, 3, 0, 0]
