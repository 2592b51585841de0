"""Flatten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.copied import copied
from cnnlab.blocks.elements import Elements
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.params import integer
from cnnlab.blocks.sizes import Size, axis_of, settings_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Flatten(Block):
    """Lines up all values from one axis on, row after row and channel after channel. A dense layer usually follows.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c·h·w]; with another start_dim the axes before it stay
    """

    kind = "flatten"
    title = "Flatten"
    family = Family.DENSE

    start_dim: int = integer(
        N_("First axis"),
        N_("The first axis to be lined up with those after it: 0 batch, 1 channels, 2 height; −1 is the last."),
        minimum=-4,
        maximum=3,
        default=1,
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        (shape,) = inputs
        start = axis_of(self.title, "start_dim", self.start_dim, shape, instead=min(1, len(shape) - 1))
        return *shape[:start], math.prod(shape[start:])

    def channel_formula(self, inputs: Sequence[Shape]) -> Size | None:
        (shape,) = inputs
        if self.start_dim % len(shape) != 1:
            return None
        symbols = {4: "c·h·w", 3: "c·w"}.get(len(shape), "c")
        return Size(math.prod(shape[1:]), "·".join(map(str, shape[1:])), symbols)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        return inputs[0].flatten(self.start_dim)

    def function_code(self, terms: Terms) -> str:
        return call("torch.flatten", terms.x, str(self.start_dim))

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        shape = tuple(inputs[0].shape)
        start = self.start_dim % len(shape)
        inner = (int(i) for i in np.unravel_index(index[start], shape[start:]))
        return copied(inputs, index, output, (0, (*index[:start], *inner)))

    def source_elements(
        self, elements: Elements, inputs: Sequence[Shape], output: Shape
    ) -> tuple[Elements | None, ...]:
        (shape,) = inputs
        start = self.start_dim % len(shape)
        lined = shape[start:]
        if elements[start].size == math.prod(lined):
            return ((*elements[:start], *map(np.arange, lined)),)
        return ((*elements[:start], *map(np.unique, np.unravel_index(elements[start], lined))),)

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        # Height and width are no axes of their own any more: from here on the whole picture counts.
        return (first, last) if self.start_dim in (3, -1) else (0, size - 1)

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        (shape,) = inputs
        start = self.start_dim % len(shape)
        if start > 1 or len(shape) == 1:
            return (range(channel, channel + 1),)
        source = channel // math.prod(shape[2:]) % shape[1]  # counted through all items if the batch is lined up too
        return (range(source, source + 1),)

    def summary(self) -> str:
        return settings_text("", from_axis=(self.start_dim, 1))
