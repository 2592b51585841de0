"""Segments: a click is a wish, arrows move, and the row keeps its width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import DARK, LIGHT, Theme

CHOICES = (Choice("a", "first", "image"), Choice("b", "second", "camera"), Choice("c", "third", "video"))


@pytest.fixture
def row(qtbot: QtBot) -> Segments:
    return shown(qtbot, Segments("row", CHOICES))


def shown(qtbot: QtBot, row: Segments) -> Segments:
    qtbot.addWidget(row)
    row.show_current("a")
    row.show()
    qtbot.waitExposed(row)
    row.activateWindow()
    return row


def test_a_click_is_a_wish_and_changes_nothing_by_itself(row: Segments, qtbot: QtBot) -> None:
    with qtbot.waitSignal(row.chosen) as wish:
        qtbot.mouseClick(row.segment("b"), Qt.MouseButton.LeftButton)
    assert wish.args == ["b"]
    assert row.current == "a"
    assert row.segment("a").isChecked()
    assert not row.segment("b").isChecked()


def test_a_click_on_the_current_one_is_told_too(row: Segments, qtbot: QtBot) -> None:
    with qtbot.waitSignal(row.chosen) as wish:
        qtbot.mouseClick(row.segment("a"), Qt.MouseButton.LeftButton)
    assert wish.args == ["a"]
    assert row.segment("a").isChecked()


def test_arrows_choose_the_neighbour_and_go_round(row: Segments, qtbot: QtBot) -> None:
    row.chosen.connect(row.show_current)
    row.segment("a").setFocus()
    for key, expected in ((Qt.Key.Key_Right, "b"), (Qt.Key.Key_Left, "a"), (Qt.Key.Key_Left, "c")):
        qtbot.keyClick(row.focusWidget(), key)
        assert row.current == expected
        assert row.segment(expected).hasFocus()


def test_arrows_skip_what_cannot_be_chosen(row: Segments, qtbot: QtBot) -> None:
    row.chosen.connect(row.show_current)
    row.set_enabled(["a", "c"])
    row.segment("a").setFocus()
    qtbot.keyClick(row.segment("a"), Qt.Key.Key_Right)
    assert row.current == "c"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_where_arrows_only_move_a_key_chooses(qtbot: QtBot, key: Qt.Key) -> None:
    row = shown(qtbot, Segments("row", CHOICES, follow=False))
    told: list[str] = []
    row.chosen.connect(told.append)
    row.segment("a").setFocus()
    qtbot.keyClick(row.segment("a"), Qt.Key.Key_Right)
    assert told == []
    qtbot.keyClick(row.segment("b"), key)
    assert told == ["b"]


def test_the_row_is_one_stop_of_the_tab_key_even_if_nothing_is_chosen(row: Segments) -> None:
    for current in ("b", None):
        row.show_current(current)
        stops = [c.id for c in CHOICES if row.segment(c.id).focusPolicy() == Qt.FocusPolicy.TabFocus]
        assert stops == [current or "a"]


def test_the_row_keeps_its_width_whatever_is_chosen(row: Segments) -> None:
    widths = set()
    for choice in CHOICES:
        row.show_current(choice.id)
        widths.add((row.sizeHint().width(), *(row.segment(c.id).width() for c in CHOICES)))
    assert len(widths) == 1


def test_without_words_only_icons_are_left(row: Segments) -> None:
    wide = row.sizeHint().width()
    row.set_words(False)
    assert row.sizeHint().width() < wide / 2
    assert row.segment("a").accessibleName() == "first"


@pytest.mark.parametrize("look", [DARK, LIGHT], ids=lambda look: look.name)
def test_the_chosen_one_stands_on_the_tint(row: Segments, look: Theme) -> None:
    row.set_theme(look)
    image = row.segment("a").grab().toImage()
    assert image.pixelColor(4, image.height() // 2).name() == look.accent_tint


def test_what_is_left_of_a_folded_row_says_that_others_open_from_it(qtbot: QtBot) -> None:
    row = Segments("row", (Choice("a", "A", "image", "First"), Choice("b", "B", "camera", "Second")), menu=True)
    qtbot.addWidget(row)
    row.show_current("b")
    row.set_words(False)
    open_width = row.segment("b").width()
    row.fold(True)
    assert row.segment("a").isHidden()
    assert row.segment("b").width() > open_width, "there is room for a chevron"
    assert row.segment("b").toolTip() == "Second\nClick to choose another"
    assert row.sizeHint().width() == row.width_for(False, folded=True)
    row.fold(False)
    assert row.segment("b").toolTip() == "Second"
    assert row.segment("b").width() == open_width
