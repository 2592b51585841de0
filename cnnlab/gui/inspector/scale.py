"""The colour scale of a weight: its largest magnitude, kept up to date chunk by chunk."""

from __future__ import annotations

import math

import numpy as np

from cnnlab.blocks.weight import Array, Weight


def magnitude(values: Array) -> float:
    """The largest finite |value|; 0 where there is none."""
    if not values.size:
        return 0.0
    largest = float(np.abs(values).max())
    if np.isfinite(largest):
        return largest
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def rounded_up(magnitude: float) -> float:
    """The next larger power of 2^¼: while one number is dragged, the colours of all the others stay as they are."""
    return 2.0 ** (math.ceil(4 * math.log2(magnitude) - 1e-6) / 4) if magnitude > 0 else 0.0


class Scale:
    """Remembers the magnitude of every chunk, so that an edit looks at the chunk that it replaced and no other."""

    def __init__(self) -> None:
        self._chunks: tuple[Array, ...] = ()
        self._magnitudes: list[float] = []

    def of(self, weight: Weight) -> float:
        """The largest |value| of a weight, rounded up a little."""
        known = self._chunks if len(self._chunks) == len(weight.chunks) else ()
        if known:
            for i, (old, new) in enumerate(zip(known, weight.chunks, strict=True)):
                if old is not new:
                    self._magnitudes[i] = magnitude(new)
        else:
            self._magnitudes = [magnitude(chunk) for chunk in weight.chunks]
        self._chunks = weight.chunks
        return rounded_up(max(self._magnitudes, default=0.0))
