"""Max pooling to a given size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.explanation import Explanation, Index, Patch
from cnnlab.blocks.params import Pair, pair
from cnnlab.blocks.pooling import AdaptivePool, largest
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class AdaptiveMaxPool2d(AdaptivePool):
    """Cuts the picture into as many bins as the output has cells and keeps the largest value of each.

    The output has the same size whatever the input's, which is what a dense layer after it needs.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with [h', w'] = output_size
    """

    kind = "adaptive_max_pool2d"
    title = "AdaptiveMaxPool2d"

    output_size: Pair = pair(
        N_("Output size"), N_("Height and width of the output in cells."), minimum=1, initial=(1, 1)
    )

    def explain_window(self, index: Index, value: float, patch: Patch, size: Pair) -> Explanation:
        return largest(index, value, patch)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        pooled: Tensor = F.adaptive_max_pool2d(inputs[0], self.output_size)
        return pooled
