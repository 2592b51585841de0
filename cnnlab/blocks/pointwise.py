"""What all activation functions without parameters share: each value is mapped on its own, the shape stays."""

from __future__ import annotations

from collections.abc import Sequence

from cnnlab.blocks.base import Block, Family
from cnnlab.blocks.weight import Shape


class Pointwise(Block):
    """A function applied to every value on its own."""

    family = Family.ACTIVATION

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]
