"""Where the parts of a sheet lie, at the size of type of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import chain

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.pixel.faces import Faces, faces_of
from cnnlab.gui.pixel.sheet import Addend, Grid, Item, Number, Plot, Row, Sheet, Sign
from cnnlab.gui.theme import Space, TextSize, scaled

_LARGE = (26, 22, 18, 16, 14, TextSize.BODY, TextSize.SMALL)  # type of the cells' numbers, as large as there is room
_TIGHT = (TextSize.SMALL, 11, 10, 9, 8, 7)  # the same where something has to give way for it
_LEAST = 10  # pixels of type that is read; where all type is larger, numbers grow last
_FITTING = 11  # from here on a sheet may be higher than its view, and is scrolled
_BARE = 14  # side of a cell without a number, at least
_MOST_LINES = 2  # of a sum below the rows, which stays in sight while they are scrolled
_KEPT = 2  # addends at the end of a sum that are always written out: bias and value
_ADDENDS = 12  # width of the list of addends in digits, at least


class Bare(Enum):
    """What goes without numbers where there is no room for them: nothing, what is multiplied, or the products too."""

    NOTHING = 0
    FACTORS = 1
    ALL = 2


class Sums(Enum):
    """Where the sums of the rows stand: at their ends and in the list of addends, or only there, right or below."""

    IN_ROWS = 0
    LISTED = 1
    BELOW = 2


@dataclass(frozen=True)
class Form:
    """How a sheet is laid out: the size of its type, where its sums stand, and what gives way.

    Attributes:
        short: it is the shorter sheet.
        folded: products stand below what is multiplied.
    """

    sheet: Sheet
    size: int
    sums: Sums = Sums.IN_ROWS
    tight: bool = False
    bare: Bare = Bare.NOTHING
    short: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Placed:
    """An item where it is painted; a grid's cells have this size, and numbers in this type unless they are bare."""

    item: Item
    rect: QRect
    cell: QSize = QSize()
    size: int = 0

    @property
    def bare(self) -> bool:
        """Whether a grid's cells have no room for their numbers."""
        return not self.size


@dataclass(frozen=True)
class PlacedRow:
    """A row where it is painted."""

    row: Row
    label: QRect
    items: tuple[Placed, ...]
    top: int
    bottom: int


@dataclass(frozen=True)
class PlacedAddend:
    """One addend of a sum in lines: `+`, its name and its number, each where it is painted."""

    addend: Addend
    sign: str
    parts: tuple[QRect, QRect, QRect]


@dataclass(frozen=True)
class Layout:
    """A sheet where it is painted.

    Attributes:
        rows: where they are.
        addends: the list's rectangle, empty without one.
        foot: the addends of a list that is written below the rows as one sum, each in its place; else none.
        line: height of its lines.
        size: of the whole.
        faces: of all type.
        form: how it is laid out.
        outline: what that was chosen by.
    """

    form: Form
    rows: tuple[PlacedRow, ...]
    addends: QRect
    foot: tuple[PlacedAddend, ...]
    line: int
    size: QSize
    faces: Faces
    outline: object = None

    @property
    def sheet(self) -> Sheet:
        """What is shown, all of it, also where the rows leave out what the list has."""
        return self.form.sheet


def lay_out(
    sheet: Sheet, width: int, height: int, shorter: Callable[[], Sheet] | None = None, before: Layout | None = None
) -> Layout:
    """Lay a sheet out in a view of so many pixels: as large as it fits, and rather scrolled than too small to be read.

    Where it is too wide the sums stand in the list of addends alone, then numbers have fewer digits: the `shorter`
    sheet. Where that is not enough the list stands below the rows, then the products below their factors; then factors
    are shown as colours alone, then the products. A sheet that differs from the one `before` in nothing but numbers is
    laid out as that was.
    """
    outline = _outline(sheet), width, height, scaled(1000)
    if before is not None and before.outline == outline:
        form = before.form
        again = _laid(replace(form, sheet=shorter() if form.short and shorter is not None else sheet), width)
        if again.size == before.size:
            return replace(again, outline=outline)
    forms = _Forms(sheet, shorter, width)
    return replace(forms.in_sight(height) or forms.scrolled() or forms.bare(), outline=outline)


def _outline(sheet: Sheet) -> object:
    """What the places of a sheet's parts follow from: how long its texts are, not what they say."""
    rows = tuple((row.label, tuple(map(_extent, row.items))) for row in sheet.rows)
    return rows, tuple((addend.name, len(addend.number)) for addend in sheet.addends)


def _extent(item: Item) -> tuple[object, ...]:
    match item:
        case Grid():
            return item.texts.shape, item.longest, item.side, item.frames is None
        case Number():
            return len(item.text), item.strong
        case Sign():
            return (item.text,)
    return ()


class _Forms:
    """The forms that a sheet can take in a view of some width, from the fullest to the barest."""

    def __init__(self, sheet: Sheet, shorter: Callable[[], Sheet] | None, width: int) -> None:
        self._sheet, self._width = sheet, width
        self._shorter = cache(shorter) if shorter is not None and sheet.addends else None
        self._sizes = tuple(size for size in _TIGHT if scaled(size) >= min(_LEAST, scaled(_LEAST)))

    def in_sight(self, height: int) -> Layout | None:
        """As large as all of it is in sight; None if that takes type too small to be read."""
        smallest = _laid(Form(self._sheet, self._sizes[-1], Sums.LISTED, tight=True), self._width)
        return (
            self._first(chain(self._loose(_LARGE), self._tight()), height) if smallest.size.height() <= height else None
        )

    def scrolled(self) -> Layout | None:
        """With all numbers, and the width in sight; the list of addends is below the rows if need be."""
        most = TextSize.SMALL if len(self._sheet.rows) > 1 else _FITTING
        below = (replace(form, size=size, sums=Sums.BELOW) for size in self._sizes for form in self._written())
        folded = (
            replace(form, size=size, sums=Sums.BELOW, folded=True) for size in self._sizes for form in self._written()
        )
        forms = chain(self._loose(_TIGHT[:1]), self._tight(), below, folded)
        return self._first(form for form in forms if form.size <= most)

    def bare(self) -> Layout:
        """With colours instead of numbers."""
        kinds = (*((Bare.FACTORS, size) for size in self._sizes[1:]), (Bare.ALL, _FITTING))
        forms = [
            replace(form, size=size, sums=sums, bare=bare)
            for bare, size in kinds
            for form in self._written()
            for sums in Sums
        ]
        return self._first(forms) or _laid(forms[-1], self._width)

    def _first(self, forms: Iterable[Form], height: int | None = None) -> Layout | None:
        """The first that has room."""
        for form in forms:
            found = _laid(form, self._width)
            if found.size.width() <= self._width and (height is None or found.size.height() <= height):
                return found
        return None

    def _loose(self, sizes: Sequence[int]) -> Iterator[Form]:
        """All digits, with room around them."""
        for sums in (Sums.IN_ROWS, Sums.LISTED):
            yield from (Form(self._sheet, size, sums) for size in sizes)

    def _tight(self) -> Iterator[Form]:
        """Sizes of type, and what gives way to have room for them."""
        for size in self._sizes:
            for form in self._written():
                yield from (replace(form, size=size, sums=sums) for sums in (Sums.IN_ROWS, Sums.LISTED))

    def _written(self) -> Iterator[Form]:
        """With all digits, and with fewer."""
        yield Form(self._sheet, _LEAST, tight=True)
        if self._shorter is not None:
            yield Form(self._shorter(), _LEAST, tight=True, short=True)


def _without_sums(sheet: Sheet) -> tuple[Row, ...]:
    """The rows without the sums at their ends, which the list of addends has too; nothing less without such a list."""
    if not sheet.addends:
        return sheet.rows
    ends = [
        -2 if row.items and isinstance(row.items[-1], Number) and row.items[-1].right else None for row in sheet.rows
    ]
    return tuple(replace(row, items=row.items[:end]) for row, end in zip(sheet.rows, ends, strict=True))


def _laid(form: Form, width: int) -> Layout:
    faces, below = faces_of(form.size, form.tight), form.sums is Sums.BELOW
    sheet_rows = form.sheet.rows if form.sums is Sums.IN_ROWS else _without_sums(form.sheet)
    label = max((faces.label.width(row.label) for row in sheet_rows), default=0)
    left = Space.L + (label + faces.gap if label else 0)
    cells = {id(row): [_cell(item, faces, form.bare) for item in row.items] for row in sheet_rows}
    columns = _columns(sheet_rows, cells, faces)
    rows, y, right = [], scaled(Space.S), left
    for row in sheet_rows:
        sizes = [_size(item, cell, faces) for item, cell in zip(row.items, cells[id(row)], strict=True)]
        top, items, named = y, list[Placed](), 0
        for places in _lines(row, form.folded):
            height = max((sizes[place].height() for place in places), default=faces.line)
            x = left
            for place in places:
                item, cell, size = row.items[place], cells[id(row)][place], sizes[place]
                room = max(size.width(), columns.get((_shape(row), place), 0))
                place_of = QRect(x, y + (height - size.height()) // 2, room, size.height())
                items.append(Placed(item, place_of, cell, _type(item, cell, form)))
                x += room + faces.gap
            named, right, y = named or height, max(right, x), y + height + faces.gap
        y -= faces.gap
        rows.append(PlacedRow(row, QRect(Space.L, top, label, named), tuple(items), top, y))
        y += faces.apart
    beside, top = (left - 2 * scaled(Space.L), y) if below else (right, scaled(Space.S))
    addends, foot = _addends(form.sheet, beside, width, faces, top), tuple[PlacedAddend, ...]()
    if below and (summed := _foot(form.sheet, width, faces, top)) is not None:
        addends, foot = summed
    listed = bool(form.sheet.addends)
    high = max(y - faces.apart, addends.bottom() if listed else 0) + Space.XS
    wide = max(right, addends.right() + Space.L if listed else 0)
    return Layout(form, tuple(rows), addends, foot, faces.line, QSize(wide, high), faces)


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


def _lines(row: Row, folded: bool) -> list[range]:
    """Which items of a row stand in one line: all, or what is multiplied, and what comes out from `=` on."""
    whole = range(len(row.items))
    at = next((place for place, item in enumerate(row.items) if isinstance(item, Sign) and item.text == "="), 0)
    return [whole[:at], whole[at:]] if folded and at else [whole]


def _foot(sheet: Sheet, width: int, faces: Faces, top: int) -> tuple[QRect, tuple[PlacedAddend, ...]] | None:
    """The addends as one sum in few lines that end at `width`, the smaller ones put together if need be.

    None where even so it would take more.
    """
    for listed in _shortened(sheet.addends):
        rect, found = _in_lines(listed, width, faces, top)
        if found and rect.height() <= scaled(Space.XS) + _MOST_LINES * faces.line:
            return rect, found
    return None


def _shortened(addends: tuple[Addend, ...]) -> Iterator[tuple[Addend, ...]]:
    """All of them; then with the last ones before the bias and the value as one, which adds up as it is written."""
    yield addends
    for first in range(len(addends) - _KEPT - 1, 0, -1):
        numbers = [addend.number for addend in addends[first:-_KEPT]]
        if not any("e" in number for number in numbers):
            yield (*addends[:first], Addend("…", f"{sum(map(Decimal, numbers)):f}"), *addends[-_KEPT:])


def _in_lines(addends: Sequence[Addend], width: int, faces: Faces, top: int) -> tuple[QRect, tuple[PlacedAddend, ...]]:
    """Addends one after the other, in as many lines as they take."""
    left, found = int(Space.L), list[PlacedAddend]()
    x, y = left, top + scaled(Space.XS)
    for place, addend in enumerate(addends):
        sign = "" if not place else "=" if addend.strong else "+"
        widths = [
            face.width(text) for face, text in zip(faces.of(addend), (sign, addend.name, addend.number), strict=True)
        ]
        wanted = sum(widths) + faces.gap * (2 if sign else 1)
        if x > left and x + wanted >= width - Space.L:
            x, y = left, y + faces.line
        parts = list[QRect]()
        for wide in widths:
            parts.append(QRect(x, y, wide + 1 if wide else 0, faces.line))
            x += wide + (faces.gap if wide else 0)
        x += faces.gap
        found.append(PlacedAddend(addend, sign, (parts[0], parts[1], parts[2])))
    rect = QRect(QPoint(left, top), QPoint(width - Space.L - 1, y + faces.line - 1))
    return rect, tuple(found)


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
    longest = 0 if hidden else item.longest
    if not longest:
        side = scaled(_BARE) if hidden or max(item.texts.shape) > _BARE else faces.cell_height
        return QSize(side, side)
    around = faces.around + (scaled(Space.XS) if item.frames is not None else 0)
    return QSize(max(faces.cell.width("0" * longest) + around, faces.cell_height), faces.cell_height)


def _type(item: Item, cell: QSize, form: Form) -> int:
    """The size of type of a grid's numbers; 0 where its cells have no room for them."""
    if not isinstance(item, Grid) or not item.longest:
        return 0
    if item.side:
        smaller = (
            size for size in (*_LARGE, *_TIGHT) if size <= form.size and scaled(size) >= min(_LEAST, scaled(_LEAST))
        )
        return next((size for size in smaller if _fits(item, cell, faces_of(size, tight=True))), 0)
    hidden = form.bare is Bare.ALL or (form.bare is Bare.FACTORS and not item.adds)
    return 0 if hidden else form.size


def _fits(grid: Grid, cell: QSize, faces: Faces) -> bool:
    return cell.width() >= faces.cell.width("0" * grid.longest) + faces.around and cell.height() >= faces.cell_height


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
