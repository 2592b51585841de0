"""Marked cells can be told from the others in every table of colours and in both themes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from cnnlab.gui.canvas.canvas import picture_colours
from cnnlab.gui.drawer.distribution.marking import dimmed, marked, softened
from cnnlab.gui.theme import DARK, LIGHT, Theme, contrast


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("choice", ["diverging", "grey"])
def test_what_is_marked_stands_out_and_the_rest_steps_back(theme: Theme, choice: str) -> None:
    colours, ground = picture_colours(theme, choice), QColor(theme.background)
    for table in (colours.activation, colours.grey):
        for bright, pale in zip(marked(table, theme), dimmed(table, theme), strict=True):
            assert contrast(QColor.fromRgb(int(bright)), ground) >= 3.9
            assert contrast(QColor.fromRgb(int(pale)), ground) <= 2
            red, green, blue, _alpha = QColor.fromRgb(int(pale)).getRgb()
            assert max(red, green, blue) - min(red, green, blue) <= 12


def test_a_colour_that_stands_out_by_itself_is_kept() -> None:
    table = picture_colours(DARK).activation
    strong = np.r_[2:20, 236:255]
    np.testing.assert_array_equal(marked(table, DARK)[strong], table[strong])


def test_a_softened_bar_is_nearer_to_the_ground() -> None:
    bar = QColor("#fdbb5e")
    assert contrast(softened(bar, DARK), QColor(DARK.background)) < contrast(bar, QColor(DARK.background)) / 2
