"""Softmax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.params import integer
from cnnlab.blocks.pointwise import Pointwise
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

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        (shape,) = inputs
        over_channels = self.dim % len(shape) == min(1, len(shape) - 1)
        return (range(channel_count(shape)) if over_channels else range(channel, channel + 1),)

    def summary(self) -> str:
        return settings_text("", dim=(self.dim, 1))
