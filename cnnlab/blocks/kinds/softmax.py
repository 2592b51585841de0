"""Softmax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Run
from cnnlab.blocks.elements import Elements
from cnnlab.blocks.explanation import TINY, UNIT, Explanation, Index, Region, Share
from cnnlab.blocks.params import integer
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.reading import along, element, numbers
from cnnlab.blocks.sizes import axis_of, channel_count, settings_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Softmax(Pointwise):
    """Turns the values along one axis into shares that add up to 1: eˣ divided by the sum of all eˣ along that axis.

    After a dense layer the shares are the probabilities of the classes.

    Shape:
        - Input: any
        - Output: as the input; sums along `dim` are 1
    """

    kind = "softmax"
    title = "Softmax"
    has_curve = False

    dim: int = integer(
        N_("Axis"),
        N_("The axis whose values add up to 1: 0 batch, 1 channels, 2 height, 3 width; −1 is the last."),
        minimum=-4,
        maximum=3,
        default=1,
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        axis_of(self.title, "dim", self.dim, inputs[0], instead=min(1, len(inputs[0]) - 1))
        return inputs[0]

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return 1.0

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.softmax(inputs[0], self.dim)

    def torch_settings(self, *names: str) -> dict[str, object]:
        return {"dim": self.dim}  # torch has a default of its own, which depends on the number of axes

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,) = inputs
        axis = self.dim % len(index)
        values = numbers(along(x, index, axis, slice(None)))
        with np.errstate(all="ignore"):
            most = float(values.max())
            powers = np.exp(values - most)
            total = float(powers[index[axis]] / powers.sum())
            # The rounded difference to the largest value is what is raised.
            spread = min(most - float(values[index[axis]]), 104.0) + min(most - float(values.min()), 104.0)
        spans = tuple((0, len(values) - 1) if i == axis else (at, at) for i, at in enumerate(index))
        return Explanation(
            index=index,
            value=element(output, index),
            total=total,
            bound=(len(values) + 8 + 2 * spread) * UNIT * total + TINY,
            template="e^({x} − {largest}) / {total}",
            values={"x": float(values[index[axis]]), "largest": most, "total": float(powers.sum()), "row": values},
            letters={"largest": "max", "total": "Σ e^(row − max)"},
            part=Share(axis, 0, values, index[axis], powers),
            reads=(Region(0, spans),),
            code="np.exp(x - largest) / np.exp(row - largest).sum()",
        )

    def source_elements(
        self, elements: Elements, inputs: Sequence[Shape], output: Shape
    ) -> tuple[Elements | None, ...]:
        return (elements,)  # the others are in the divisor alone

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        (shape,) = inputs
        over_channels = self.dim % len(shape) == min(1, len(shape) - 1)
        return (range(channel_count(shape)) if over_channels else range(channel, channel + 1),)

    def summary(self) -> str:
        return settings_text("", dim=(self.dim, 1))
