"""What can be done to a stack. Every function returns a new stack that shares all that it did not touch."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlab.blocks.base import Block
from cnnlab.blocks.problem import Fix
from cnnlab.blocks.weight import Shape, Weight
from cnnlab.document.cells import Cells, with_cells
from cnnlab.document.input import InputSpec
from cnnlab.document.plan import LayerPlan
from cnnlab.document.stack import Layer, Mode, Stack
from cnnlab.document.weights import initial_weight, stored_after_edit
from cnnlab.text import N_, UserError

MAX_NAME = 80
MAX_LAYERS = 1000

_STEMS = {
    "conv2d": "conv",
    "conv_transpose2d": "deconv",
    "upsample": "up",
    "zero_pad2d": "pad",
    "center_crop": "crop",
    "linear": "fc",
    "local_response_norm": "lrn",
}


def stem(kind: str) -> str:
    """What ids of a kind begin with: `conv` for conv2d, `pool` for poolings, `norm` for norms."""
    if kind in _STEMS:
        return _STEMS[kind]
    return "pool" if "pool" in kind else "norm" if "norm" in kind else kind.removesuffix("2d")


def free_id(stack: Stack, start: str) -> str:
    """The first of `start1`, `start2` … that no layer has, and that no layer refers to."""
    return _free({name for layer in stack for name in (layer.id, *layer.block.references())}, start)


def _free(taken: Collection[str], start: str) -> str:
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def add_layer(stack: Stack, block: Block, position: int) -> tuple[Stack, str]:
    """Insert a block before `position`; gives the new layer's id too.

    Raises:
        UserError: the stack has as many layers as it may have.
    """
    if len(stack) >= MAX_LAYERS:
        raise UserError(N_("a stack holds at most {most} layers: delete one first"), most=MAX_LAYERS)
    layer = Layer(free_id(stack, stem(block.kind)), block)
    return stack.with_layers((*stack.layers[:position], layer, *stack.layers[position:])), layer.id


def remove_layers(stack: Stack, layer_ids: Sequence[str]) -> Stack:
    """Take layers out."""
    return stack.with_layers(tuple(layer for layer in stack if layer.id not in layer_ids))


def move_layer(stack: Stack, layer_id: str, position: int) -> Stack:
    """Put a layer where `position` counts the layers without it."""
    stack.index(layer_id)
    return move_layers(stack, (layer_id,), position)


def move_layers(stack: Stack, layer_ids: Collection[str], position: int) -> Stack:
    """Put layers, in their order, where `position` counts the layers without them; the same stack if they are there."""
    moved = [layer for layer in stack if layer.id in layer_ids]
    others = [layer for layer in stack if layer.id not in layer_ids]
    place = max(0, min(position, len(others)))
    layers = (*others[:place], *moved, *others[place:])
    return stack if layers == stack.layers else stack.with_layers(layers)


def insert_layers(stack: Stack, layers: Sequence[Layer], position: int) -> tuple[Stack, tuple[str, ...]]:
    """Insert layers before `position`; gives their ids too.

    An id that is free is kept, another is replaced by a free one. What the layers take from each other they still take
    from each other; other references stay as they are.

    Raises:
        UserError: the stack would have more layers than it may have.
    """
    if len(stack) + len(layers) > MAX_LAYERS:
        raise UserError(
            N_("{count} more layers would make {total}, and a stack holds at most {most}: delete some first"),
            count=len(layers),
            total=len(stack) + len(layers),
            most=MAX_LAYERS,
        )
    taken = {layer.id for layer in stack}
    avoided = taken | {name for layer in (*stack, *layers) for name in (layer.id, *layer.block.references())}
    ids: dict[str, str] = {}
    for layer in layers:
        ids[layer.id] = layer.id if layer.id not in taken else _free(avoided, _stem_of_id(layer.id))
        avoided.add(ids[layer.id])
    placed = tuple(_with_ids(layer, ids) for layer in layers)
    return stack.with_layers((*stack.layers[:position], *placed, *stack.layers[position:])), tuple(ids.values())


def duplicate_layer(stack: Stack, layer_id: str) -> tuple[Stack, str]:
    """Insert a copy, weights included, below a layer; gives the copy's id too."""
    stack, (copy,) = duplicate_layers(stack, (layer_id,))
    return stack, copy


def duplicate_layers(stack: Stack, layer_ids: Collection[str]) -> tuple[Stack, tuple[str, ...]]:
    """Insert copies, weights included and without names, below the last of these layers; gives the copies' ids too.

    Raises:
        UserError: the stack would have more layers than it may have.
    """
    layers = [dataclasses.replace(layer, name="") for layer in stack if layer.id in layer_ids]
    return insert_layers(stack, layers, max(stack.index(layer.id) for layer in layers) + 1)


def _with_ids(layer: Layer, ids: Mapping[str, str]) -> Layer:
    """The layer under its new id, taking the layers that it took under theirs."""
    names = layer.block.references()
    renamed = tuple(ids.get(name, name) for name in names)
    block = layer.block if renamed == names else layer.block.replace(layers=renamed)
    return (
        layer
        if block is layer.block and ids[layer.id] == layer.id
        else dataclasses.replace(layer, id=ids[layer.id], block=block)
    )


def _stem_of_id(layer_id: str) -> str:
    return (re.sub(r"\d+$", "", layer_id) or layer_id)[:60]


def rename_layer(stack: Stack, layer_id: str, name: str) -> Stack:
    """Give a layer a name; an empty one takes it away again."""
    return stack.with_layer(dataclasses.replace(stack.layer(layer_id), name=" ".join(name.split())[:MAX_NAME]))


def set_enabled(stack: Stack, layer_id: str, enabled: bool) -> Stack:
    """Switch a layer on or off; its weights stay."""
    return set_all_enabled(stack, (layer_id,), enabled)


def set_all_enabled(stack: Stack, layer_ids: Collection[str], enabled: bool) -> Stack:
    """Switch layers on or off; the same stack if they are so already."""
    switched = {layer.id: layer for layer in stack if layer.id in layer_ids and layer.enabled != enabled}
    if not switched:
        return stack
    now = (dataclasses.replace(layer, enabled=enabled) if layer.id in switched else layer for layer in stack)
    return stack.with_layers(tuple(now))


def set_params(stack: Stack, layer_id: str, values: Mapping[str, object]) -> Stack:
    """Change parameters of a layer.

    Raises:
        UserError: a parameter is unknown or its value is wrong.
    """
    layer = stack.layer(layer_id)
    return _with_block(stack, layer, layer.block.replace(**layer.block.parse_params(values)))


def exchange(stack: Stack, layer_id: str, block: Block) -> Stack:
    """Put another block in a layer's place, switched on; the layer keeps its id and its name."""
    return stack.with_layer(dataclasses.replace(stack.layer(layer_id), block=block, enabled=True))


def edit_weight(stack: Stack, plan: LayerPlan, name: str, change: Callable[[Weight], Weight]) -> Stack:
    """Change a weight as it runs; what is stored beyond that stays."""
    layer = stack.layer(plan.id)
    edited, spec = change(plan.weights[name]), plan.specs[name]

    def initial(shape: Shape) -> Weight:
        specs = {**plan.specs, name: dataclasses.replace(spec, shape=shape)}
        return initial_weight(layer.block, name, specs, f"{plan.seed}/{layer.id}")

    stored = stored_after_edit(layer.block.weights.get(name), edited, spec.fit, initial)
    # The others are kept as well: a bias of an initialisation that depends on the channels would change with them.
    weights = {**plan.weights, **layer.block.weights, name: stored}
    return _with_block(stack, layer, layer.block.replace(weights=weights))


def set_value(stack: Stack, plan: LayerPlan, name: str, index: Sequence[int], value: float) -> Stack:
    """Type one number into a weight.

    Raises:
        UserError: the layer has no such cell now.
    """
    plan.require(name, index)
    return edit_weight(stack, plan, name, lambda weight: weight.with_value(index, value))


def set_slice(stack: Stack, plan: LayerPlan, name: str, index: Sequence[int], values: ArrayLike) -> Stack:
    """Replace all values below a leading index, e.g. the kernel slice `[k, c]`.

    Raises:
        UserError: the layer has no such cells now.
    """
    plan.require(name, (*index, *(side - 1 for side in np.shape(values))))

    def change(weight: Weight) -> Weight:
        chunk = weight.chunks[index[0]].copy()
        chunk[tuple(index[1:])] = values
        return weight.with_chunk(index[0], chunk)

    return edit_weight(stack, plan, name, change)


def set_cells(stack: Stack, plan: LayerPlan, cells: Cells) -> Stack:
    """Write several elements or slices of a weight in one step.

    Raises:
        UserError: the layer has no such cells now.
    """
    plan.require(cells.name, cells.last)
    return edit_weight(stack, plan, cells.name, lambda weight: with_cells(weight, cells))


def new_weights(stack: Stack, layer_id: str) -> Stack:
    """Forget a layer's stored weights, so that it is initialised for whatever comes before it."""
    layer = stack.layer(layer_id)
    return _with_block(stack, layer, layer.block.replace(weights={}))


def set_mode(stack: Stack, mode: Mode) -> Stack:
    """Switch between train and eval."""
    return dataclasses.replace(stack, mode=mode)


def set_input(stack: Stack, spec: InputSpec) -> Stack:
    """Change how pictures become input."""
    return dataclasses.replace(stack, input=spec)


def apply_fix(stack: Stack, layer_id: str, fix: Fix) -> Stack:
    """Do what a problem's fix says."""
    if fix.switch_off:
        return set_enabled(stack, layer_id, False)
    if fix.new_weights:
        return new_weights(stack, layer_id)
    if fix.working_size is not None:
        return set_input(stack, dataclasses.replace(stack.input, size=fix.working_size))
    return set_params(stack, layer_id, fix.params)


def _with_block(stack: Stack, layer: Layer, block: Block) -> Stack:
    return stack.with_layer(dataclasses.replace(layer, block=block))
