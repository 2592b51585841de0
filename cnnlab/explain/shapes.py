"""The arithmetic of a layer: how its output shape follows step by step, and what it costs, beside a dense layer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cnnlab.blocks.base import Family
from cnnlab.blocks.sizes import Size
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan

_LETTERS = {4: "bchw", 3: "bcw", 2: "bc", 1: "c"}  # of a shape's axes, by their number
_BYTES = 4  # of a float32


@dataclass(frozen=True)
class Derivation:
    """How one size of the output follows.

    Attributes:
        axis: `c`, `h` or `w`.
        symbols: with the names of the parameters; the letter alone where the size stays.
        steps: with numbers, from the first line to the last before the value.
        value: the size.
    """

    axis: str
    symbols: str
    steps: tuple[str, ...]
    value: int


@dataclass(frozen=True)
class Sum:
    """A number and the arithmetic that it comes from: `16·5·5·3 + 16`."""

    value: int
    text: str


@dataclass(frozen=True)
class Dense:
    """A dense layer from the same inputs to the same outputs, bias included.

    Attributes:
        weights: how many numbers it would have.
        ratio: how many times as many that are as the layer has; None for a layer without any.
    """

    weights: Sum
    ratio: float | None


def axis_letters(shape: Sequence[int]) -> str:
    """A letter for each axis: `bchw` for a batch of pictures."""
    return _LETTERS.get(len(shape), "")


def derivations(layer: LayerPlan) -> tuple[Derivation, ...]:
    """Channels, height and width of the output, each with its arithmetic; nothing for a layer that does not run."""
    if layer.output_shape is None:
        return ()
    letters = axis_letters(layer.output_shape)
    found = []
    for axis, value in zip(letters, layer.output_shape, strict=False):
        if axis == "b":
            continue
        size = size_of(layer, axis)
        if size is not None:
            found.append(_derived(layer, axis, size))
        elif layer.input_shapes[0] == layer.output_shape:
            found.append(Derivation(axis, axis, (), value))
        else:
            place = axis_letters(layer.input_shapes[0]).find(axis)
            if place >= 0 and layer.input_shapes[0][place] == value:
                found.append(Derivation(axis, axis, (), value))
    return tuple(found)


def size_of(layer: LayerPlan, axis: str) -> Size | None:
    """What the block states about a size of its output; None where it stays, and where nothing is stated."""
    if not layer.layer.enabled:
        return None
    block = layer.layer.block
    if axis == "c":
        return block.channel_formula(layer.input_shapes)
    sizes = block.size_formula(layer.input_shapes) if len(layer.output_shape or ()) == 4 else None
    return sizes["hw".index(axis)] if sizes is not None and axis in "hw" else None


def _derived(layer: LayerPlan, axis: str, size: Size) -> Derivation:
    symbols = size.symbols or size.text
    if "dilation" not in layer.layer.block.params():  # a window without holes
        symbols = symbols.replace("dilation", "1")
    steps = tuple(step for step in (size.text, *size.steps) if step != str(size.value))
    return Derivation(axis, symbols.replace("{n}", axis), steps, size.value)


def parameters(layer: LayerPlan) -> Sum:
    """Weights and biases: a product for each of them."""
    return Sum(layer.parameters, " + ".join(_product(spec.shape) for spec in layer.specs.values()))


def multiply_adds(layer: LayerPlan) -> Sum:
    """Multiply-adds of one pass over the batch."""
    factors = layer.layer.block.mac_factors(layer.input_shapes) if layer.runs and layer.layer.enabled else ()
    return Sum(layer.macs, _product(factors) if factors else "")


def memory(layer: LayerPlan) -> Sum:
    """Bytes of the output, each value a float32."""
    return Sum(layer.memory, f"{_product(layer.output_shape or ())}·{_BYTES}" if layer.memory else "")


def dense(layer: LayerPlan) -> Dense | None:
    """The dense layer that would make the same output of the same input, for a layer that takes a neighbourhood."""
    local = layer.layer.block.family in (Family.CONV, Family.POOLING)
    if not layer.runs or not layer.layer.enabled or not local:
        return None
    given, made = (shape[1:] for shape in (layer.input_shapes[0], layer.output_shape or ()))
    inputs, outputs = math.prod(given), math.prod(made)
    text = f"({_product(given)})·({_product(made)}) + {_product(made)}"
    weights = Sum(inputs * outputs + outputs, text)
    return Dense(weights, weights.value / layer.parameters if layer.parameters else None)


def shape_names(shape: Shape) -> str:
    """The letters of a shape as it is written: `[b, c, h, w]`."""
    return f"[{', '.join(axis_letters(shape))}]"


def _product(factors: Iterable[int]) -> str:
    return "·".join(map(str, factors))
