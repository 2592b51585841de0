"""Product of layers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms
from cnnlab.blocks.explanation import TINY, UNIT, Numbers
from cnnlab.blocks.merge import CellwiseMerge
from cnnlab.blocks.params import layer_ids
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Mul(CellwiseMerge):
    """Multiplies what comes before it and the layers it names, cell by cell. One of them then gates the other.

    Shape:
        - Input: equal shapes
        - Output: as each input
    """

    kind = "mul"
    title = "Mul"
    sign = "×"
    operator = "·"

    layers: tuple[str, ...] = layer_ids(N_("Layers"), N_("Earlier layers that are multiplied."))

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return math.prod(sizes)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        return math.prod(inputs[1:], start=inputs[0])

    def function_code(self, terms: Terms) -> str:
        return " * ".join(terms.inputs)

    def combined(self, values: Numbers) -> tuple[float, float]:
        product, largest = float(values.prod()), float(max(1.0, *abs(values)))
        # A product that float32 cannot hold is lost, whatever it is multiplied by afterwards.
        return product, len(values) * (UNIT * abs(product) + TINY * largest ** (len(values) - 1))
