"""What a tool changes: the slice on show, all slices of its kernel, or the whole layer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from cnnlab.blocks.weight import Array, Shape, Weight
from cnnlab.document.cells import Cells, Places
from cnnlab.document.initialisations import Initialisation, fans
from cnnlab.document.weights import random_generator
from cnnlab.gui.inspector.slices import SliceLayout
from cnnlab.text import N_, Message, UserError

_MOST = 2**22  # weights that are changed in a fraction of a second, which the window can wait


class Scope(Enum):
    """How far a tool reaches."""

    SLICE = "slice"
    KERNEL = "kernel"
    LAYER = "layer"


class Reach(Enum):
    """Where a slice is copied to."""

    ROW = "row"  # the same input of all outputs
    COLUMN = "column"  # all inputs of the same output
    ALL = "all"


@dataclass(frozen=True)
class Change:
    """A tool with what undo calls it.

    Attributes:
        make: new values from the old ones `[…, kh, kw]`, with the shape of the whole weight and a name of the place.
        at_once: whether a layer is made in one go and not kernel by kernel.
    """

    what: Message | str
    make: Callable[[Array, Shape, str], Array]
    at_once: bool = False

    @classmethod
    def of(cls, what: Message | str, change: Callable[[Array], Array]) -> Change:
        """A change that asks for nothing but the values."""
        return cls(what, lambda values, _shape, _place: change(values))

    @classmethod
    def random(cls, initialisation: Initialisation, seed: int) -> Change:
        """Fresh values by a named initialisation; the same seed gives the same values at the same place."""

        def draw(values: Array, shape: Shape, place: str) -> Array:
            return initialisation.draw(random_generator(initialisation.id, seed, place), values.shape, fans(shape))

        return cls(initialisation.id, draw, at_once=True)


def applied(change: Change, weight: Weight, layout: SliceLayout | None, place: tuple[int, int], scope: Scope) -> Array:
    """The new values: of a slice `[kh, kw]`, of a kernel `[in, kh, kw]`, or of the whole weight.

    A weight without slices is a matrix, whose rows are its kernels; it is changed as a whole.

    Raises:
        UserError: the tool cannot be used on these values, or they are too many.
    """
    if scope is Scope.LAYER or layout is None:
        _check_count(math.prod(weight.shape))
    if scope is Scope.SLICE and layout is not None:
        return _float(change.make(layout.slice(weight, *place), weight.shape, f"{place}"))
    if scope is Scope.KERNEL and layout is not None:
        return _float(change.make(kernel(weight, layout, place[1]), weight.shape, f"{place[1]}"))
    if change.at_once:
        return _float(change.make(weight.array(), weight.shape, ""))
    if layout is None or not layout.transposed:
        parts = [change.make(chunk, weight.shape, "") for chunk in weight.chunks]
        return _float(np.stack(parts))
    result = weight.array()
    for column in range(layout.columns):
        index = slices(layout, np.arange(layout.rows), column)
        result[index] = change.make(result[index], weight.shape, "")
    return result


def kernel(weight: Weight, layout: SliceLayout, column: int) -> Array:
    """All input slices `[in, kh, kw]` of an output."""
    if not layout.transposed:
        return weight.chunks[column]
    return np.stack([layout.slice(weight, row, column) for row in range(layout.rows)])


def as_cells(name: str, values: Array, layout: SliceLayout | None, place: tuple[int, int], scope: Scope) -> Cells:
    """The edit that writes what `applied` gave."""
    if scope is Scope.LAYER or layout is None:
        return Cells.at(name, (np.arange(len(values)),), values)
    rows = np.arange(layout.rows) if scope is Scope.KERNEL else place[0]
    return Cells(name, slices(layout, rows, place[1]), values)


def copied(name: str, values: Array, layout: SliceLayout, place: tuple[int, int], reach: Reach) -> Cells:
    """The edit that writes a slice `[kh, kw]` into others.

    Raises:
        UserError: they are too many.
    """
    rows = place[0] if reach is Reach.ROW else np.arange(layout.rows)
    columns = place[1] if reach is Reach.COLUMN else np.arange(layout.columns)
    _check_count(np.size(rows) * np.size(columns) * values.size)
    return Cells(name, slices(layout, rows, columns), values)


def slices(layout: SliceLayout, rows: Places | int, columns: Places | int) -> tuple[Places, ...]:
    """The leading indices of all slices in these rows and columns."""
    down, across = np.meshgrid(np.atleast_1d(rows), np.atleast_1d(columns), indexing="ij")
    return layout.leadings(down.ravel(), across.ravel())


def _check_count(count: int) -> None:
    if count > _MOST:
        raise UserError(
            N_("{count} weights are more than the {most} that are changed at once: change a slice, a kernel or cells"),
            count=count,
            most=_MOST,
        )


def _float(values: Array) -> Array:
    return np.ascontiguousarray(values, np.float32)
