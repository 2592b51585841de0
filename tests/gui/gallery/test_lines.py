"""A text is broken where words end, and cut where the lines do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from cnnlab.gui.fonts import ui_font
from cnnlab.gui.gallery.lines import broken

pytestmark = pytest.mark.usefixtures("qapp")
TEXT = "Sharpening adds exactly what blurring takes away: the two changes are each other's negative."


def test_a_text_that_fits_is_one_line() -> None:
    assert broken("Four norms", ui_font(), 400, 3) == ["Four norms"]


def test_lines_together_are_the_text() -> None:
    lines = broken(TEXT, ui_font(), 260, 9)
    assert len(lines) > 1
    assert " ".join(lines) == TEXT


@given(width=st.integers(80, 700), most=st.integers(1, 4))
def test_no_line_is_wider_than_asked_and_what_is_cut_says_so(width: int, most: int) -> None:
    lines = broken(TEXT, ui_font(), width, most)
    metrics = QFontMetricsF(ui_font())
    assert 1 <= len(lines) <= most
    assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines)
    assert " ".join(lines) == TEXT or lines[-1].endswith("…")
