"""One input tensor on its way through the stack."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.input import InputSpec

Levels = NDArray[np.uint8]


class Frame:
    """One input tensor, never changed.

    Attributes:
        values: `[b, c, h, w]`, read-only: float32 as the first layer takes it, or uint8 as a camera gives it, whose
            range, mean and deviation `spec` tells; the engine applies them on the device.
        number: counts frames; running statistics move once for each number.
        time: seconds on the monotonic clock when it was taken.
        live: one of many that follow each other, as from a camera.
        spec: the input options it was made with; None if it was not made from a picture.
    """

    def __init__(
        self,
        values: Array | Levels | None = None,
        number: int = 0,
        time: float = 0.0,
        live: bool = False,
        spec: InputSpec | None = None,
    ) -> None:
        self._values = values
        self.number = number
        self.time = time
        self.live = live
        self.spec = spec

    @property
    def values(self) -> Array | Levels:
        """`[b, c, h, w]`, float32 or uint8, read-only."""
        assert self._values is not None
        return self._values

    @property
    def shape(self) -> Shape:
        """`[b, c, h, w]`."""
        return self.values.shape


class PendingFrame(Frame):
    """A frame of a live source, whose values are made when they are first asked for, on the thread that asks.

    Many frames of a camera are overtaken by newer ones before anybody computes with them: those cost nothing.
    """

    def __init__(
        self,
        make: Callable[[], Levels],
        shape: Shape,
        number: int = 0,
        time: float = 0.0,
        spec: InputSpec | None = None,
        live: bool = True,
    ) -> None:
        super().__init__(None, number, time, live, spec)
        self._make = make
        self._shape = shape

    @property
    def values(self) -> Array | Levels:
        """`[b, c, h, w]`, uint8, read-only; made once.

        Raises:
            ValueError: what was made has another shape than was said.
        """
        if self._values is None:
            made = self._make()
            if made.shape != self._shape:
                raise ValueError(f"a frame of {made.shape} was announced as {self._shape}")
            self._values = made
        return self._values

    @property
    def shape(self) -> Shape:
        """`[b, c, h, w]`, known before the values are."""
        return self._shape
