"""Sum of layers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms
from cnnlab.blocks.explanation import Numbers, rounding
from cnnlab.blocks.merge import CellwiseMerge
from cnnlab.blocks.params import layer_ids
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Add(CellwiseMerge):
    """Adds what comes before it and the layers it names, cell by cell.

    With an earlier layer this is the skip connection of a ResNet.

    Shape:
        - Input: equal shapes
        - Output: as each input
    """

    kind = "add"
    title = "Add"

    layers: tuple[str, ...] = layer_ids(N_("Layers"), N_("Earlier layers that are added."))

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return math.fsum(sizes)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        first, *others = inputs
        return sum(others, start=first)

    def function_code(self, terms: Terms) -> str:
        return " + ".join(terms.inputs)

    def combined(self, values: Numbers) -> tuple[float, float]:
        return float(values.sum()), rounding(len(values), float(np.abs(values).sum()))
