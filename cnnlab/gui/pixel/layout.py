"""Where the parts of a sheet lie, at the size of type of the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.pixel.faces import Faces
from cnnlab.gui.pixel.sheet import Grid, Item, Number, Plot, Row, Sheet, Sign
from cnnlab.gui.theme import Space, TextSize, scaled

_SIZES = (18, 16, 14, TextSize.BODY, TextSize.SMALL, 11, 10)  # type of the cells' numbers, as large as there is room
_FITTING = 11  # from here on a sheet may be higher than its view, and is scrolled
_BARE = 14  # side of a cell without a number, at least
_ADDENDS = 12  # width of the list of addends in digits, at least


class Bare(Enum):
    """What goes without numbers where there is no room for them: nothing, what is multiplied, or the products too."""

    NOTHING = 0
    FACTORS = 1
    ALL = 2


@dataclass(frozen=True)
class Placed:
    """An item where it is painted; a grid's cells have this size."""

    item: Item
    rect: QRect
    cell: QSize = QSize()


@dataclass(frozen=True)
class PlacedRow:
    """A row where it is painted."""

    row: Row
    label: QRect
    items: tuple[Placed, ...]
    top: int
    bottom: int


@dataclass(frozen=True)
class Layout:
    """A sheet where it is painted; `addends` is the list's rectangle, empty without one."""

    rows: tuple[PlacedRow, ...]
    addends: QRect
    line: int
    size: QSize
    faces: Faces


def lay_out(sheet: Sheet, width: int, height: int) -> Layout:
    """Lay a sheet out in a view of so many pixels: as large as it fits, and rather scrolled than too small to be read.

    Where even the smallest type is too wide, the sums stand in the list of addends alone, below the rows; then factors
    are shown as colours alone, then the products.
    """
    for below in (False, True):
        for size in _SIZES:
            found = _laid(_without_sums(sheet) if below else sheet, width, Faces(size), Bare.NOTHING, below)
            if found.size.width() <= width and (found.size.height() <= height or size <= _usual(sheet)):
                return found
    for bare, size in ((Bare.FACTORS, _FITTING), (Bare.FACTORS, _SIZES[-1]), (Bare.ALL, _FITTING)):
        for below in (False, True):
            found = _laid(_without_sums(sheet) if below else sheet, width, Faces(size), bare, below)
            if found.size.width() <= width:
                return found
    return found


def _without_sums(sheet: Sheet) -> Sheet:
    """The rows without the sums at their ends, which the list of addends has too; nothing less without such a list."""
    if not sheet.addends:
        return sheet
    ends = [
        -2 if row.items and isinstance(row.items[-1], Number) and row.items[-1].right else None for row in sheet.rows
    ]
    rows = tuple(replace(row, items=row.items[:end]) for row, end in zip(sheet.rows, ends, strict=True))
    return replace(sheet, rows=rows)


def _usual(sheet: Sheet) -> int:
    """Type that a sheet of several rows is scrolled in rather than made smaller."""
    return TextSize.SMALL if len(sheet.rows) > 1 else _FITTING


def _laid(sheet: Sheet, width: int, faces: Faces, bare: Bare, below: bool = False) -> Layout:
    margin, gap, line = Space.L, scaled(Space.S), faces.line
    label = max((faces.label.width(row.label) for row in sheet.rows), default=0)
    left = margin + (label + gap if label else 0)
    cells = {id(row): [_cell(item, faces, bare) for item in row.items] for row in sheet.rows}
    columns = _columns(sheet.rows, cells, faces)
    rows, y, right = [], scaled(Space.S), left
    for row in sheet.rows:
        sizes = [_size(item, cell, faces) for item, cell in zip(row.items, cells[id(row)], strict=True)]
        height = max((size.height() for size in sizes), default=line)
        x, items = left, []
        for place, (item, cell, size) in enumerate(zip(row.items, cells[id(row)], sizes, strict=True)):
            room = max(size.width(), columns.get((_shape(row), place), 0))
            items.append(Placed(item, QRect(x, y + (height - size.height()) // 2, room, size.height()), cell))
            x += room + gap
        rows.append(PlacedRow(row, QRect(margin, y, label, height), tuple(items), y, y + height))
        right, y = max(right, x), y + height + scaled(Space.M)
    addends = _addends(
        sheet, left - 2 * scaled(Space.L) if below else right, width, faces, y if below else scaled(Space.S)
    )
    high = max(y, addends.bottom() + scaled(Space.M) if sheet.addends else 0)
    wide = max(right, addends.right() + margin if sheet.addends else 0)
    return Layout(tuple(rows), addends, line, QSize(wide, high), faces)


def _addends(sheet: Sheet, left: int, width: int, faces: Faces, top: int) -> QRect:
    """The list right of what ends at `left`, with room for a line between them."""
    if not sheet.addends:
        return QRect()
    names = max(faces.words.width(addend.name) for addend in sheet.addends)
    numbers = max((faces.strong if a.strong else faces.number).width(a.number) for a in sheet.addends)
    wide = max(faces.number.width("0" * _ADDENDS), names + numbers + scaled(Space.L))
    beside = left + scaled(Space.L)
    beside += max(0, min(scaled(2 * Space.XL), width - wide - Space.L - beside))
    return QRect(QPoint(beside, top), QSize(wide, faces.line * len(sheet.addends) + scaled(Space.S)))


def _shape(row: Row) -> tuple[type, ...]:
    return tuple(type(item) for item in row.items)


def _columns(
    rows: tuple[Row, ...], cells: dict[int, list[QSize]], faces: Faces
) -> dict[tuple[tuple[type, ...], int], int]:
    """How wide the n-th item is in all rows that are built alike, so that they stand below each other."""
    found: dict[tuple[tuple[type, ...], int], int] = {}
    for row in rows:
        for place, (item, cell) in enumerate(zip(row.items, cells[id(row)], strict=True)):
            key = (_shape(row), place)
            found[key] = max(found.get(key, 0), _size(item, cell, faces).width())
    return found


def _cell(item: Item, faces: Faces, bare: Bare) -> QSize:
    """The size of a grid's cells: all of its numbers fit, if it shows any."""
    if not isinstance(item, Grid):
        return QSize()
    if item.side:
        return QSize(scaled(item.side), scaled(item.side))
    hidden = bare is Bare.ALL or (bare is Bare.FACTORS and not item.adds)
    longest = 0 if hidden else max((len(text) for text in item.texts.ravel()), default=0)
    if not longest:
        side = scaled(_BARE) if hidden or max(item.texts.shape) > _BARE else faces.cell_height
        return QSize(side, side)
    around = scaled(Space.S) + (scaled(Space.XS) if item.frames is not None else 0)
    return QSize(max(faces.cell.width("0" * longest) + around, faces.cell_height), faces.cell_height)


def _size(item: Item, cell: QSize, faces: Faces) -> QSize:
    if isinstance(item, Grid):
        height, width = item.texts.shape
        return QSize(width * cell.width(), height * cell.height())
    if isinstance(item, Plot):
        return QSize(15 * faces.line, 7 * faces.line)
    if isinstance(item, Sign):
        lines = item.text.split("\n")
        return QSize(max(map(faces.words.width, lines)) + 2, len(lines) * faces.line)
    face = faces.strong if item.strong else faces.number
    return QSize(face.width(item.text) + 2, faces.line)


def cell_rect(placed: Placed, row: int, column: int) -> QRect:
    """Where a cell of a grid is painted."""
    width, height = placed.cell.width(), placed.cell.height()
    return QRect(placed.rect.left() + column * width, placed.rect.top() + row * height, width, height)
