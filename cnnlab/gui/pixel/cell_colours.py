"""One colour for each cell of a kernel: on the slice, on the patch, and on the picture, so that one sees which meets
which."""

from __future__ import annotations

from math import gcd

import numpy as np
from PySide6.QtGui import QColor

from cnnlab.blocks.explanation import NO_CELL, Terms
from cnnlab.gui.pixel.sheet import Colours
from cnnlab.gui.theme import Theme

_LIGHTNESS = {True: (150, 190, 115), False: (120, 85, 160)}  # of 255, by whether the theme is dark
_SATURATION = 215

CellMarks = tuple[tuple[int, int, int], ...]  # row, column and colour of cells of a layer


def cell_colours(terms: Terms, theme: Theme) -> Colours:
    """`[kh, kw]`: the colour of the kernel's cell that each cell of the patch meets."""
    width = int(terms.kernel_columns.max(initial=0)) + 1
    numbers = terms.kernel_rows[:, None] * width + terms.kernel_columns
    count = int(numbers.max(initial=0)) + 1
    found = np.zeros(numbers.shape, np.uint32)
    for place, number in np.ndenumerate(numbers):
        found[place] = _colour(int(number), count, theme)
    return found


def cell_marks(terms: Terms, colours: Colours) -> CellMarks:
    """The cells of the layer before that the kernel meets, with the colours of its own cells."""
    rows, columns = terms.patch.rows.tolist(), terms.patch.columns.tolist()
    return tuple(
        (row, column, int(colours[y, x]))
        for y, row in enumerate(rows)
        for x, column in enumerate(columns)
        if row != NO_CELL and column != NO_CELL
    )


def _colour(number: int, count: int, theme: Theme) -> int:
    """Hues all around, far apart for cells beside each other; of many, three lightnesses tell them apart as well."""
    stride = next(n for n in range(max(1, round(0.382 * count)), count + 2) if gcd(n, count) == 1)
    lightness = _LIGHTNESS[theme.dark][number % 3 if count > 12 else 0]
    return QColor.fromHsl(360 * (number * stride % count) // count, _SATURATION, lightness).rgb()
