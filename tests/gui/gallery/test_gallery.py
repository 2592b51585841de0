"""The gallery: found, walked through and opened by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.examples import examples
from cnnlab.formats.project import read_project
from cnnlab.gui.gallery.cards import CardList
from cnnlab.gui.gallery.gallery import Gallery, matching
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import DARK, LIGHT
from tests.gui.program import settle

NAMES = [entry.name for entry in examples()]


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    """The gallery over an empty window, open."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    page = Gallery(window, DARK)
    with qtbot.waitExposed(window):
        window.show()
    page.open()
    return page


def cards(gallery: QWidget) -> CardList:
    found = gallery.findChild(CardList, "exampleCards")
    assert isinstance(found, CardList)
    return found


def field(gallery: QWidget) -> QLineEdit:
    found = gallery.findChild(QLineEdit, "exampleSearch")
    assert isinstance(found, QLineEdit)
    return found


def shown(gallery: Gallery) -> list[str]:
    view = cards(gallery)
    return [view.item(i).data(Qt.ItemDataRole.UserRole) for i in range(view.count())]


def test_all_examples_are_there_in_their_order_and_the_keys_stand_on_the_first(gallery: Gallery) -> None:
    assert shown(gallery) == NAMES
    assert cards(gallery).current == NAMES[0]
    assert field(gallery).hasFocus()


def test_a_screen_reader_hears_page_cards_and_sentences(gallery: Gallery) -> None:
    assert gallery.accessibleName() == cards(gallery).accessibleName() == "Examples"
    assert field(gallery).accessibleName() == "Find an example"
    for i, entry in enumerate(examples()):
        item = cards(gallery).item(i)
        assert item.text() == entry.title
        assert item.data(Qt.ItemDataRole.AccessibleDescriptionRole) == entry.sentence


@pytest.mark.parametrize("width", [1280, 2560, 900, 420])
def test_cards_fill_the_width_side_by_side(gallery: Gallery, qtbot: QtBot, width: int) -> None:
    gallery.window().resize(width, 800)
    qtbot.wait(10)
    view = cards(gallery)
    boxes = [view.visualItemRect(view.item(i)) for i in range(view.count())]
    line = [box for box in boxes if box.y() == boxes[0].y()]
    assert len(line) == max(1, (view.width() - 24) // 264)
    assert max(box.right() for box in line) <= max(264, view.viewport().width())
    assert len({(box.x(), box.y()) for box in boxes}) == len(boxes)


def test_the_arrows_move_among_the_cards_while_one_can_still_type(gallery: Gallery, qtbot: QtBot) -> None:
    columns = (cards(gallery).width() - 24) // 264
    qtbot.keyClick(field(gallery), Qt.Key.Key_Right)
    assert cards(gallery).current == NAMES[1]
    qtbot.keyClick(field(gallery), Qt.Key.Key_Down)
    assert cards(gallery).current == NAMES[1 + columns]
    qtbot.keyClick(field(gallery), Qt.Key.Key_Up)
    qtbot.keyClick(field(gallery), Qt.Key.Key_Left)
    assert cards(gallery).current == NAMES[0]
    qtbot.keyClicks(field(gallery), "norm")
    assert shown(gallery) == ["norms"]


def test_what_to_try_first_follows_the_card(gallery: Gallery, qtbot: QtBot) -> None:
    label = gallery.findChild(QLabel, "exampleFirst")
    assert label.text() == f"Try first: {examples()[0].first}"
    qtbot.keyClick(field(gallery), Qt.Key.Key_Right)
    assert label.text() == f"Try first: {examples()[1].first}"


def test_enter_in_the_field_and_on_a_card_and_the_button_choose_the_card(gallery: Gallery, qtbot: QtBot) -> None:
    chosen: list[str] = []
    gallery.chosen.connect(chosen.append)
    qtbot.keyClick(field(gallery), Qt.Key.Key_Return)
    assert not gallery.isVisible()
    gallery.open()
    cards(gallery).setFocus()
    qtbot.keyClick(cards(gallery), Qt.Key.Key_Right)
    qtbot.keyClick(cards(gallery), Qt.Key.Key_Return)
    gallery.open()
    qtbot.mouseClick(gallery.findChild(QPushButton, "openExample"), Qt.MouseButton.LeftButton)
    assert chosen == [NAMES[0], NAMES[1], NAMES[0]]


def test_a_click_tells_what_to_try_first_and_a_double_click_opens(gallery: Gallery, qtbot: QtBot) -> None:
    view = cards(gallery)
    at = view.visualItemRect(view.item(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert gallery.isVisible()
    assert any(examples()[2].first in label.text() for label in gallery.findChildren(QLabel))
    with qtbot.waitSignal(gallery.chosen) as wish:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wish.args == [NAMES[2]]


def test_a_search_without_a_find_says_so_and_opens_nothing(gallery: Gallery, qtbot: QtBot) -> None:
    chosen: list[str] = []
    gallery.chosen.connect(chosen.append)
    qtbot.keyClicks(field(gallery), "zebra")
    assert any("No example has 'zebra'" in label.text() for label in gallery.findChildren(QLabel) if label.isVisible())
    assert not gallery.findChild(QPushButton, "openExample").isEnabled()
    qtbot.keyClick(field(gallery), Qt.Key.Key_Return)
    assert chosen == []
    field(gallery).clear()
    assert shown(gallery) == NAMES


@pytest.mark.parametrize(
    ("query", "names"),
    [("skip", ["encoder_decoder"]), ("SOBEL", ["sobel_magnitude"]), ("max average", ["max_average"]), ("", NAMES)],
)
def test_every_word_of_a_search_must_be_there(query: str, names: list[str]) -> None:
    assert [entry.name for entry in matching(query)] == names


def test_escape_on_the_cards_closes_the_page(gallery: Gallery, qtbot: QtBot) -> None:
    cards(gallery).setFocus()
    qtbot.keyClick(cards(gallery), Qt.Key.Key_Escape)
    assert not gallery.isVisible()


def test_pictures_change_with_the_look(gallery: Gallery) -> None:
    dark = gallery.grab().toImage()
    gallery.set_theme(LIGHT)
    light = gallery.grab().toImage()
    spot = cards(gallery).mapTo(gallery, cards(gallery).visualItemRect(cards(gallery).item(4)).center())
    assert dark.pixelColor(spot).lightness() < light.pixelColor(spot).lightness()


def test_the_search_starts_anew_when_the_page_opens_again(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(gallery), "pool")
    gallery.hide()
    gallery.open()
    assert field(gallery).text() == ""
    assert shown(gallery) == NAMES


def test_the_command_opens_the_gallery_and_a_card_opens_its_example(program: Program, qtbot: QtBot) -> None:
    qtbot.keyClick(program.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    page = program.window.findChild(Gallery, "gallery")
    assert page is not None
    assert page.isVisible()
    qtbot.keyClicks(field(page), "skip")
    qtbot.keyClick(field(page), Qt.Key.Key_Return)
    settle(program, qtbot)
    found = matching("skip")[0]
    stack = program.presenter.stack
    assert [layer.id for layer in stack] == [layer.id for layer in read_project(found.path).stack]
    assert program.presenter.path is None
    assert not program.window.isWindowModified()
    assert program.window.findChild(QLabel, "statusMessage").text() == found.first


def test_the_button_in_the_bar_opens_it_too(program: Program, qtbot: QtBot) -> None:
    qtbot.mouseClick(program.window.findChild(QToolButton, "examplesButton"), Qt.MouseButton.LeftButton)
    page = program.window.findChild(Gallery, "gallery")
    assert page is not None
    assert page.isVisible()
    qtbot.keyClick(field(page), Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_changes_that_are_not_saved_are_asked_about_first(program: Program, qtbot: QtBot) -> None:
    program.window.editor.rename("conv1", "mine")
    program.window.open_example("edges")
    question = program.window.findChild(Sheet, "unsavedChanges")
    assert question is not None
    assert question.isVisible()
    question.findChild(QPushButton, "cancelChanges").click()
    settle(program, qtbot)
    assert program.presenter.stack.layer("conv1").name == "mine"
