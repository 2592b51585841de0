"""A sheet on show: what stays in sight while it is scrolled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from cnnlab.gui.pixel.view import SheetView
from cnnlab.gui.theme import DARK
from tests.gui.pixel.test_layout import a_sum


@pytest.fixture
def view(qtbot: QtBot) -> SheetView:
    """A view that is so narrow that the sum stands below the rows, and so low that these are scrolled."""
    view = SheetView(DARK)
    qtbot.addWidget(view)
    view.resize(540, 180)
    view.show_sheet(a_sum(3, 3))
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_sum_below_the_rows_stays_in_sight(view: SheetView) -> None:
    layout, bar = view._layout, view.verticalScrollBar()
    assert layout.foot
    assert bar.maximum() > 30
    for place in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(place)
        on_screen = layout.addends.translated(0, view._addends_down() - place)
        assert view.viewport().rect().contains(on_screen)
        ink = view.grab().toImage().pixelColor(on_screen.center().x(), on_screen.top())
        assert ink.name() == DARK.line, "a line parts it from the rows"


def test_no_cell_is_followed_through_the_sum(view: SheetView) -> None:
    layout = view._layout
    on_screen = layout.addends.translated(0, view._addends_down())
    assert view.element_at(QPoint(60, on_screen.center().y())) is None
