"""Crop to the middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms
from cnnlab.blocks.copied import copied
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.params import Pair, pair
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.sizes import Size, by, given_size, need_image, set_to
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class CenterCrop(Block):
    """Cuts a piece of the given size out of the middle. In a U-Net it makes a skip connection fit.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with [h', w'] = size
    """

    kind = "center_crop"
    title = "CenterCrop"
    family = Family.RESAMPLING

    size: Pair = pair(N_("Size"), N_("Height and width of the piece in cells."), minimum=1, initial=(24, 24))

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = self.size
        return given_size(height, "size"), given_size(width, "size")

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, h, w = need_image(self.title, inputs[0])
        if self.size[0] > h or self.size[1] > w:
            fitting = min(self.size[0], h), min(self.size[1], w)
            raise ProblemError(
                Message(
                    N_("a piece of {size} does not fit into the {input} input: lower it to {fitting}"),
                    size=by(self.size),
                    input=by((h, w)),
                    fitting=by(fitting),
                ),
                set_to("size", fitting),
            )
        return b, c, *self.size

    def start(self, axis: int, size: int) -> int:
        """The first cell that is kept; source: `torchvision.transforms.functional.center_crop`."""
        return round((size - self.size[axis]) / 2.0)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        (x,) = inputs
        top, left = self.start(0, x.shape[2]), self.start(1, x.shape[3])
        return x[:, :, top : top + self.size[0], left : left + self.size[1]]

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        return None

    def function_code(self, terms: Terms) -> str:
        *_, h, w = terms.shapes[0]
        top, left = self.start(0, h), self.start(1, w)
        return f"{terms.x}[:, :, {top}:{top + self.size[0]}, {left}:{left + self.size[1]}]"

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, channel, y, column) = inputs, index
        source = item, channel, y + self.start(0, x.shape[2]), column + self.start(1, x.shape[3])
        return copied(inputs, index, output, (0, source))

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        start = self.start(axis, size)
        return first + start, last + start

    def summary(self) -> str:
        return by(self.size)
