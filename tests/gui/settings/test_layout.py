"""The window comes back where it was, or where it can be reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.settings.layout import LayoutMemory, on_a_screen
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import COLUMNS, GEOMETRY

SCREENS = [QRect(0, 0, 1920, 1040), QRect(1920, -200, 1280, 1024)]


@given(st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(320, 9000), st.integers(240, 9000))
def test_its_title_is_always_on_a_screen_and_it_fits_there(x: int, y: int, w: int, h: int) -> None:
    window = on_a_screen(QRect(x, y, w, h), SCREENS)
    bar = QRect(window.left(), window.top(), window.width(), 1)
    assert max(area.intersected(bar).width() for area in SCREENS) >= 80
    assert window.width() <= 1920
    assert window.height() <= 1040


def test_one_that_is_in_sight_stays_where_it_is() -> None:
    assert on_a_screen(QRect(2000, 100, 800, 600), SCREENS) == QRect(2000, 100, 800, 600)


class Window(QMainWindow):
    """Three columns."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.columns = QSplitter(self)
        for _ in range(3):
            self.columns.addWidget(QWidget())
        self.setCentralWidget(self.columns)
        self.layout_memory = LayoutMemory(self, self.columns, settings)


def shown(qtbot: QtBot, settings: Settings) -> Window:
    window = Window(settings)
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    return window


def test_size_and_columns_come_back(qtbot: QtBot) -> None:
    settings = Settings()
    first = shown(qtbot, settings)
    first.resize(640, 420)
    first.columns.setSizes([100, 340, 200])
    sizes = first.columns.sizes()
    first.layout_memory.keep()
    first.close()
    second = shown(qtbot, settings)
    assert second.layout_memory.restore()
    assert (second.width(), second.height()) == (640, 420)
    assert second.columns.sizes() == sizes


def test_a_maximised_window_is_maximised_again(qtbot: QtBot) -> None:
    settings = Settings()
    first = shown(qtbot, settings)
    first.showMaximized()
    first.layout_memory.keep()
    first.close()
    second = Window(settings)
    qtbot.addWidget(second)
    second.layout_memory.restore()
    second.show()
    assert second.isMaximized()


@pytest.mark.parametrize("columns", ["nonsense", "[1, 2]", '["a", "b", "c"]', "[-5, 1, 1]", "{}", "[0, 0, 0]"])
def test_what_cannot_be_used_changes_nothing(qtbot: QtBot, columns: str) -> None:
    settings = Settings()
    settings.set(GEOMETRY, "!!! not base64")
    settings.set(COLUMNS, columns)
    window = shown(qtbot, settings)
    sizes = window.columns.sizes()
    assert not window.layout_memory.restore()
    assert window.columns.sizes() == sizes
    assert (window.width(), window.height()) == (500, 300)
