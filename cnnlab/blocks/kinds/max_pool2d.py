"""Max pooling."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.explanation import Explanation, Index, Patch
from cnnlab.blocks.params import Pair, pair, switch
from cnnlab.blocks.pooling import SlidingPool, largest
from cnnlab.blocks.sizes import by, settings_text
from cnnlab.blocks.sliding import Window
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor

_FEW = 4  # cells of a window that are compared one by one


@dataclass(frozen=True, eq=False, kw_only=True)
class MaxPool2d(SlidingPool):
    """Keeps the largest value of each window. The picture shrinks, and what was found stays, wherever in the window.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with h' = ⌊(h + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1;
          rounded up with ceil_mode
    """

    kind = "max_pool2d"
    title = "MaxPool2d"

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
        N_("Padding"),
        N_("Ring of cells added around the input, which never win; half of the kernel at most."),
        default=(0, 0),
    )
    dilation: Pair = pair(
        N_("Dilation"), N_("Distance between neighbouring cells of the window."), minimum=1, default=(1, 1)
    )
    ceil_mode: bool = switch(N_("Round up"), N_("Also take the last window if it hangs over the edge."), default=False)

    def window(self) -> Window:
        (py, px), stride = self.padding, self.stride or self.kernel_size
        return Window(
            kernel=self.kernel_size,
            stride=stride,
            ring=((py, py), (px, px)),
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
        )

    def explain_window(self, index: Index, value: float, patch: Patch, size: Pair) -> Explanation:
        return largest(index, value, patch)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        # With gaps in the kernel a window may lie in the ring alone, which is −∞.
        return sizes[0] if self.dilation == (1, 1) or self.padding == (0, 0) else math.inf

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        x, padding = inputs[0], self.padding
        if self._is_small() and x.device.type == "cpu" and not x.requires_grad:
            return self._of_cells(x)
        if any(p and d > n for p, d, n in zip(padding, self.dilation, x.shape[2:], strict=True)):
            # A window may step over the whole picture. torch then notes a place outside of it as the winner's, and its
            # backward pass writes there, into memory that is not its own. In a ring of −∞ every place is inside.
            (py, px), padding = padding, (0, 0)
            x = F.pad(x, (px, px, py, py), value=-math.inf)
        return F.max_pool2d(x, self.kernel_size, self.stride, padding, self.dilation, ceil_mode=self.ceil_mode)

    def _is_small(self) -> bool:
        """Whether each window is a few cells of the picture and nothing else."""
        return math.prod(self.kernel_size) <= _FEW and self.padding == (0, 0) and not self.ceil_mode

    def _of_cells(self, x: Tensor) -> Tensor:
        """The same as torch's own: the larger of the windows' first cells and their second ones, and so on.

        That takes half the time, as torch notes every winner's place along with its value. Only gradients need it.
        """
        import torch

        strides = self.stride or self.kernel_size
        spans = [
            [slice(d * i, n - d * (k - 1 - i), s) for i in range(k)]
            for n, k, s, d in zip(x.shape[2:], self.kernel_size, strides, self.dilation, strict=True)
        ]
        first, *others = (x[:, :, ys, xs] for ys in spans[0] for xs in spans[1])
        if not others:
            return first.clone(memory_format=torch.preserve_format)
        found = torch.maximum(first, others[0])
        for other in others[1:]:
            torch.maximum(found, other, out=found)
        return found

    def summary(self) -> str:
        return settings_text(
            by(self.kernel_size),
            stride=(self.stride or self.kernel_size, self.kernel_size),
            pad=(self.padding, (0, 0)),
            dilation=(self.dilation, (1, 1)),
        )
