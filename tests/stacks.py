"""Stacks of all kinds of blocks, chosen by hypothesis, some of them with stored weights and running statistics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Shape, Weight, frozen
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT, Layer, Mode, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats.ownership import Owned, owned_tensors, possible_tensors
from tests.strategies import param_dicts

ids = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,11}", fullmatch=True).filter(lambda text: text != INPUT)
names = st.just("") | st.text(st.characters(categories=("L", "N", "P", "S")), max_size=20)
_SPECIAL = np.array([0.0, -0.0, 1e-45, 3.4e38, -3.4e38, 1 / 3], np.float32)


@st.composite
def arrays(draw: st.DrawFn, shape: Shape) -> Array:
    """Finite numbers, the smallest, the largest and −0 among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = rng.normal(size=shape).astype(np.float32)
    special = rng.random(shape) < 0.2
    values[special] = rng.choice(_SPECIAL, int(special.sum()))
    return frozen(values)


@st.composite
def fitting(draw: st.DrawFn, tensor: Owned) -> Array:
    """An array of a shape that the parameters allow."""
    sizes = draw(st.sampled_from(sorted(tensor.sizes, key=str)))
    return draw(arrays(tuple(draw(st.integers(1, 4)) if size is None else size for size in sizes)))


@st.composite
def misfitting(draw: st.DrawFn, tensor: Owned) -> Array:
    """An array of the same rank, of a size as it is kept when parameters change."""
    rank = len(draw(st.sampled_from(sorted(tensor.sizes, key=str))))
    return draw(arrays(tuple(draw(st.lists(st.integers(1, 4), min_size=rank, max_size=rank)))))


@st.composite
def stored_tensors(draw: st.DrawFn, block: Block, misfits: bool) -> tuple[dict[str, Weight], dict[str, Array]]:
    """Some weights and running statistics of a block."""
    tensors = possible_tensors(block) if misfits else owned_tensors(block)
    weights: dict[str, Weight] = {}
    statistics: dict[str, Array] = {}
    for name, tensor in tensors.items():
        if draw(st.booleans()):
            values = draw(misfitting(tensor) if misfits and draw(st.booleans()) else fitting(tensor))
            if tensor.statistic:
                statistics[name] = values
            else:
                weights[name] = Weight.from_array(values)
    return weights, statistics


@st.composite
def params_above(draw: st.DrawFn, kind: type[Block], earlier: tuple[str, ...]) -> Mapping[str, Any]:
    """Parameters of a block whose references are to layers above it."""
    params = dict(draw(param_dicts(kind)))
    if "layers" in params:
        params["layers"] = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=3))
    return params


@st.composite
def input_specs(draw: st.DrawFn) -> InputSpec:
    """Descriptions of the input."""
    channels = draw(st.sampled_from((1, 3)))
    many = st.just(()) | st.lists(st.floats(0.01, 2), min_size=channels, max_size=channels).map(tuple)
    size = draw(st.none() | st.tuples(st.integers(1, 4096), st.integers(1, 4096)))
    ends = draw(st.sampled_from(((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0))))
    return InputSpec(
        channels, size, ends, draw(many), draw(many), draw(st.sampled_from(("", "sample:cat.jpg", "b/ö.png")))
    )


@st.composite
def documents(draw: st.DrawFn, most: int = 5, misfits: bool = True) -> tuple[Stack, Statistics]:
    """A stack and its running statistics; with `misfits` some are of a size that the parameters do not ask for."""
    layers: list[Layer] = []
    statistics: dict[str, Mapping[str, Array]] = {}
    for layer_id in draw(st.lists(ids, max_size=most, unique=True)):
        kind = draw(st.sampled_from(list(kinds_by_id().values())))
        earlier = (INPUT, *(layer.id for layer in layers))
        block = kind.from_params(draw(params_above(kind, earlier)))
        weights, running = draw(stored_tensors(block, misfits))
        layers.append(Layer(layer_id, block.replace(weights=weights), draw(names), draw(st.booleans())))
        if running:
            statistics[layer_id] = running
    mode, seed = draw(st.sampled_from(Mode)), draw(st.integers(0, 2**63 - 1))
    return Stack(tuple(layers), mode, seed, draw(input_specs())), statistics


def stacks(most: int = 5, misfits: bool = False) -> st.SearchStrategy[Stack]:
    """Stacks of up to `most` layers of all kinds, with some stored weights."""
    return documents(most, misfits).map(lambda document: document[0])
