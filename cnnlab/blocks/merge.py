"""What the blocks that join several layers share."""

from __future__ import annotations

from collections.abc import Sequence

from cnnlab.blocks.base import Block, Family
from cnnlab.blocks.problem import SWITCH_OFF, Fix, ProblemError
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Listed, Message


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

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        self.check_agreement(
            inputs, N_("{title} needs equal shapes, but '{layer}' has {shape} and what comes before it has {before}")
        )
        return inputs[0]
