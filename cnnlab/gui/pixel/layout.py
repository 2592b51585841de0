"""Where the parts of a sheet lie, at the size of type of the moment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.canvas.face import Face
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.pixel.sheet import Grid, Item, Number, Plot, Row, Sheet, Sign
from cnnlab.gui.theme import Space, TextSize, scaled

CELL = 26  # height of a cell
_BARE = 12  # side of a cell without a number, at least
_SMALLEST = 34  # width of a cell with a number
_PLOT = (220, 130)
_LINE = 22
_ADDENDS = 150  # width of the list of addends, at least
_TIGHT = 10  # type of numbers where there is no room for the usual one


class Faces:
    """The faces of a sheet; `tight` has smaller numbers."""

    def __init__(self, tight: bool = False) -> None:
        size = _TIGHT if tight else TextSize.SMALL
        self.cell = Face(mono_font(size))
        self.number = Face(mono_font(TextSize.BODY))
        self.strong = Face(mono_font(TextSize.TITLE, 600))
        self.words = Face(ui_font(TextSize.BODY))
        self.label = Face(ui_font(TextSize.BODY, 600))


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


def lay_out(sheet: Sheet, width: int) -> Layout:
    """Lay a sheet out in so many pixels; with smaller numbers, and then wider than that, where it does not fit."""
    usual = _laid(sheet, width, Faces())
    return usual if usual.size.width() <= width else _laid(sheet, width, Faces(tight=True))


def _laid(sheet: Sheet, width: int, faces: Faces) -> Layout:
    margin, gap, line = Space.L, scaled(Space.S), scaled(_LINE)
    label = max((faces.label.width(row.label) for row in sheet.rows), default=0)
    left = margin + (label + gap if label else 0)
    cells = {id(row): [_cell(item, faces) for item in row.items] for row in sheet.rows}
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
    addends = _addends(sheet, max(right + Space.XL, 0), width, line, faces)
    high = max(y, addends.bottom() + scaled(Space.M) if sheet.addends else 0)
    wide = max(right, addends.right() + margin if sheet.addends else 0)
    return Layout(tuple(rows), addends, line, QSize(wide, high), faces)


def _addends(sheet: Sheet, left: int, width: int, line: int, faces: Faces) -> QRect:
    if not sheet.addends:
        return QRect()
    names = max(faces.words.width(addend.name) for addend in sheet.addends)
    numbers = max((faces.strong if a.strong else faces.number).width(a.number) for a in sheet.addends)
    wide = max(scaled(_ADDENDS), names + numbers + scaled(Space.XL))
    beside = min(left + scaled(Space.XL), max(left, width - wide - Space.XL))
    return QRect(QPoint(beside, scaled(Space.S)), QSize(wide, line * len(sheet.addends) + scaled(Space.S)))


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


def _cell(item: Item, faces: Faces) -> QSize:
    """The size of a grid's cells: all of its numbers fit."""
    if not isinstance(item, Grid):
        return QSize()
    longest = max((len(text) for text in item.texts.ravel()), default=0)
    if not longest:
        side = scaled(_BARE) if max(item.texts.shape) > _BARE else scaled(CELL)
        return QSize(side, side)
    width = faces.cell.width("0" * longest) + scaled(Space.M)
    return QSize(max(scaled(_SMALLEST), width), scaled(CELL))


def _size(item: Item, cell: QSize, faces: Faces) -> QSize:
    if isinstance(item, Grid):
        height, width = item.texts.shape
        return QSize(width * cell.width(), height * cell.height())
    if isinstance(item, Plot):
        return QSize(*(scaled(side) for side in _PLOT))
    if isinstance(item, Sign):
        return QSize(faces.words.width(item.text) + 2, scaled(_LINE))
    face = faces.strong if isinstance(item, Number) and item.strong else faces.number
    return QSize(face.width(item.text) + 2, scaled(_LINE))


def cell_rect(placed: Placed, row: int, column: int) -> QRect:
    """Where a cell of a grid is painted."""
    width, height = placed.cell.width(), placed.cell.height()
    return QRect(placed.rect.left() + column * width, placed.rect.top() + row * height, width, height)
