"""An earlier layer once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms
from cnnlab.blocks.copied import copied
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.merge import Merge
from cnnlab.blocks.params import layer_ids
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Pick(Merge):
    """Hands on the output of an earlier layer as it is, and leaves aside what comes right before it.

    The stack is a line, in which every layer continues the one above. Here the line goes back to an earlier layer, so
    that another branch begins there; Add or Concat below can join the branches again, as in an Inception block.

    Shape:
        - Input: that of the layer it names, any
        - Output: as that layer's output
    """

    kind = "pick"
    title = "Pick"
    sign = "←"
    begins_elsewhere = True

    layers: tuple[str, ...] = layer_ids(N_("Layer"), N_("The earlier layer from which the stack goes on."))

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        if len(self.layers) > 1:
            first = self.layers[0]
            raise ProblemError(
                Message(
                    N_(
                        "{title} goes on from 1 layer, but {count} are named: keep one and join layers with Add or "
                        "Concat"
                    ),
                    title=self.title,
                    count=len(self.layers),
                ),
                Fix(Message(N_("Keep {layers} only"), layers=first), {"layers": (first,)}),
            )
        return inputs[0]

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        return inputs[0]

    def function_code(self, terms: Terms) -> str:
        return terms.x

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        return copied(inputs, index, output, (0, index))
