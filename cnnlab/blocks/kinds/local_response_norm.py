"""Local response normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.elements import Elements
from cnnlab.blocks.explanation import TINY, UNIT, Explanation, Index, Region, Share
from cnnlab.blocks.params import integer, number
from cnnlab.blocks.reading import along, element, numbers
from cnnlab.blocks.sizes import need_axes, settings_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class LocalResponseNorm(Block):
    """Divides each value by the strength of its neighbours among the channels: x / (k + alpha · mean of x²)^beta.

    The mean is taken at the same position over `size` channels around. A strong channel damps its neighbours; AlexNet
    used this, today batch normalisation has its place.

    Shape:
        - Input: [b, c, h, w]
        - Output: as the input
    """

    kind = "local_response_norm"
    title = "LocalResponseNorm"
    family = Family.NORM

    size: int = integer(
        N_("Size"), N_("How many neighbouring channels are looked at."), minimum=1, maximum=4096, initial=5
    )
    alpha: float = number(
        N_("Alpha"), N_("How much the neighbours count."), minimum=0, maximum=1000, step=1e-4, default=1e-4
    )
    beta: float = number(
        N_("Beta"), N_("The power that the divisor is raised to."), minimum=0, maximum=10, step=0.05, default=0.75
    )
    k: float = number(
        N_("K"),
        N_("Added to the divisor; 0 divides by zero where all neighbours are zero."),
        minimum=0,
        maximum=1000,
        step=0.1,
        default=1.0,
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        need_axes(self.title, inputs[0], 3)
        return inputs[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.local_response_norm(inputs[0], self.size, self.alpha, self.beta, self.k)

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, channel, *place) = inputs, index
        (met,) = self.source_channels(channel, [tuple(x.shape)], tuple(output.shape))
        values = numbers(along(x, index, 1, slice(met.start, met.stop)))
        position = channel - met.start
        with np.errstate(all="ignore"):
            mean = float(np.square(values).sum()) / self.size
            total = float(values[position] / np.float64(self.k + self.alpha * mean) ** self.beta)
        given = {"k": self.k, "alpha": self.alpha, "beta": self.beta}
        return Explanation(
            index=index,
            value=element(output, index),
            total=total,
            bound=(8 + (self.size + 4) * self.beta) * UNIT * abs(total) + TINY,
            template="{x} / ({k} + {alpha} · {mean})^{beta}",
            values={"x": float(values[position]), "mean": mean, **given, "neighbours": values},
            letters={"alpha": "α", "beta": "β", "mean": "mean(x²)"},
            part=Share(1, met.start, values, position),
            reads=(Region(0, ((item, item), (met.start, met.stop - 1), *((i, i) for i in place))),),
            code="x / (k + alpha * mean) ** beta",
        )

    def source_elements(
        self, elements: Elements, inputs: Sequence[Shape], output: Shape
    ) -> tuple[Elements | None, ...]:
        return (elements,)  # the neighbours are in the divisor alone

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        before, after = self.size // 2, (self.size - 1) // 2
        return (range(max(0, channel - before), min(inputs[0][1], channel + after + 1)),)

    def summary(self) -> str:
        return settings_text("", size=(self.size, None))
