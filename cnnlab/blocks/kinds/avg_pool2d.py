"""Average pooling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.explanation import Explanation, Index, Patch
from cnnlab.blocks.params import Pair, pair, switch
from cnnlab.blocks.pooling import SlidingPool, mean_of
from cnnlab.blocks.sizes import by, settings_text
from cnnlab.blocks.sliding import Window
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class AvgPool2d(SlidingPool):
    """Takes the mean of each window. The picture shrinks and becomes smoother.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with h' = ⌊(h + 2·padding − kernel_size) / stride⌋ + 1; rounded up with ceil_mode
    """

    kind = "avg_pool2d"
    title = "AvgPool2d"

    kernel_size: Pair = pair(
        N_("Kernel size"), N_("Height and width of the window in cells."), minimum=1, initial=(2, 2)
    )
    stride: Pair | None = pair(
        N_("Stride"),
        N_("How far the window jumps from one output to the next; as far as the window is large if left empty."),
        minimum=1,
        default=None,
    )
    padding: Pair = pair(
        N_("Padding"), N_("Ring of zeros added around the input; half of the kernel at most."), default=(0, 0)
    )
    ceil_mode: bool = switch(N_("Round up"), N_("Also take the last window if it hangs over the edge."), default=False)
    count_include_pad: bool = switch(
        N_("Count padding"), N_("Whether the zeros of the padding count as cells in the mean."), default=True
    )

    def window(self) -> Window:
        (py, px), stride = self.padding, self.stride or self.kernel_size
        return Window(kernel=self.kernel_size, stride=stride, ring=((py, py), (px, px)), ceil_mode=self.ceil_mode)

    def explain_window(self, index: Index, value: float, patch: Patch, size: Pair) -> Explanation:
        counted = [self._counted(axis, index[axis + 2], cells) for axis, cells in enumerate(size)]
        inside = int(patch.inside.sum())
        return mean_of(index, value, patch, counted[0] * counted[1] if self.count_include_pad else inside)

    def _counted(self, axis: int, cell: int, size: int) -> int:
        """Cells of a window that lie in the picture or its padding; source: ATen, `AvgPoolKernel.cpp`."""
        window = self.window()
        start, end = cell * window.stride[axis] - self.padding[axis], size + self.padding[axis]
        return min(start + self.kernel_size[axis], end) - start

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.avg_pool2d(
            inputs[0], self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad
        )

    def summary(self) -> str:
        return settings_text(
            by(self.kernel_size),
            stride=(self.stride or self.kernel_size, self.kernel_size),
            pad=(self.padding, (0, 0)),
        )
