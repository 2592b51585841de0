"""What all activation functions without parameters share: each value is mapped on its own, the shape stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from cnnlab.blocks.base import Block, Family, Run
from cnnlab.blocks.explanation import TINY, UNIT, Curve, Explanation, Index, Numbers, Value
from cnnlab.blocks.reading import element, regions_of, taken
from cnnlab.blocks.weight import Shape

if TYPE_CHECKING:
    from torch import Tensor


class Pointwise(Block):
    """A function applied to every value on its own.

    A block may state its `formula` in plain signs, with x and its parameters in braces, and the same as a Python
    expression in `code`. Without them its name stands for it.
    """

    family = Family.ACTIVATION
    formula: ClassVar[str] = ""
    code: ClassVar[str] = ""
    letters: ClassVar[Mapping[str, str]] = {}
    has_curve: ClassVar[bool] = True
    """Whether a value alone decides, so that there is a curve to draw."""

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def stated(self) -> tuple[str, str]:
        """Formula and code; of a block that states none, its name and the module of that name in torch."""
        settings = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.params())
        module = f"torch.nn.{self.title}({settings})(torch.tensor(x, dtype=torch.float64)).item()"
        return self.formula or f"{self.title}({{x}})", self.code or module

    def constants(self, weights: Mapping[str, Tensor], channel: int) -> Mapping[str, Value]:
        """The numbers besides x that the formula may name: the parameters."""
        return {name: float(value) for name in self.params() if isinstance(value := getattr(self, name), int | float)}

    def curve(self, xs: Numbers, weights: Mapping[str, Tensor], channel: int = 0) -> Numbers:
        """The function itself at these places, in float64, as it is for one channel."""
        import torch

        ys: Numbers = self.forward([torch.tensor(xs, dtype=torch.float64)], weights, Run()).numpy()
        return ys

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        channel, (formula, code) = index[1] if len(index) > 1 else 0, self.stated()
        origins = taken({0: inputs[0]}, {0: index})
        x = origins.origins[0].value
        y = float(self.curve(np.array([x]), weights, channel)[0])
        return Explanation(
            index=index,
            value=element(output, index),
            total=y,
            # Some functions go by way of numbers as large as x, or as 1: 1 + erf(x) loses what 1 + e⁻ˣ does not.
            bound=8 * UNIT * (abs(x) + abs(y) + 1) + TINY,
            template=formula,
            values={"x": x, **self.constants(weights, channel)},
            letters=self.letters,
            part=Curve(x, y),
            reads=regions_of(origins),
            code=code,
        )
