"""What the page of matrices shows, as plain grids: where each stands, and which of its cells are lit.

Places are in cells: the board turns them into pixels. Two scenes tell of the same convolution, one with the patches as
a matrix (im2col), one with the kernel as a matrix (Toeplitz). A focus names a tap of the kernel and a place of the
output; what belongs to it is lit in every grid.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import NO_CELL, Numbers
from cnnlab.explain.im2col import Unrolled

Cell = tuple[int, int]
_TITLED = 1.4  # rows from the end of a grid to the one below, whose title stands between them


@dataclass(frozen=True)
class Focus:
    """What is lit: a tap of the kernel, counted row by row, and a place of the output; None for all or no one."""

    tap: int | None = None
    place: int | None = None


@dataclass(frozen=True, eq=False)
class Grid:
    """One grid of numbers.

    Attributes:
        name: `input`, `kernel`, `row`, `matrix`, `product`, `output`, `x` or `y`.
        values: `[r, c]`.
        weight: in the colours of weights.
        block: which block from the left it belongs to.
        top, left: its corner in cells, within its block.
        lit: cells that belong to the focus.
        marked: the cells of the focus itself.
        empty: `[r, c]`, where there is no number but padding, or a zero that the kernel never reaches; None for none.
        focus_at: what pressing a cell asks for; None if nothing.
    """

    name: str
    values: Numbers
    weight: bool = False
    block: int = 0
    top: float = 0.0
    left: float = 0.0
    lit: frozenset[Cell] = frozenset()
    marked: frozenset[Cell] = frozenset()
    empty: NDArray[np.bool_] | None = None
    focus_at: Callable[[int, int], Focus | None] | None = None

    @property
    def shape(self) -> Cell:
        """Rows and columns."""
        return self.values.shape[0], self.values.shape[1]


def im2col_scene(case: Unrolled, focus: Focus) -> tuple[Grid, ...]:
    """Picture and kernel, the kernel as a row, the patches as columns, the product below them, the output."""
    taps, places = case.columns.shape
    matrix = Grid(
        "matrix",
        case.columns,
        block=2,
        lit=_line(focus.place, taps, down=True) | (_line(focus.tap, places) if focus.place is None else frozenset()),
        marked=_one(focus.tap, focus.place),
        empty=case.geometry.sources == NO_CELL,
        focus_at=lambda row, column: Focus(row, column),
    )
    row = Grid(
        "row",
        case.row[None],
        weight=True,
        block=1,
        top=(taps - 1) / 2,
        marked=_one(0, focus.tap),
        focus_at=lambda _row, column: Focus(column, None),
    )
    product = Grid(
        "product",
        case.product[None],
        block=2,
        top=taps + _TITLED,
        marked=_one(0, focus.place),
        focus_at=lambda _row, column: Focus(None, column),
    )
    return (*_pictures(case, focus), row, matrix, product, _output(case, focus, block=3))


def toeplitz_scene(case: Unrolled, focus: Focus) -> tuple[Grid, ...]:
    """Picture and kernel, the kernel as a matrix, the picture as a column laid above it, the product beside it."""
    cells = case.picture.size
    sources = case.geometry.sources
    reached = np.zeros(case.toeplitz.shape, bool)
    taps, outputs = np.nonzero(sources != NO_CELL)
    reached[outputs, sources[taps, outputs]] = True

    def tap_at(place: int, cell: int) -> Focus:
        found = np.flatnonzero(sources[:, place] == cell)
        return Focus(int(found[0]) if found.size else None, place)

    column = _source(case, focus)
    matrix = Grid(
        "matrix",
        case.toeplitz,
        weight=True,
        block=1,
        top=1 + _TITLED,
        lit=_line(focus.place, cells),
        marked=_one(focus.place, column),
        empty=~reached,
        focus_at=tap_at,
    )
    patch = frozenset((0, int(cell)) for cell in _read(case, focus) if cell != NO_CELL)
    x = Grid("x", case.picture.reshape(1, -1), block=1, lit=patch, marked=_one(0, column))
    y = Grid(
        "y",
        case.product[:, None],
        block=2,
        top=1 + _TITLED,
        marked=_one(focus.place, 0),
        focus_at=lambda place, _column: Focus(None, place),
    )
    return (*_pictures(case, focus), x, matrix, y, _output(case, focus, block=3))


def _pictures(case: Unrolled, focus: Focus) -> tuple[Grid, Grid]:
    """The picture with its ring of padding, and below it the kernel."""
    edge, width = case.geometry.padding, case.geometry.size[1]
    padded = np.pad(case.picture, edge)
    inside = np.pad(np.ones(case.picture.shape, bool), edge)
    lit = _patch(case, focus) if focus.place is not None else frozenset()
    cells = [(int(cell) // width + edge, int(cell) % width + edge) for cell in _read(case, focus) if cell != NO_CELL]
    own = _patch_cell(case, focus)
    picture = Grid(
        "input",
        padded,
        lit=lit if focus.place is not None else frozenset(cells),
        marked=frozenset() if own is None else frozenset({own}),
        empty=~inside,
    )
    across = case.geometry.kernel[1]
    kernel = Grid(
        "kernel",
        case.kernel,
        weight=True,
        top=padded.shape[0] + _TITLED,
        marked=frozenset() if focus.tap is None else frozenset({divmod(focus.tap, across)}),
        focus_at=lambda row, column: Focus(row * across + column, None),
    )
    return picture, kernel


def _output(case: Unrolled, focus: Focus, block: int) -> Grid:
    across = case.geometry.output[1]
    return Grid(
        "output",
        case.folded,
        block=block,
        marked=frozenset() if focus.place is None else frozenset({divmod(focus.place, across)}),
        focus_at=lambda row, column: Focus(None, row * across + column),
    )


def _patch_place(case: Unrolled, tap: int, place: int) -> Cell:
    """Row and column in the padded picture that a tap meets for a place of the output."""
    geometry = case.geometry
    down, across = divmod(tap, geometry.kernel[1])
    row, column = divmod(place, geometry.output[1])
    return (
        row * geometry.stride + down * geometry.dilation,
        column * geometry.stride + across * geometry.dilation,
    )


def _patch(case: Unrolled, focus: Focus) -> frozenset[Cell]:
    assert focus.place is not None
    return frozenset(_patch_place(case, tap, focus.place) for tap in range(case.kernel.size))


def _patch_cell(case: Unrolled, focus: Focus) -> Cell | None:
    if focus.tap is None or focus.place is None:
        return None
    return _patch_place(case, focus.tap, focus.place)


def _read(case: Unrolled, focus: Focus) -> NDArray[np.intp]:
    """Cells of the picture that the focus reads."""
    sources = case.geometry.sources
    if focus.place is not None:
        return sources[:, focus.place]
    return sources[focus.tap] if focus.tap is not None else np.zeros(0, np.intp)


def _source(case: Unrolled, focus: Focus) -> int | None:
    """The cell of the picture that tap and place meet in."""
    if focus.tap is None or focus.place is None:
        return None
    cell = int(case.geometry.sources[focus.tap, focus.place])
    return None if cell == NO_CELL else cell


def _one(row: int | None, column: int | None) -> frozenset[Cell]:
    return frozenset() if row is None or column is None else frozenset({(row, column)})


def _line(at: int | None, length: int, down: bool = False) -> frozenset[Cell]:
    """A whole row or, `down`, a whole column."""
    if at is None:
        return frozenset()
    return frozenset((along, at) if down else (at, along) for along in range(length))


def moved(focus: Focus, down: int, across: int, case: Unrolled) -> Focus:
    """The focus so many taps and places further on, as far as there are any."""
    taps, places = case.columns.shape
    tap, place = focus.tap or 0, focus.place or 0
    return replace(focus, tap=min(max(tap + down, 0), taps - 1), place=min(max(place + across, 0), places - 1))
