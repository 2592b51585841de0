"""Average pooling to a given size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.explanation import Explanation, Index, Patch
from cnnlab.blocks.params import Pair, pair
from cnnlab.blocks.pooling import AdaptivePool, mean_of
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class AdaptiveAvgPool2d(AdaptivePool):
    """Cuts the picture into as many bins as the output has cells and takes the mean of each.

    The output has the same size whatever the input's, which is what a dense layer after it needs. With
    1×1 each channel becomes its mean.

    Shape:
        - Input: [b, c, h, w]
        - Output: [b, c, h', w'] with [h', w'] = output_size
    """

    kind = "adaptive_avg_pool2d"
    title = "AdaptiveAvgPool2d"

    output_size: Pair = pair(
        N_("Output size"), N_("Height and width of the output in cells."), minimum=1, initial=(1, 1)
    )

    def explain_window(self, index: Index, value: float, patch: Patch, size: Pair) -> Explanation:
        return mean_of(index, value, patch, patch.values.size)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        pooled: Tensor = F.adaptive_avg_pool2d(inputs[0], self.output_size)
        return pooled
