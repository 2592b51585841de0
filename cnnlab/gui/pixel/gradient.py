"""The effective receptive field as a row of the sheet: large enough to be seen, whatever the size of the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnnlab.document.stack import INPUT
from cnnlab.explain.digits import short_text
from cnnlab.gui.pixel.sheet import Cells, Grid, Row, Sign
from cnnlab.gui.pixel.tints import Tints
from cnnlab.text import N_, Message, _

_MOST = 48  # cells of a side; more are put together
_COUNTS = 0.01  # of the strongest cell: what is weaker has no room
_SIDE = 132  # pixels of the longer side, about


def gradient_row(field: NDArray[np.float32], item: int, tints: Tints) -> Row | None:
    """The cells of the picture that move an element, `[h, w]`; None if none does.

    Of cells that are put together the strongest is shown.
    """
    counts = field > _COUNTS * field.max(initial=0.0)
    rows, columns = (np.flatnonzero(counts.any(axis)) for axis in (1, 0))
    if not rows.size:
        return None
    box = field[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float64)
    step = -(-max(box.shape) // _MOST)
    firsts = [np.arange(0, size, step) for size in box.shape]
    cells = np.maximum.reduceat(np.maximum.reduceat(box, firsts[0], 0), firsts[1], 1)
    places = Cells(INPUT, item, 0, firsts[0] + rows[0], firsts[1] + columns[0]) if step == 1 else None
    texts = np.empty(cells.shape, object)
    texts.ravel()[:] = [short_text(value) for value in cells.ravel().tolist()]
    grid = Grid(texts, tints.heat(cells), cells=places, side=max(4, _SIDE // max(cells.shape)))
    spans = {"y": f"{rows[0]}…{rows[-1]}", "x": f"{columns[0]}…{columns[-1]}", "most": short_text(float(cells.max()))}
    about = str(Message(N_("|∂ value / ∂ input|, mean over channels\nrows {y}, columns {x}\n{most} at most"), **spans))
    if np.count_nonzero(field) > np.count_nonzero(box):
        about += "\n" + _("less than a hundredth of it beyond")
    return Row(_("gradient"), (grid, Sign(about)))
