"""What the blocks that join several layers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.explanation import Explanation, Index, Numbers, Origins
from cnnlab.blocks.problem import SWITCH_OFF, Fix, ProblemError
from cnnlab.blocks.reading import element, regions_of, taken
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Listed, Message

if TYPE_CHECKING:
    from torch import Tensor


class Merge(Block):
    """Takes the layer before it and the layers it names, in this order."""

    family = Family.MERGE
    sign = "+"

    layers: tuple[str, ...]

    def references(self) -> tuple[str, ...]:
        return self.layers

    def summary(self) -> str:
        return " ".join(f"{self.sign} {layer}" for layer in self.layers)

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        return None

    def must_agree(self, shape: Shape) -> Shape:
        """The part of a shape that must be the same for all inputs."""
        return shape

    def check_agreement(self, inputs: Sequence[Shape], demand: str) -> None:
        """Refuse inputs that differ where they must not; `demand` is the sentence with {title} … {shape}, {before}.

        Raises:
            ProblemError: a layer's shape does not go with the shape before.
        """
        wanted = self.must_agree(inputs[0])
        fitting = tuple(
            layer
            for layer, shape in zip(self.layers, inputs[1:], strict=True)
            if len(shape) == len(inputs[0]) and self.must_agree(shape) == wanted
        )
        for layer, shape in zip(self.layers, inputs[1:], strict=True):
            if layer not in fitting:
                raise ProblemError(
                    Message(
                        demand, title=self.title, layer=layer, shape=shape_text(shape), before=shape_text(inputs[0])
                    ),
                    *(self._without_misfits(fitting) if fitting else ()),
                    SWITCH_OFF,
                )

    def _without_misfits(self, fitting: tuple[str, ...]) -> tuple[Fix, ...]:
        label = Message(N_("Keep {layers} only"), layers=Listed(fitting))
        return (Fix(label, {"layers": fitting}),)


class CellwiseMerge(Merge):
    """Combines cells at the same place; all shapes must be equal, since nothing is repeated to make them so."""

    operator: ClassVar[str] = "+"

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        self.check_agreement(
            inputs, N_("{title} needs equal shapes, but '{layer}' has {shape} and what comes before it has {before}")
        )
        return inputs[0]

    def combined(self, values: Numbers) -> tuple[float, float]:
        """What cells `[n]` at one place come to, and what float32 can be off by there."""
        raise TypeError(f"{type(self).__name__} does not say what it makes of cells")

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        origins: Origins = taken(dict(enumerate(inputs)), dict.fromkeys(range(len(inputs)), index))
        values = {f"x{o.input + 1}": o.value for o in origins.origins}
        with np.errstate(all="ignore"):
            total, bound = self.combined(np.array(list(values.values())))
        return Explanation(
            index=index,
            value=element(output, index),
            total=total,
            bound=bound,
            template=f" {self.operator} ".join(f"{{{name}}}" for name in values),
            values=values,
            part=origins,
            addends=tuple(values) if self.operator == "+" else (),
            reads=regions_of(origins),
            code=f" {self.operator if self.operator == '+' else '*'} ".join(values),
        )
