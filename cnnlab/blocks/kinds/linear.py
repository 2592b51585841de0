"""Dense layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Block, Family, Run, uniform_chunk
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.convolution import weighted_bound
from cnnlab.blocks.explanation import Explanation, Index, Patch, Region, sealed
from cnnlab.blocks.params import integer, switch
from cnnlab.blocks.reading import element, numbers, optional_number
from cnnlab.blocks.sizes import Size, channel_count, given_size
from cnnlab.blocks.weight import Array, Fit, Shape, WeightSpec
from cnnlab.blocks.weighted import weighted_sum
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Linear(Block):
    """Makes every output from all values along the last axis, each with its own weight, plus bias: x · weightᵀ + bias.

    After Flatten every output sees the whole picture; that is what a convolution saves.

    Shape:
        - Input: [b, f], or any other axes before the last
        - Output: [b, out_features]
        - weight: [out_features, f], bias: [out_features]
    """

    kind = "linear"
    title = "Linear"
    family = Family.DENSE

    out_features: int = integer(N_("Outputs"), N_("Number of outputs, for instance of classes."), minimum=1, initial=10)
    bias: bool = switch(N_("Bias"), N_("Adds one number to every output."), default=True)

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size] | None:
        if len(inputs[0]) != 4:
            return None
        height = inputs[0][2]
        return Size(height, str(height), "{n}"), given_size(self.out_features, "out_features")

    def channel_formula(self, inputs: Sequence[Shape]) -> Size | None:
        return given_size(self.out_features, "out_features") if len(inputs[0]) == 2 else None

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return *inputs[0][:-1], self.out_features

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        weight = WeightSpec((self.out_features, inputs[0][-1]), (Fit.GROW, Fit.EXACT))
        bias = WeightSpec((self.out_features,), (Fit.GROW,))
        return {"weight": weight, "bias": bias} if self.bias else {"weight": weight}

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        # As `torch.nn.Linear` initialises both: uniform in ±1/√in_features.
        return uniform_chunk(specs[name], fan_in=specs["weight"].shape[1], rng=rng)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return weighted_bound(sizes[0], weights, (1,))

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.linear(inputs[0], weights["weight"], weights.get("bias"))

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        return {"in_features": inputs[0][-1], "out_features": self.out_features}

    def function_code(self, terms: Terms) -> str:
        return call("F.linear", terms.x, *terms.weights.values())

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (*before, unit) = inputs, index
        features, used = numbers(x[tuple(before)]), numbers(weights["weight"][unit])
        count, one = len(features), np.zeros(1, np.intp)
        # Behind Flatten each feature is a channel of one cell; on a picture one row of a channel is mixed.
        if len(before) < 2:
            patch = Patch(range(count), one, one, sealed(features.reshape(count, 1, 1)))
        else:
            row = np.array([before[2] if len(before) > 2 else 0])
            patch = Patch(range(before[1], before[1] + 1), row, np.arange(count), sealed(features.reshape(1, 1, count)))
        reads = (Region(0, (*((i, i) for i in before), (0, count - 1))),)
        bias = optional_number(weights, "bias", (unit,))
        return weighted_sum(index, element(output, index), patch, used.reshape(patch.values.shape), bias, reads)

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        # On a picture the last axis is its width, and rows stay apart.
        return (0, size - 1) if axis == 1 else (first, last)

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        # Behind a channel axis of its own the last axis is mixed within each channel.
        return (range(channel, channel + 1) if len(inputs[0]) > 2 else range(channel_count(inputs[0])),)

    def mac_factors(self, inputs: Sequence[Shape]) -> tuple[int, ...]:
        return *inputs[0], self.out_features
