"""How large the cells of the kernel grid are, and the grid as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize

from cnnlab.gui.fonts import scaled

TALLEST = 372  # height of a kernel; more rows scroll
LINE = 30  # height of a row of a matrix
LINES = 12  # rows of a matrix; more scroll
FINE = 24  # width of a kernel's cell below which numbers have no room
_SMALLEST = 10  # side of a cell; more columns scroll
_BAR = 10  # width of a scroll bar, as in the stylesheet


def kernel_cell(columns: int, room: int) -> QSize:
    """The size of a kernel's cells: they fill the width, and few of them are not blown up."""
    width = max(_SMALLEST, min(room // max(1, columns), scaled(96 if columns < 3 else 124)))
    step = scaled(44)
    return QSize(width, width if width <= step else min(scaled(58), step + (width - step) // 5))


def table_cell(columns: int, room: int) -> QSize:
    """The size of a matrix's cells: wide enough for a number, and no higher than a line."""
    return QSize(max(scaled(54), min(room // max(1, columns), scaled(124))), scaled(LINE))


def grid_size(rows: int, columns: int, room: int, headers: QSize | None) -> tuple[QSize, QSize]:
    """The size of a cell, and of the grid with its headers and scroll bars, in a width of `room` pixels.

    `headers` is the space that the names of rows and columns take; None for a kernel, which has none.
    """
    measure, tallest = (kernel_cell, scaled(TALLEST)) if headers is None else (table_cell, LINES * scaled(LINE))
    side, top = (headers.width(), headers.height()) if headers is not None else (0, 0)
    bar, cell = 0, measure(columns, room - side)
    if cell.height() * rows > tallest:  # the scroll bar takes some of the width
        bar, cell = _BAR, measure(columns, room - side - _BAR)
    width, height = cell.width() * columns + side + bar, min(cell.height() * rows, tallest) + top
    return cell, QSize(min(width, room), height + (_BAR if width > room else 0))
