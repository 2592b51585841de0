"""What the dropouts share: a mask that is the same again for the same document, layer and frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.sizes import settings_text
from cnnlab.blocks.weight import Shape

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
        # Drawn on the CPU, whatever the device: the same seed then drops the same cells everywhere.
        generator = torch.Generator().manual_seed(run.seed)
        kept = torch.rand(self.mask_shape(tuple(x.shape)), generator=generator) >= self.p
        return torch.where(kept.to(x.device), x * (1 / (1 - self.p)), 0)

    def function_code(self, terms: Terms) -> str:
        mode = {} if terms.training else {"training": False}
        return call(f"F.{self.kind}", terms.x, **self.torch_settings(), **mode)

    def code_note(self, training: bool) -> str:
        return "Random: CNN Lab drops other values." if training and 0 < self.p < 1 else ""

    def summary(self) -> str:
        return settings_text("", p=(self.p, None))
