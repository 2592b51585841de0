"""Channels of several layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.copied import copied
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.merge import Merge
from cnnlab.blocks.params import layer_ids
from cnnlab.blocks.sizes import Size, need_axes
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, eq=False, kw_only=True)
class Concat(Merge):
    """Puts the channels of what comes before it and of the layers it names one behind the other.

    With an earlier layer this is the skip connection of a U-Net.

    Shape:
        - Input: [b, c₁, …], [b, c₂, …], …; equal but for the channels
        - Output: [b, c₁ + c₂ + …, …]
    """

    kind = "concat"
    title = "Concat"
    sign = "&"

    layers: tuple[str, ...] = layer_ids(N_("Layers"), N_("Earlier layers whose channels come after, in this order."))

    def must_agree(self, shape: Shape) -> Shape:
        return shape[:1] + shape[2:]

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        need_axes(self.title, inputs[0], 2)
        self.check_agreement(
            inputs,
            N_(
                "{title} needs shapes that differ in channels only, but '{layer}' has {shape} and what comes before it "
                "has {before}"
            ),
        )
        first = inputs[0]
        return first[0], sum(shape[1] for shape in inputs), *first[2:]

    def channel_formula(self, inputs: Sequence[Shape]) -> Size:
        channels = [shape[1] for shape in inputs]
        symbols = " + ".join(f"c{str(number).translate(_LOW)}" for number in range(1, len(inputs) + 1))
        return Size(sum(channels), " + ".join(map(str, channels)), symbols)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return max(sizes)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.cat(tuple(inputs), dim=1)

    def function_code(self, terms: Terms) -> str:
        return call("torch.cat", f"[{', '.join(terms.inputs)}]", dim=1)

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        item, channel, *place = index
        counts = [x.shape[1] for x in inputs]
        source = 0
        while channel >= counts[source]:
            channel -= counts[source]
            source += 1
        return copied(inputs, index, output, (source, (item, channel, *place)))

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        found, first = [], 0
        for shape in inputs:
            inside = first <= channel < first + shape[1]
            found.append(range(channel - first, channel - first + 1) if inside else range(0))
            first += shape[1]
        return tuple(found)
