"""What copying and pasting mean in the kernel grid."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QGuiApplication

from cnnlab.blocks.weight import Array
from cnnlab.gui.inspector.contents import GridContent
from cnnlab.gui.inspector.grid_model import GridModel
from cnnlab.gui.inspector.grid_selection import Selected
from cnnlab.gui.inspector.pasting import Box, block, numpy_text, parse_block, sheet_text
from cnnlab.text import N_, Message, UserError

_MOST = 100_000  # cells that a text in the clipboard is made of; more take seconds to write


def copy(model: GridModel, where: Selected, numpy: bool = False) -> None:
    """Put the selected rectangle on the clipboard, for a spreadsheet or for NumPy; a kernel as a whole where only
    one of its cells is selected."""
    content = model.content
    if content is None or not len(where):
        return
    whole = len(where) == 1 and not content.labelled
    box = (0, content.rows - 1, 0, content.columns - 1) if whole else where.box
    cells = (box[1] - box[0] + 1) * (box[3] - box[2] + 1)
    if cells > _MOST:
        text = N_("{cells} cells are more than the {most} that are copied as text: select fewer")
        model.refused.emit(Message(text, cells=cells, most=_MOST))
        return
    values = block(content, box)
    QGuiApplication.clipboard().setText(numpy_text(values) if numpy else sheet_text(values))


def paste(model: GridModel, where: Selected) -> None:
    """Ask for what is on the clipboard: one number for all selected cells, or a block of them."""
    content, text = model.content, QGuiApplication.clipboard().text()
    if content is None or not len(where):
        return
    try:
        values = parse_block(text) if "[" in text or len(text.split()) > 1 else None
    except UserError as error:
        model.refused.emit(error.message)
        return
    if values is None or values.size == 1:
        model.enter(where, text if values is None else str(float(values[0, 0])))
        return
    try:
        top, left = _corner(content, where, values)
    except UserError as error:
        model.refused.emit(error.message)
        return
    rows, columns = np.mgrid[top : top + values.shape[0], left : left + values.shape[1]]
    model.wish(Selected(rows.ravel(), columns.ravel()), values.astype(np.float64).ravel(), None, Message(N_("paste")))


def _corner(content: GridContent, where: Selected, values: Array) -> tuple[int, int]:
    """Row and column at which a block goes in: all of a kernel, the selected cells, or from a table's cell on.

    Raises:
        UserError: it goes nowhere.
    """
    rows, columns = values.shape
    if (rows, columns) == (content.rows, content.columns):
        return 0, 0
    top, _bottom, left, _right = where.box
    if _size(where.box) == (rows, columns) and len(where) == rows * columns:
        return top, left
    fits = top + rows <= content.rows and left + columns <= content.columns
    if content.labelled and len(where) == 1 and fits:
        return top, left
    raise _misfit(content, rows, columns)


def _size(box: Box) -> tuple[int, int]:
    return box[1] - box[0] + 1, box[3] - box[2] + 1


def _misfit(content: GridContent, rows: int, columns: int) -> UserError:
    values = {"have": f"{rows}×{columns}", "need": f"{content.rows}×{content.columns}"}
    if rows > content.rows or columns > content.columns:
        if content.labelled:
            return UserError(N_("the pasted block is {have} and the table {need}: paste a smaller one"), **values)
        return UserError(
            N_("the pasted block is {have} and the kernel {need}: set kernel_size to {have} first"), **values
        )
    if content.labelled:
        return UserError(N_("the pasted {have} block does not fit there: begin at a cell further up or left"), **values)
    return UserError(N_("the pasted block is {have} and the kernel {need}: select {have} cells for it first"), **values)
