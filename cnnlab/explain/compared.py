"""What a comparison of two activations says: plain values for the window (no torch)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array, Shape
from cnnlab.engine.view import PlaneNumbers
from cnnlab.explain.questions import Beside


@dataclass(frozen=True)
class Gap:
    """How far two activations are apart: the largest |difference| and the root mean square; NaN if none is finite."""

    most: float
    rms: float


@dataclass(frozen=True, eq=False)
class Shown:
    """A channel `[h, w]`, read-only: float32 values, and uint8 codes into `Colours.activation`."""

    values: Array
    codes: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Half:
    """One side of a comparison.

    Attributes:
        shape: of the layer's output, as planes `[b, c, h, w]`.
        channel: the channel; None if the layer has no such channel or item. Of a layer whose channels are single
            numbers it is one row of them all.
        numbers: of the whole layer.
    """

    shape: Shape
    channel: Shown | None
    numbers: PlaneNumbers


@dataclass(frozen=True, eq=False)
class Compared:
    """Two activations side by side; all numbers are those of one frame.

    Attributes:
        asked: the question.
        a, b: both sides.
        scale: the |value| of full colour for both.
        exact: the numbers of the layer come from all of its values, not from a sample.
        difference: B − A of the channel, `[h, w]`; None where the shapes differ.
        gap_scale: the |value| of full colour for the difference.
        channel: how far the channel is apart.
        layer: how far the layer is apart.
    """

    asked: Beside
    a: Half
    b: Half
    scale: float
    exact: bool = True
    difference: Shown | None = None
    gap_scale: float = 1.0
    channel: Gap | None = None
    layer: Gap | None = None

    @property
    def rough(self) -> bool:
        """Whether it is worth asking again when there is time."""
        return not self.exact

    @property
    def single(self) -> bool:
        """Whether channels are single numbers, shown as one row."""
        return self.b.shape[2] * self.b.shape[3] == 1
