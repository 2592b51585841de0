"""Blocks and inputs chosen by hypothesis, from what each block declares about its parameters.

Values are JSON values, small enough for quick runs; many of them do not go together, which is wanted: what cannot run
must say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import (
    BoolParam,
    ChoiceParam,
    FloatPairParam,
    FloatParam,
    IntParam,
    LayersParam,
    PairParam,
    Param,
    QuadParam,
    params_of,
)
from cnnlab.blocks.weight import Shape

LAYER_IDS = ("input", "conv1", "relu1")


@dataclass(frozen=True)
class Case:
    """A block and the shapes it is given: of what comes before it, then of the layers it refers to."""

    block: Block
    shapes: tuple[Shape, ...]


def small_integers(minimum: int, maximum: int) -> st.SearchStrategy[int]:
    """Whole numbers near zero, or near the minimum if that is larger."""
    low = max(minimum, -4)
    return st.integers(low, min(maximum, max(low, 0) + 5))


def small_floats(minimum: float, maximum: float) -> st.SearchStrategy[float]:
    """Numbers near zero, as a user might type them; both ends of the range if it is short."""
    low, high = max(minimum, -3.0), min(maximum, max(minimum, 0.0) + 4.0)
    return st.integers(0, 40).map(lambda n: round(low + (high - low) * n / 40, 3))


def single_or_many(number: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[Any]:
    """One number that stands for all, or a list of them."""
    return number | st.lists(number, min_size=count, max_size=count)


def param_values(param: Param) -> st.SearchStrategy[Any]:
    """JSON values that a parameter takes."""
    values = _present_values(param)
    return st.none() | values if param.optional else values


def _present_values(param: Param) -> st.SearchStrategy[Any]:
    match param:
        case IntParam():
            return small_integers(param.minimum, param.maximum)
        case FloatParam():
            return small_floats(param.minimum, param.maximum)
        case BoolParam():
            return st.booleans()
        case ChoiceParam():
            return st.sampled_from(param.choices)
        case PairParam():
            pairs = single_or_many(small_integers(param.minimum, param.maximum), 2)
            return pairs | st.sampled_from(param.words) if param.words else pairs
        case FloatPairParam():
            return single_or_many(small_floats(param.minimum, param.maximum), 2)
        case QuadParam():
            return single_or_many(small_integers(param.minimum, param.maximum), 4)
        case LayersParam():
            return st.lists(st.sampled_from(LAYER_IDS), min_size=1, max_size=3)
    raise TypeError(f"no values are known for {type(param).__name__}: add them here")


def param_dicts(kind: type[Block]) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of a block as a file has them: required ones always, the others or not."""
    params = params_of(kind)
    optional = {name for name in params if hasattr(kind, name)}
    return st.fixed_dictionaries(
        {name: param_values(param) for name, param in params.items() if name not in optional},
        optional={name: param_values(params[name]) for name in optional},
    )


def blocks(kind: type[Block]) -> st.SearchStrategy[Block]:
    """Blocks of one kind."""
    return param_dicts(kind).map(kind.from_params)


pictures: st.SearchStrategy[Shape] = st.tuples(
    st.integers(1, 2), st.integers(1, 6), st.integers(1, 9), st.integers(1, 9)
)
"""Shapes `[b, c, h, w]`."""

fewer_axes: st.SearchStrategy[Shape] = st.lists(st.integers(1, 6), min_size=1, max_size=3).map(tuple)
"""Shapes as they are after Flatten."""


any_shape: st.SearchStrategy[Shape] = pictures | pictures | pictures | fewer_axes
"""Mostly pictures."""


@st.composite
def cases(draw: st.DrawFn, kind: type[Block], shapes: st.SearchStrategy[Shape] = any_shape) -> Case:
    """A block with the shapes of all its inputs."""
    block, first = draw(blocks(kind)), draw(shapes)
    known = {layer: draw(st.just(first) | channels_changed(first) | shapes) for layer in LAYER_IDS}
    return Case(block, (first, *(known[layer] for layer in block.references())))


def channels_changed(shape: Shape) -> st.SearchStrategy[Shape]:
    """The same shape but for the number of channels."""
    return st.integers(1, 6).map(lambda channels: (*shape[:1], channels, *shape[2:]))
