"""A page laid over the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import DARK, LIGHT


class Page:
    """A window with one field below and a sheet with two controls."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(900, 600)
        self.below = QLineEdit(self.window)
        QVBoxLayout(self.window).addWidget(self.below)
        self.sheet = Sheet("page", self.window, DARK, QSize(400, 300))
        self.sheet.set_title("A page")
        self.first, self.second = QLineEdit(), QPushButton("go")
        for control in (self.first, self.second):
            self.sheet.body.addWidget(control)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.below.setFocus()
        self.sheet.open()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_it_covers_the_window_and_takes_the_focus(page: Page) -> None:
    assert page.sheet.geometry() == page.window.rect()
    assert page.window.focusWidget() is page.first
    assert page.sheet.accessibleName() == "A page"


def test_escape_closes_it_and_gives_the_focus_back(page: Page, qtbot: QtBot) -> None:
    qtbot.keyClick(page.first, Qt.Key.Key_Escape)
    assert not page.sheet.isVisible()
    assert page.window.focusWidget() is page.below


def test_a_click_beside_the_card_closes_it_and_one_on_it_does_not(page: Page, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.sheet, Qt.MouseButton.LeftButton, pos=page.sheet.rect().center() - QPoint(0, 140))
    assert page.sheet.isVisible()
    qtbot.mouseClick(page.sheet, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not page.sheet.isVisible()


def test_tab_stays_on_the_page(page: Page, qtbot: QtBot) -> None:
    seen = []
    for _ in range(6):
        qtbot.keyClick(page.window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.window.focusWidget())
    assert page.below not in seen
    assert {page.first, page.second} <= set(seen)


def test_the_windows_shortcuts_rest_while_it_is_open(page: Page, qtbot: QtBot) -> None:
    done = []
    action = QAction(page.window)
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(lambda: done.append(True))
    page.window.addAction(action)
    qtbot.keyClick(page.second, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    page.sheet.hide()
    qtbot.keyClick(page.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == [True]


def test_it_follows_the_size_of_the_window_and_the_theme(page: Page) -> None:
    page.window.resize(360, 280)
    page.sheet.set_theme(LIGHT)
    assert page.sheet.geometry() == page.window.rect()
    assert page.sheet.rect().contains(page.sheet.childAt(page.sheet.rect().center()).parentWidget().geometry())


class Note(Sheet):
    """A page that is as high as what stands on it."""

    fits = True


def test_a_page_that_fits_is_as_high_as_what_stands_on_it(page: Page) -> None:
    heights = []
    for lines in (1, 12):
        note = Note("note", page.window, DARK, QSize(400, 300))
        note.body.addWidget(QLabel("word " * 12 * lines, wordWrap=True))
        heights.append(note.card_size().height())
        assert note.card_size().width() == 400
    assert heights[0] < 150 < heights[1]
