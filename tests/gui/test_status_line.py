"""The status line: values give way to messages, warnings stay, nothing overlaps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cnnlab.gui.status_line import StatusLine
from cnnlab.gui.theme import DARK, LIGHT

Line = Callable[[int], StatusLine]


@pytest.fixture
def line(qtbot: QtBot) -> Line:
    def make(width: int) -> StatusLine:
        view = StatusLine()
        qtbot.addWidget(view)
        view.set_theme(DARK)
        view.resize(width, 28)
        view.show()
        qtbot.waitExposed(view)
        return view

    return make


def text(view: StatusLine, name: str) -> str:
    return label(view, name).text()


def label(view: StatusLine, name: str) -> QLabel:
    found = view.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def dismiss(view: StatusLine) -> QToolButton:
    found = view.findChild(QToolButton, "dismissButton")
    assert isinstance(found, QToolButton)
    return found


def test_a_value_under_the_pointer_gives_way_to_the_message_again(line: Line) -> None:
    view = line(1280)
    view.show_message("cat.jpg: 240×320 pixels")
    view.show_hover("conv1 [0, 0, 118, 204] = -0.0131", "from input [0, :, 117…119, 203…205]")
    assert text(view, "statusMessage") == "conv1 [0, 0, 118, 204] = -0.0131"
    assert text(view, "statusDetail") == "from input [0, :, 117…119, 203…205]"
    view.clear_hover()
    assert text(view, "statusMessage") == "cat.jpg: 240×320 pixels"
    assert text(view, "statusDetail") == ""


def test_values_stand_in_the_face_of_numbers_and_messages_in_that_of_words(line: Line) -> None:
    view = line(1280)
    view.show_message("saved")
    assert QFontInfo(label(view, "statusMessage").font()).family() == "Inter"
    view.show_hover("input [0] = 1")
    assert QFontInfo(label(view, "statusMessage").font()).family() == "JetBrains Mono"


@pytest.mark.parametrize("kind", ["warning", "error"])
def test_a_warning_stays_while_the_pointer_moves_and_values_stand_beside_it(line: Line, kind: str) -> None:
    view = line(1280)
    view.show_message("the picture has 16 bits", kind)
    view.show_hover("conv1 [0] = 1", "from input")
    assert text(view, "statusMessage") == "the picture has 16 bits"
    assert text(view, "statusDetail").startswith("conv1 [0] = 1")
    assert dismiss(view).isVisible()


def test_the_next_message_replaces_a_warning(line: Line) -> None:
    view = line(1280)
    view.show_message("the picture has 16 bits", "warning")
    view.show_message("saved")
    assert text(view, "statusMessage") == "saved"
    assert not dismiss(view).isVisible()


def test_a_click_on_a_warning_dismisses_it(line: Line, qtbot: QtBot) -> None:
    view = line(1280)
    view.show_message("the picture has 16 bits", "warning")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1000, 14))
    assert text(view, "statusMessage") == "the picture has 16 bits"
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=label(view, "statusMessage").geometry().center())
    assert text(view, "statusMessage") == ""


def test_a_warning_is_dismissed_by_keyboard(line: Line, qtbot: QtBot) -> None:
    view = line(1280)
    view.show_message("the picture has 16 bits", "warning")
    view.activateWindow()
    dismiss(view).setFocus()
    qtbot.keyClick(dismiss(view), Qt.Key.Key_Space)
    assert text(view, "statusMessage") == ""


def test_a_message_of_several_lines_is_shown_as_one(line: Line) -> None:
    view = line(1280)
    view.show_message("first\nsecond")
    assert text(view, "statusMessage") == "first second"


@pytest.mark.parametrize(
    ("modified", "name", "expected"),
    [
        (True, "first.cnnlab", "first.cnnlab · edited"),
        (False, "first.cnnlab", "first.cnnlab · saved"),
        (True, "", "edited, not saved yet"),
        (False, "", ""),
    ],
)
def test_the_saved_state_is_said(line: Line, modified: bool, name: str, expected: str) -> None:
    view = line(1280)
    view.show_saved(modified, name)
    assert text(view, "statusSaved") == expected


def test_long_texts_are_cut_without_overlap_and_kept_in_the_tooltip(line: Line) -> None:
    view = line(600)
    long = "conv1: " + "kernel 7×7 does not fit the 5×5 input; " * 6
    view.show_message(long, "warning")
    view.show_hover("conv1 [0, 0, 118, 204] = -0.0131", "from input [0, :, 117…119, 203…205]")
    view.show_colour("colour: symmetric, per channel")
    view.show_saved(True, "a-long-name-of-a-project.cnnlab")
    view.layout().activate()
    names = ("statusMessage", "statusDetail", "statusColour", "statusSaved")
    boxes = [label(view, name).geometry() for name in names]
    assert all(a.right() < b.left() for a, b in pairwise(boxes))
    assert boxes[-1].right() < view.width()
    assert label(view, "statusMessage").text() == long.strip()
    assert label(view, "statusMessage").toolTip() == long.strip()


def test_the_line_is_painted_in_the_theme_that_it_is_given(line: Line) -> None:
    view = line(600)
    view.show_message("careful", "warning")
    for theme in (DARK, LIGHT):
        view.set_theme(theme)
        image = view.grab().toImage()
        assert image.pixelColor(590, 14).name() == theme.panel
        assert image.pixelColor(8, 14).name() == theme.warning_tint
