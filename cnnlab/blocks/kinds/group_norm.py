"""Group normalisation."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import Index, Span
from cnnlab.blocks.norms import Norm, per_channel, scaled_bound, standard_bound
from cnnlab.blocks.params import integer, number, switch
from cnnlab.blocks.problem import SWITCH_OFF, ProblemError
from cnnlab.blocks.sizes import divisor_near, need_axes, set_to, settings_text, shape_text
from cnnlab.blocks.standardised import Moments
from cnnlab.blocks.weight import Shape, WeightSpec
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupNorm(Norm):
    """Gives each group of channels of each picture mean 0 and variance 1: (x − μ) / √(σ² + eps) · weight + bias.

    One group is layer normalisation, as many groups as channels is instance normalisation. The batch plays no part.

    Shape:
        - Input: [b, c, …]
        - Output: as the input
        - weight, bias: [c]
    """

    kind = "group_norm"
    title = "GroupNorm"

    num_groups: int = integer(
        N_("Groups"), N_("Into how many groups the channels are split; must divide them."), minimum=1, initial=1
    )
    eps: float = number(
        N_("Epsilon"),
        N_("Added to the variance, so that nothing is divided by zero."),
        minimum=0,
        maximum=1,
        step=1e-5,
        default=1e-5,
    )
    affine: bool = switch(
        N_("Scale and shift"), N_("Gives each channel a weight and a bias after the normalisation."), default=True
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        (shape,) = inputs
        need_axes(self.title, shape, 2)
        values, channels = math.prod(shape), shape[1]
        if channels % self.num_groups and values > 1:
            fitting = divisor_near(channels, self.num_groups)
            raise ProblemError(
                Message(
                    N_("num_groups {groups} does not divide {channels} channels"),
                    groups=self.num_groups,
                    channels=channels,
                ),
                set_to("num_groups", fitting if fitting < values else 1),
            )
        if values in (1, self.num_groups):
            raise ProblemError(
                Message(
                    N_("num_groups {groups} leaves only 1 value of {shape} for each mean, and 2 are the least"),
                    groups=self.num_groups,
                    shape=shape_text(shape),
                ),
                *((set_to("num_groups", 1),) if values > 1 else ()),
                SWITCH_OFF,
            )
        return shape

    def scaling_spec(self, inputs: Sequence[Shape]) -> WeightSpec | None:
        return per_channel(inputs) if self.affine else None

    def shared_spans(self, index: Index, shape: Shape) -> tuple[Span, ...]:
        (group,) = self.source_channels(index[1], [shape], shape)
        return (index[0], index[0]), (group.start, group.stop - 1), *((0, n - 1) for n in shape[2:])

    def moments(self, x: Tensor, run: Run, index: Index) -> Moments:
        # ATen, `group_norm_kernel.cpp`: in channels_last the variance comes from the squares.
        return dataclasses.replace(super().moments(x, run, index), by_squares=True)

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        size = inputs[0][1] // self.num_groups
        group = channel // size
        return (range(group * size, (group + 1) * size),)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return scaled_bound(standard_bound(sizes[0], self.eps), weights)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.group_norm(inputs[0], self.num_groups, weights.get("weight"), weights.get("bias"), self.eps)

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        return {"num_groups": self.num_groups, "num_channels": inputs[0][1]}

    def function_code(self, terms: Terms) -> str:
        return call(
            "F.group_norm", terms.x, str(self.num_groups), *terms.weights.values(), **self.torch_settings("eps")
        )

    def summary(self) -> str:
        return settings_text("", groups=(self.num_groups, None))
