"""What an explanation looks like, as plain values: rows of grids, signs and numbers, and a list of addends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cnnlab.engine.view import Probe

Texts = NDArray[np.object_]
Colours = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Cells:
    """Which elements the cells of a grid show.

    Attributes:
        layer: the layer's id, or `input`.
        item: of the batch.
        channel: of the layer.
        rows: `[h]`; −1 where there is none.
        columns: `[w]`, likewise.
    """

    layer: str
    item: int
    channel: int
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    def probe(self, row: int, column: int) -> Probe | None:
        """The element of a cell."""
        y, x = int(self.rows[row]), int(self.columns[column])
        return (self.layer, self.item, self.channel, y, x) if y >= 0 and x >= 0 else None


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers on coloured cells.

    Attributes:
        texts: `[h, w]`, as they are written.
        colours: `[h, w]`, `0xffRRGGBB`.
        missing: `[h, w]`, where zeros were added and there is no cell; None if nowhere.
        ring: row and column of the cell that counts most.
        cells: which elements they are; None if they are none.
        adds: whether the numbers are addends, which are shown as long as there is room.
        frames: `[h, w]`, a colour around each cell, `0xffRRGGBB`; None for no frames.
        side: pixels of a cell's side, in the usual size of type, where numbers are only told on hover; 0: as they need.
    """

    texts: Texts
    colours: Colours
    missing: NDArray[np.bool_] | None = None
    ring: tuple[int, int] | None = None
    cells: Cells | None = None
    adds: bool = False
    frames: Colours | None = None
    side: int = 0

    @cached_property
    def longest(self) -> int:
        """Signs of the longest number; 0 where there is none."""
        return max(map(len, self.texts.ravel().tolist()), default=0)


@dataclass(frozen=True)
class Sign:
    """`×`, `=`, `Σ` between grids, or words in one or more lines."""

    text: str


@dataclass(frozen=True)
class Number:
    """A number, or a formula with its numbers; the `strong` one is the result, a `right` one is flush with others."""

    text: str
    strong: bool = False
    right: bool = False


@dataclass(frozen=True, eq=False)
class Plot:
    """A function with the point that an element is on.

    Attributes:
        xs: `[n]`, rising.
        ys: `[n]`.
        point: x and y of the element.
    """

    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    point: tuple[float, float]


Item = Grid | Sign | Number | Plot


@dataclass(frozen=True)
class Row:
    """Things side by side, with what they belong to on their left."""

    label: str
    items: tuple[Item, ...]
    leads: Probe | None = None


@dataclass(frozen=True)
class Addend:
    """One line of the list on the right."""

    name: str
    number: str
    strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """All of it.

    Attributes:
        title: the element.
        value: its value.
        about: what is done, as a formula or in words.
        rows: one for each channel, or what the kind has to show.
        addends: sums, bias, value; empty where a row says it already.
        verdict: whether it is the tensor's value.
        holds: whether it is.
        notes: sentences.
    """

    title: str
    about: str
    rows: tuple[Row, ...] = ()
    addends: tuple[Addend, ...] = ()
    verdict: str = ""
    holds: bool = True
    notes: tuple[str, ...] = ()
    value: str = ""
