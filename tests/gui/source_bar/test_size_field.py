"""The field for a free working size: a number typed is never lost, and a wrong one says what is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_bar.size_field import SizeField


@pytest.fixture
def size(qtbot: QtBot) -> SizeField:
    view = SizeField()
    qtbot.addWidget(view)
    view.show_size((240, 320))
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.field.setFocus()
    view.field.selectAll()
    return view


def test_it_shows_the_size_that_holds(size: SizeField) -> None:
    assert size.field.text() == "240 × 320"
    size.show_size((0, 0))
    assert size.field.text() == ""


def test_enter_tells_the_size_as_a_tuple(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "28 x 32")
    with qtbot.waitSignal(size.chosen) as wish:
        qtbot.keyClick(size.field, Qt.Key.Key_Return)
    assert wish.args == [(28, 32)]


def test_leaving_the_field_counts_as_enter(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "28")
    with qtbot.waitSignal(size.chosen) as wish:
        size.field.clearFocus()
    assert wish.args == [(28, 28)]


def test_the_size_that_holds_is_no_wish(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "240x320")
    with qtbot.assertNotEmitted(size.chosen):
        qtbot.keyClick(size.field, Qt.Key.Key_Return)
    assert size.field.text() == "240 × 320"


def test_a_wrong_size_stays_and_is_explained_until_it_is_right(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "28 x")
    with qtbot.assertNotEmitted(size.chosen):
        qtbot.keyClick(size.field, Qt.Key.Key_Return)
    assert size.field.text() == "28 x"
    assert size.field.property("invalid") is True
    assert size.sentence.text() == "'28 x' is no size: type height × width, such as 240 × 320"
    qtbot.keyClicks(size.field, "9")
    assert size.field.property("invalid") is False
    assert size.sentence.text() == "height × width, fitted as chosen below"


def test_the_first_escape_takes_back_what_was_typed(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "28 x")
    qtbot.keyClick(size.field, Qt.Key.Key_Return)
    qtbot.keyClick(size.field, Qt.Key.Key_Escape)
    assert size.field.text() == "240 × 320"
    assert size.field.property("invalid") is False


def test_what_is_being_typed_is_not_overwritten(size: SizeField, qtbot: QtBot) -> None:
    qtbot.keyClicks(size.field, "28")
    size.show_size((64, 64))
    assert size.field.text() == "28"
    qtbot.keyClick(size.field, Qt.Key.Key_Escape)
    assert size.field.text() == "64 × 64"
