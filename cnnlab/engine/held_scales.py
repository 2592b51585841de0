"""Scales of live pictures, which follow slowly instead of flickering."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from cnnlab.blocks.weight import Array
from cnnlab.engine.view import RowView, ScaleMode

_EVERY = 0.1  # seconds between two measurements of a row
_FOLLOW = 0.7  # seconds in which a scale comes two thirds of the way


class HeldScales:
    """Measures the scales of a row a few times a second and holds them in between."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._held: dict[tuple[str, int], float] = {}
        self._measured: dict[str, tuple[float, ScaleMode]] = {}

    def scales(self, row: RowView, mode: ScaleMode, measure: Callable[[], Array]) -> Array:
        """`[n]`, float32: one for each of the row's tiles; several items of a channel share theirs."""
        now = self._clock()
        before, of = self._measured.get(row.layer, (now, mode))
        held = [self._held.get((row.layer, channel)) for channel in row.channels]
        if row.layer in self._measured and of is mode and now - before < _EVERY:
            known = [scale for scale in held if scale is not None]
            if len(known) == len(held):
                return np.array(known, np.float32)
        share = 1 - float(np.exp(-(now - before) / _FOLLOW)) if of is mode else 1.0
        self._measured[row.layer] = now, mode
        found = measure()
        done: dict[int, float] = {}
        for i, channel in enumerate(row.channels):
            if channel not in done:
                done[channel] = self._held[row.layer, channel] = steadied(float(found[i]), held[i], share)
        return np.array([done[channel] for channel in row.channels], np.float32)


def steadied(new: float, old: float | None, share: float = 0.1) -> float:
    """A scale that goes a share of the way, but at once where it would be wrong by more than half."""
    return new if old is None or not old / 1.5 < new < old * 1.5 else old + share * (new - old)
