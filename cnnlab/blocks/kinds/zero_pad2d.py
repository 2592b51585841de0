"""Padding with zeros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms, call, tuple_code
from cnnlab.blocks.copied import copied
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.params import LARGEST, Pair, Quad, quad
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.sizes import Size, by, need_image, set_to
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class ZeroPad2d(Block):
    """Adds rows and columns of zeros around the picture, each side on its own; a negative number cuts them off.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h + top + bottom, w + left + right]
    """

    kind = "zero_pad2d"
    title = "ZeroPad2d"
    family = Family.RESAMPLING

    padding: Quad = quad(
        N_("Padding"),
        N_("Cells added at the left, right, top and bottom; negative to cut off."),
        minimum=-LARGEST,
        maximum=LARGEST,
        initial=(1, 1, 1, 1),
    )

    def sides(self, axis: int) -> Pair:
        """Cells added before and after the picture along an axis."""
        left, right, top, bottom = self.padding
        return (left, right) if axis else (top, bottom)

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size]:
        height, width = (self._size(axis, inputs[0][axis - 2]) for axis in (0, 1))
        return height, width

    def _size(self, axis: int, size: int) -> Size:
        signed = (f" {'+' if n >= 0 else '−'} {abs(n)}" for n in self.sides(axis))
        symbols = ("{n} + top + bottom", "{n} + left + right")[axis]
        return Size(size + sum(self.sides(axis)), f"{size}{''.join(signed)}", symbols)

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        b, c, h, w = need_image(self.title, inputs[0])
        height, width = self.size_formula(inputs)
        # What is cut off must be there before anything is added.
        kept = [size + sum(min(n, 0) for n in self.sides(axis)) for axis, size in enumerate((h, w))]
        if min(kept) < 0 or min(height.value, width.value) < 1:
            raise ProblemError(
                Message(
                    N_("padding {padding} cuts off more than the {size} input has"),
                    padding=", ".join(map(str, self.padding)),
                    size=by((h, w)),
                ),
                set_to("padding", tuple(max(n, 0) for n in self.padding)),
            )
        return b, c, height.value, width.value

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.pad(inputs[0], self.padding)

    def function_code(self, terms: Terms) -> str:
        return call("F.pad", terms.x, tuple_code(self.padding))

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        (x,), (item, channel, *place) = inputs, index
        y, column = (cell - self.sides(axis)[0] for axis, cell in enumerate(place))
        if 0 <= y < x.shape[2] and 0 <= column < x.shape[3]:
            return copied(inputs, index, output, (0, (item, channel, y, column)))
        return copied(inputs, index, output, None, Message(N_("a zero that was added around the picture")))

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        before = self.sides(axis)[0]
        return first - before, last - before

    def summary(self) -> str:
        return str(self.padding[0]) if len(set(self.padding)) == 1 else ", ".join(map(str, self.padding))
