"""Dropout of whole channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab.blocks.dropping import Dropping
from cnnlab.blocks.params import number
from cnnlab.blocks.sizes import need_image
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_


@dataclass(frozen=True, eq=False, kw_only=True)
class Dropout2d(Dropping):
    """Sets whole channels to zero with probability p while training, and divides the others by 1 − p.

    In eval mode it does nothing. Neighbouring cells of a channel say much the same, so dropping one does little.

    Shape:
        - Input: [b, c, h, w]
        - Output: as the input
    """

    kind = "dropout2d"
    title = "Dropout2d"

    p: float = number(
        N_("Probability"), N_("How likely a channel is dropped."), minimum=0, maximum=1, step=0.05, default=0.5
    )

    def mask_shape(self, shape: Shape) -> Shape:
        return *shape[:2], 1, 1

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return need_image(self.title, inputs[0])
