"""Rectifier with a leak that is learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import Numbers, Value
from cnnlab.blocks.params import integer
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.reading import element
from cnnlab.blocks.sizes import set_to, settings_text
from cnnlab.blocks.weight import Array, Fit, Shape, WeightSpec
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class PReLU(Pointwise):
    """A leaky ReLU whose slope is a weight: x if x ≥ 0, else weight · x. One slope for all channels, or one for each.

    Shape:
        - Input: [b, c, …]
        - Output: as the input
        - weight: [num_parameters]
    """

    kind = "prelu"
    title = "PReLU"
    formula = "max(0, {x}) + {weight} · min(0, {x})"
    code = "max(0.0, x) + weight * min(0.0, x)"

    num_parameters: int = integer(
        N_("Number of slopes"), N_("1 for one slope in all, or as many as there are channels."), minimum=1, default=1
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        # Without a channel axis all values are one channel, as in torch.
        channels = inputs[0][1] if len(inputs[0]) > 1 else 1
        if self.num_parameters not in (1, channels):
            raise ProblemError(
                Message(
                    N_("{count} slopes do not go with {channels} channels: there must be 1, or one for each channel"),
                    count=self.num_parameters,
                    channels=channels,
                ),
                set_to("num_parameters", channels),
                *((set_to("num_parameters", 1),) if channels > 1 else ()),
            )
        return inputs[0]

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        return {"weight": WeightSpec((self.num_parameters,), (Fit.GROW,))}

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        return np.full(specs[name].shape, 0.25, np.float32)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0] * (1 + float(weights["weight"].abs().max()))

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.prelu(inputs[0], weights["weight"])

    def function_code(self, terms: Terms) -> str:
        return call("F.prelu", terms.x, *terms.weights.values())

    def slope(self, weights: Mapping[str, Tensor], channel: int) -> float:
        """What negative values of one channel are multiplied by."""
        return element(weights["weight"], (channel if self.num_parameters > 1 else 0,))

    def constants(self, weights: Mapping[str, Tensor], channel: int) -> Mapping[str, Value]:
        return {"weight": self.slope(weights, channel)}

    def curve(self, xs: Numbers, weights: Mapping[str, Tensor], channel: int = 0) -> Numbers:
        return np.where(xs >= 0, xs, self.slope(weights, channel) * xs)

    def summary(self) -> str:
        return settings_text("", slopes=(self.num_parameters, 1))
