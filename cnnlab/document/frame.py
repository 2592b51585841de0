"""One input tensor on its way through the stack."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.blocks.weight import Array, Shape
from cnnlab.document.input import InputSpec


@dataclass(frozen=True, eq=False)
class Frame:
    """One input tensor.

    Attributes:
        values: `[b, c, h, w]`, float32, read-only.
        number: counts frames; running statistics move once for each number.
        time: seconds on the monotonic clock when it was taken.
        live: one of many that follow each other, as from a camera.
        spec: the input options it was made with; None if it was not made from a picture.
    """

    values: Array
    number: int = 0
    time: float = 0.0
    live: bool = False
    spec: InputSpec | None = None

    @property
    def shape(self) -> Shape:
        """`[b, c, h, w]`."""
        return self.values.shape
