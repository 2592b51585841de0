"""A picture is grey here as everywhere else; activations have their colours."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtGui import QColor

from cnnlab.document.input import InputSpec
from cnnlab.gui.colormaps import ZERO, activation_table
from cnnlab.gui.norms_page.images import plain_colours
from cnnlab.gui.theme import DARK


def test_only_the_cells_of_a_picture_are_grey() -> None:
    spec, table = InputSpec(), activation_table(DARK)
    greys = plain_colours("input", spec, table)
    levels = [QColor.fromRgb(int(greys[code])) for code in (ZERO, 190, 255)]
    assert [(c.red(), c.green(), c.blue()) for c in levels] == [(0, 0, 0), (124, 124, 124), (255, 255, 255)]
    np.testing.assert_array_equal(plain_colours("conv1", spec, table), table)
    normalised = dataclasses.replace(spec, mean=(0.5,), std=(0.5,))
    np.testing.assert_array_equal(plain_colours("input", normalised, table), table)
