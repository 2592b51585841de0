"""The curve of an activation has axes that can be read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from cnnlab.gui.pixel.faces import Faces
from cnnlab.gui.pixel.plot import PlotPainter, ticks
from cnnlab.gui.pixel.sheet import Plot
from cnnlab.gui.theme import DARK


def test_ticks_are_round_numbers_with_zero_among_them() -> None:
    assert ticks(-1, 1) == (-1.0, -0.5, 0.0, 0.5, 1.0)
    assert ticks(0, 8) == (0.0, 2.0, 4.0, 6.0, 8.0)
    assert ticks(3, 3) == (3,)


@given(low=st.floats(-1e6, 1e6), size=st.floats(1e-3, 1e6))
def test_there_are_a_few_ticks_and_none_beyond_the_ends(low: float, size: float) -> None:
    found = ticks(low, low + size)
    assert 2 <= len(found) <= 7
    assert low - size * 1e-6 <= min(found) <= max(found) <= low + size * (1 + 1e-6)


@pytest.mark.usefixtures("qapp")
def test_numbers_stand_along_both_axes_and_beside_the_point() -> None:
    written: list[str] = []

    class Pen(QPainter):
        def drawText(self, *args: object) -> None:  # type: ignore[override]
            written.append(str(args[-1]))

    image = QImage(400, 240, QImage.Format.Format_RGB32)
    painter = Pen(image)
    xs = np.linspace(-2, 2, 41)
    PlotPainter(painter, DARK, Faces(13)).plot(QRect(0, 0, 400, 240), Plot(xs, np.maximum(xs, 0), (1.25, 1.25)))
    painter.end()
    assert {"-2", "-1", "0", "1", "2", "0.5", "1.5", "x", "y", "(1.250, 1.250)"} <= set(written)
