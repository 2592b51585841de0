"""What the dropouts share: a mask that is the same again for the same document, layer and frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.explanation import TINY, UNIT, Explanation, Index
from cnnlab.blocks.reading import element, regions_of, taken
from cnnlab.blocks.sizes import settings_text
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


class Dropping(Block):
    """Sets a random part of its input to zero while training; does nothing otherwise."""

    family = Family.DENSE

    p: float

    def mask_shape(self, shape: Shape) -> Shape:
        """The shape of what is kept or dropped as one."""
        return shape

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0] / (1 - self.p) if self.p < 1 else sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        (x,) = inputs
        if not run.training or self.p == 0:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        return torch.where(self.kept(tuple(x.shape), run.seed).to(x.device), x * (1 / (1 - self.p)), 0)

    def kept(self, shape: Shape, seed: int) -> Tensor:
        """Which values of an input are kept: bools that broadcast to its shape."""
        import torch

        # Drawn on the CPU, whatever the device: the same seed then drops the same cells everywhere.
        generator = torch.Generator().manual_seed(seed)
        return torch.rand(self.mask_shape(shape), generator=generator) >= self.p

    def factor(self, shape: Shape, run: Run, index: Index) -> float:
        """What one value of an input of this shape is multiplied by."""
        if not run.training or self.p == 0:
            return 1.0
        if self.p == 1:
            return 0.0
        kept = self.kept(shape, run.seed)
        place = tuple(min(i, n - 1) for i, n in zip(index, kept.shape, strict=True))
        return 1 / (1 - self.p) if bool(kept[place]) else 0.0

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        factor, origins = self.factor(tuple(inputs[0].shape), run, index), taken({0: inputs[0]}, {0: index})
        x = origins.origins[0].value
        total = x * factor if factor else 0.0
        note = N_("dropped") if not factor else N_("kept and divided by 1 − p") if factor != 1 else N_("not training")
        return Explanation(
            index=index,
            value=element(output, index),
            total=total,
            bound=0.0 if factor in (0.0, 1.0) else 3 * UNIT * abs(total) + TINY,
            template="{x} · {factor}",
            values={"x": x, "factor": factor},
            part=origins,
            reads=regions_of(origins),
            code="x * factor",
            note=Message(note),
        )

    def function_code(self, terms: Terms) -> str:
        mode = {} if terms.training else {"training": False}
        return call(f"F.{self.kind}", terms.x, **self.torch_settings(), **mode)

    def code_note(self, training: bool) -> str:
        return "Random: CNN Lab drops other values." if training and 0 < self.p < 1 else ""

    def summary(self) -> str:
        return settings_text("", p=(self.p, None))
