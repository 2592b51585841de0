"""What is asked for must be there: a layer, and an element of it (no torch)."""

from __future__ import annotations

from cnnlab.blocks.explanation import Index
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT, Stack
from cnnlab.text import N_, Listed, UserError


def check_layer(stack: Stack, layer_id: str) -> None:
    """Refuse a layer that is not there.

    Raises:
        UserError: it is neither a layer nor `input`.
    """
    if layer_id != INPUT and not stack.has(layer_id):
        known = Listed([INPUT, *(layer.id for layer in stack)])
        raise UserError(N_("there is no layer '{id}': choose one of {known}"), id=layer_id[:64], known=known)


def check_index(layer_id: str, index: Index, shape: Shape) -> None:
    """Refuse an index that is none of a tensor of this shape.

    Raises:
        UserError: it has another number of axes, or lies outside.
    """
    if len(index) != len(shape):
        raise UserError(
            N_("{index} has {count} numbers, but '{id}' is {shape}: give {axes}"),
            index=shape_text(index), count=len(index), id=layer_id, shape=shape_text(shape), axes=len(shape),
        )  # fmt: skip
    for axis, (at, size) in enumerate(zip(index, shape, strict=True)):
        if not 0 <= at < size:
            raise UserError(
                N_("{index} lies outside '{id}', which is {shape}: number {place} goes from 0 to {last}"),
                index=shape_text(index), id=layer_id, shape=shape_text(shape), place=axis + 1, last=size - 1,
            )  # fmt: skip


def source_ids(plan: Plan, layer_id: str) -> tuple[str, ...]:
    """Ids of what a layer takes, in order: those that the regions and origins of its explanation count.

    The input stands for itself.

    Raises:
        KeyError: there is no such layer.
    """
    if layer_id == INPUT:
        return (INPUT,)
    return tuple(INPUT if source < 0 else plan.layers[source].id for source in plan.layer(layer_id).sources)
