"""What is compared: a layer of B, its partner in A, and in what the two stacks differ, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT
from cnnlab.document.statistics import Statistics
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Probe
from cnnlab.explain.questions import Beside, Variant
from cnnlab.explain.variants import Difference, changed_cells, channel_name, differences, partner, totals
from cnnlab.gui.inspector.slices import slice_layout
from cnnlab.gui.layer_text import index_text, kernel_text
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.text import N_, Message


@dataclass(frozen=True, eq=False)
class Kernels:
    """One slice of the layer's kernels in both stacks.

    Attributes:
        name: what stands above it: `Kernel [out 0, in R]`.
        a, b: `[h, w]`.
        changed: `[h, w]`: which cells differ.
    """

    name: str
    a: Array
    b: Array
    changed: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Subject:
    """What the page shows besides what the worker answers.

    Attributes:
        at: the pinned element of B, if any.
        title: how it is written: `conv1 [0, 2, 90, 120]`.
        question: what is asked; None where there is nothing to compare.
        note: what has to be said about it.
        differences: everything in which B differs from A.
        totals: parameters and multiply-adds of A and of B; None where they are kept from sight.
        kernels: the selected slice, where the layer's weights differ.
    """

    at: Probe | None = None
    title: str = ""
    question: Beside | None = None
    note: Message | None = None
    differences: tuple[Difference, ...] = ()
    totals: tuple[tuple[int, int], tuple[int, int]] | None = None
    kernels: Kernels | None = None


def subject_of(
    variant: Variant,
    plan: Plan,
    statistics: Statistics,
    at: Probe | None,
    fits: bool,
    slice_at: tuple[int, int],
    veil: Veil = NOTHING_HIDDEN,
) -> Subject:
    """What is compared at an element of `plan`, which is B; `slice_at` is the output and the input channel selected."""
    a = variant.plan
    found = differences(a, plan, variant.statistics, statistics)
    both = (totals(a), totals(plan)) if not veil.outputs else None  # they would tell a shape
    if at is None or at[0] == INPUT:
        note = Message(N_("The input is the same for both: select a layer to compare it."))
        return Subject(at, note=note, differences=found, totals=both)
    layer = plan.layer(at[0])
    title = f"{layer.layer.label} {index_text(layer.output_shape or (), *at[1:])}" if layer.runs else layer.layer.label
    other = partner(a, plan, layer.id)
    if not fits:
        note = NoRoom(N_("A does not fit into the memory beside B: lower the working size, or forget A."))
        return Subject(at, title, None, note, found, both)
    if other is None:
        note = Message(N_("{layer} is not in A, and A has no layer at its place."), layer=layer.layer.label)
        return Subject(at, title, None, note, found, both)
    theirs = a.layer(other)
    question = Beside(variant, layer.id, other, at[1], at[2])
    kernels = kernels_of(theirs, layer, slice_at) if other == layer.id else None
    return Subject(at, title, question, _note(theirs, layer), found, both, kernels)


def _note(a: LayerPlan, b: LayerPlan) -> Message | None:
    """What is not as one would expect: another layer, or another shape."""
    label, other = b.layer.label, a.layer.label
    if a.id != b.id and a.output_shape == b.output_shape:
        return Message(N_("{layer} is not in A: compared with {other}, at the same place."), layer=label, other=other)
    if a.output_shape is None or b.output_shape is None or a.output_shape == b.output_shape:
        return None
    shapes = {"a": _size(a), "b": _size(b)}
    if a.id != b.id:
        told = N_("{layer} is not in A: beside {other}, at the same place; no difference of {a} and {b}.")
        return Message(told, layer=label, other=other, **shapes)
    return Message(N_("{layer} is {a} in A and {b} in B: no difference can be taken."), layer=label, **shapes)


def _size(layer: LayerPlan) -> str:
    return "×".join(map(str, plane_shape(layer.output_shape or ())[1:]))


def kernels_of(a: LayerPlan, b: LayerPlan, slice_at: tuple[int, int]) -> Kernels | None:
    """The selected slice in both, if the layer has kernels of one shape that differ."""
    for name, spec in b.specs.items():
        if len(spec.shape) != 4 or name not in a.specs or a.specs[name].shape != spec.shape:
            continue
        layout = slice_layout(b.layer.block, spec.shape)
        if layout is None or not (a.weights_at_hand and b.weights_at_hand):
            continue
        old, new = a.weights[name], b.weights[name]
        if old is new or not changed_cells(old, new).any():
            continue
        out, into = slice_at
        place = min(into, layout.rows - 1), min(out, layout.columns - 1)
        first, second = layout.slice(old, *place), layout.slice(new, *place)
        title = kernel_text(place[1], channel_name(b, place[0]))
        return Kernels(title, first, second, np.asarray(first != second, np.bool_))
    return None
