"""What a block is: parameters, weights, a shape rule and a forward expression.

For authors of a block (one file in `cnnlab/blocks/kinds/`):

- The class is a frozen dataclass; its docstring is what the user reads as help, with a `Shape:` section.
- `forward` is pure and deterministic and never writes its input: results are cached and shared between layers, so a
  block that changed its input would change what other layers already showed.
- `output_shape` is integer arithmetic. It raises `ProblemError`, with the numbers and a fix, for what cannot run.
- torch is imported inside the functions that use it: shapes, texts and files work before torch is loaded, which is
  what lets the window appear at once.
- What the layer is in PyTorch follows from `title`, `kind` and parameters if they are those of torch's module and
  function. `cnnlab/blocks/code.py` says what to override where they are not.
"""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from cnnlab.blocks.code import Coded
from cnnlab.blocks.elements import Elements, source_elements
from cnnlab.blocks.explanation import Explanation, Index
from cnnlab.blocks.params import Param, params_of
from cnnlab.blocks.sizes import Size, channel_count
from cnnlab.blocks.weight import Array, Shape, Weight, WeightSpec
from cnnlab.text import N_, Listed, Message, UserError

if TYPE_CHECKING:
    from torch import Tensor


class Family(Enum):
    """What a block belongs to; gives its place in the palette and its colour."""

    CONV = N_("Convolution")
    ACTIVATION = N_("Activation")
    POOLING = N_("Pooling")
    NORM = N_("Normalisation")
    RESAMPLING = N_("Resampling")
    DENSE = N_("Dense")
    MERGE = N_("Merge")


@dataclass(frozen=True)
class Run:
    """What a forward pass knows besides inputs and weights.

    Attributes:
        training: batch norms and dropout behave as in `module.train()`.
        statistics: running mean and variance by name, `[c]` each; empty for blocks without them.
        seed: for blocks that draw while training; the same for the same document, layer and frame.
    """

    training: bool = False
    statistics: Mapping[str, Tensor] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, eq=False, kw_only=True)
class Block(Coded):
    """A kind of operation with its settings and weights, an immutable value.

    `weights` holds what the user typed or loaded, and nothing for weights that still have their initialisation.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[Family]
    begins_elsewhere: ClassVar[bool] = False
    """Whether the layers that it names are all it takes, and what comes right before it is left aside."""

    weights: Mapping[str, Weight] = field(default_factory=dict, repr=False)

    # -- to be stated by each block --

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        """The shape of the output; `inputs[0]` is what comes before, the others are the layers referred to.

        A block that begins elsewhere is given the layers referred to alone.

        Raises:
            ProblemError: the block cannot take these inputs.
        """
        raise TypeError(f"{type(self).__name__} has no shape rule")

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        """The output tensor."""
        raise TypeError(f"{type(self).__name__} has no forward expression")

    # -- stated by blocks that have something to say here --

    def check_training(self, inputs: Sequence[Shape]) -> None:
        """Refuse what runs in eval mode only.

        Raises:
            ProblemError: the block cannot be trained on these inputs.
        """

    def weight_specs(self, inputs: Sequence[Shape]) -> Mapping[str, WeightSpec]:
        """The weights needed for these inputs, by PyTorch's names."""
        return {}

    def initial_chunk(self, name: str, specs: Mapping[str, WeightSpec], rng: np.random.Generator) -> Array:
        """One chunk (see `Weight`) of a weight as PyTorch initialises it."""
        raise TypeError(f"{type(self).__name__} has no weights")

    def statistic_specs(self, inputs: Sequence[Shape]) -> Mapping[str, Shape]:
        """The running statistics kept for these inputs, by PyTorch's names."""
        return {}

    def initial_statistic(self, name: str, shape: Shape) -> Array:
        """A running statistic before the first frame: mean 0, variance 1."""
        return np.full(shape, 1.0 if name == "running_var" else 0.0, np.float32)

    def new_statistics(self, inputs: Sequence[Tensor], statistics: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The running statistics after one more frame in train mode."""
        return {}

    def size_formula(self, inputs: Sequence[Shape]) -> tuple[Size, Size] | None:
        """Output height and width with their arithmetic, for blocks that change them."""
        return None

    def channel_formula(self, inputs: Sequence[Shape]) -> Size | None:
        """The size of the output's second axis with its arithmetic, for blocks that change it."""
        return None

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        """Input cells that output cells `first…last` along an axis (0: y, 1: x) are made from, not clipped.

        `size` is the input's size along that axis. Cells that only shift and scale the others, as in a norm, do not
        count. The range is empty (its first is above its last) where the output is made from no cell at all.
        """
        return first, last

    def source_cells(self, axis: int, cells: Iterable[int], size: int) -> tuple[int, ...]:
        """Input cells inside the picture that these output cells are made from along an axis, in order.

        Unlike `source_range` this leaves out what lies between the cells that count, as with a dilated kernel.
        """
        found: set[int] = set()
        for cell in cells:
            first, last = self.source_range(axis, cell, cell, size)
            found.update(range(max(first, 0), min(last, size - 1) + 1))
            if len(found) == size:
                break
        return tuple(sorted(found))

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        """For each input, the channels that an output channel is made from, whatever the weights.

        Channels are those of `channel_count`. Unlike in `source_cells`, what shares a mean counts: a norm's channel is
        made from all that shift and scale it. The rule here is that of a block that keeps channels apart, and of one
        that mixes them all where their number changes.
        """
        same, count = range(channel, channel + 1), channel_count(output)
        return tuple(same if channel_count(shape) == count else range(channel_count(shape)) for shape in inputs)

    def source_elements(
        self, elements: Elements, inputs: Sequence[Shape], output: Shape
    ) -> tuple[Elements | None, ...]:
        """For each input, the indices along every axis of it that some elements of the output are made from.

        `elements` are the output's, likewise one array for each axis. None for an input that plays no part, or of which
        only zeros around it are met. The rule here follows from `source_cells` and `source_channels`, but cells that
        only shift and scale others do not count along any axis.
        """
        return source_elements(self, elements, inputs, output)

    def explain(
        self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run, index: Index, output: Tensor
    ) -> Explanation:
        """Why the element `index` of `output`, which `forward` made of the rest, is what it is.

        It is asked for on every live frame, so it reads the cells that matter and no others. Without a statement of its
        own the block is computed once more, in float64.
        """
        from cnnlab.blocks.recomputed import recomputed

        return recomputed(self, inputs, weights, run, index, output)

    def mac_factors(self, inputs: Sequence[Shape]) -> tuple[int, ...]:
        """What `macs` is the product of; counted for convolutions and dense layers, which say what they repeat."""
        return ()

    def summary(self) -> str:
        """The settings that tell one such layer from another, in a few characters: `3×3 · pad 1`."""
        return ""

    def references(self) -> tuple[str, ...]:
        """Ids of the earlier layers this block takes besides the one before it."""
        return ()

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        """What no |value| of the output exceeds, rounding aside, if none of input i exceeds `sizes[i]`, 1 at least.

        Where this is small enough, every value of the output is finite, and nobody has to look for others. Infinity
        where nothing is known.
        """
        return math.inf

    # -- derived --

    def macs(self, inputs: Sequence[Shape]) -> int:
        """Multiply-adds of one pass over the whole batch."""
        factors = self.mac_factors(inputs)
        return math.prod(factors) if factors else 0

    @classmethod
    def params(cls) -> Mapping[str, Param]:
        """The declared parameters, in order."""
        return params_of(cls)

    @classmethod
    def initial(cls, **given: object) -> Self:
        """A block as the palette adds it, with every parameter at its initial value unless given."""
        start = {f.name: f.metadata["initial"] for f in dataclasses.fields(cls) if "param" in f.metadata}
        return cls(**{**start, **cls.parse_params(given)})

    @classmethod
    def parse_params(cls, values: Mapping[str, object]) -> dict[str, Any]:
        """Canonical parameter values from JSON values.

        Raises:
            UserError: a name is unknown or a value is wrong.
        """
        known = cls.params()
        parsed: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise UserError(
                    N_("{title} has no parameter '{name}': it has {known}"),
                    title=cls.title,
                    name=name[:40],
                    known=Listed(known) if known else Message(N_("none")),
                )
            try:
                parsed[name] = known[name].parse(value)
            except UserError as error:
                raise UserError(N_("{name} {error}"), name=name, error=error.message) from None
        return parsed

    @classmethod
    def from_params(cls, values: Mapping[str, object], weights: Mapping[str, Weight] | None = None) -> Self:
        """A block from a file's parameters: those without a default must be there.

        Raises:
            UserError: a parameter is unknown, missing or wrong.
        """
        parsed = cls.parse_params(values)
        for f in dataclasses.fields(cls):
            if "param" in f.metadata and f.default is dataclasses.MISSING and f.name not in parsed:
                raise UserError(N_("{title} needs the parameter '{name}'"), title=cls.title, name=f.name)
        return cls(**parsed, weights=dict(weights or {}))

    def dump_params(self) -> dict[str, object]:
        """All parameters as JSON values; `from_params` reads them back."""
        return {name: param.dump(getattr(self, name)) for name, param in self.params().items()}

    @property
    def settings(self) -> tuple[object, ...]:
        """The values of all parameters: blocks of one kind with equal settings differ in their weights alone."""
        return tuple(getattr(self, name) for name in self.params())

    @classmethod
    def help(cls) -> str:
        """The docstring, as the user reads it."""
        return inspect.cleandoc(cls.__doc__ or "")

    def replace(self, **changes: Any) -> Self:
        """The same block with some fields changed."""
        return dataclasses.replace(self, **changes)


def uniform_chunk(spec: WeightSpec, fan_in: int, rng: np.random.Generator) -> Array:
    """PyTorch's initialisation of convolutions and dense layers: uniform in ±1/√fan_in.

    Source: `torch.nn.Conv2d`, variables; He et al. 2015 with a = √5.
    """
    shape = spec.shape[1:] if len(spec.shape) > 1 else spec.shape
    bound = 1 / math.sqrt(fan_in) if fan_in else 0.0
    return rng.uniform(-bound, bound, shape).astype(np.float32)
