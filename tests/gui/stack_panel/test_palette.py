"""The palette: type, choose, add; and nothing is left behind when it closes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.blocks.base import Family
from cnnlab.document.stack import Stack
from cnnlab.gui.stack_panel.block_list import BlockList
from cnnlab.gui.stack_panel.block_model import FAMILY_ROLE, KIND_ROLE, NOTE_ROLE
from cnnlab.gui.stack_panel.drops import BLOCK_MIME, Payload, payload_of
from cnnlab.gui.stack_panel.panel import StackPanel
from tests.gui.stack_panel.samples import plan_of
from tests.gui.stack_panel.wishes import Wishes, button_of, list_of, palette_of

KEY = Qt.Key


@pytest.fixture
def opened(panel: StackPanel, wishes: Wishes) -> StackPanel:
    """A panel with its palette open, opened from the list, in which the third layer is selected."""
    panel.select("pool1")
    list_of(panel).setFocus()
    panel.open_palette()
    assert wishes == []
    return panel


def rows(blocks: BlockList) -> list[str]:
    return [blocks.model().index(row, 0).data(KIND_ROLE) for row in range(blocks.model().rowCount())]


def row_place(blocks: BlockList, kind: str) -> QPoint:
    index = blocks.model().index(rows(blocks).index(kind), 0)
    blocks.scrollTo(index)
    return blocks.visualRect(index).center()


def test_it_is_an_overlay_in_the_panel_below_the_button(opened: StackPanel) -> None:
    palette, button = palette_of(opened), button_of(opened)
    assert palette.isVisible()
    assert not palette.isWindow()
    assert palette.geometry().top() > button.geometry().bottom()
    assert opened.rect().contains(palette.geometry())


def test_it_lists_every_family_with_its_blocks_and_chooses_the_first_block(opened: StackPanel) -> None:
    blocks = palette_of(opened).list
    model = blocks.model()
    headings = [model.index(row, 0) for row, kind in enumerate(rows(blocks)) if not kind]
    assert [index.data(FAMILY_ROLE) for index in headings] == [*Family, None]
    assert all(not index.flags() & Qt.ItemFlag.ItemIsSelectable for index in headings)
    assert blocks.currentIndex().data(KIND_ROLE) == "conv2d"


def test_typing_filters_and_enter_adds_below_the_selected_layer(
    qtbot: QtBot, opened: StackPanel, wishes: Wishes
) -> None:
    palette = palette_of(opened)
    assert QApplication.focusWidget() is palette.field
    qtbot.keyClicks(palette.field, "relu")
    assert rows(palette.list)[:2] == ["relu", "leaky_relu"]
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert wishes == [("add", "relu", 3)]
    assert palette.isHidden()
    assert QApplication.focusWidget() is list_of(opened)


def test_a_template_is_found_by_its_name_and_added_like_a_block(
    qtbot: QtBot, opened: StackPanel, wishes: Wishes
) -> None:
    palette = palette_of(opened)
    qtbot.keyClicks(palette.field, "resid")
    index = palette.list.currentIndex()
    assert (index.data(), index.data(KIND_ROLE), index.data(NOTE_ROLE)) == (
        "Residual block",
        "residual_block",
        "7 layers",
    )
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert wishes == [("add", "residual_block", 3)]


def test_a_block_of_a_name_comes_before_a_template_of_it(qtbot: QtBot, opened: StackPanel) -> None:
    palette = palette_of(opened)
    qtbot.keyClicks(palette.field, "conv")
    assert rows(palette.list)[0] == "conv2d"
    assert "conv_bn_relu" in rows(palette.list)


def test_the_templates_are_one_click_away(qtbot: QtBot, opened: StackPanel) -> None:
    palette = palette_of(opened)
    qtbot.mouseClick(palette.jump, Qt.MouseButton.LeftButton)
    assert palette.list.currentIndex().data(KIND_ROLE) == "conv_bn_relu"
    assert palette.list.viewport().rect().contains(palette.list.visualRect(palette.list.currentIndex()))
    assert QApplication.focusWidget() is palette.field


def test_down_and_up_pass_over_the_headings(qtbot: QtBot, opened: StackPanel, wishes: Wishes) -> None:
    palette = palette_of(opened)
    for _step in range(2):
        qtbot.keyClick(palette.field, KEY.Key_Down)
    assert palette.list.currentIndex().data(KIND_ROLE) == "abs"
    qtbot.keyClick(palette.field, KEY.Key_Up)
    qtbot.keyClick(palette.field, KEY.Key_Enter)
    assert wishes == [("add", "conv_transpose2d", 3)]


def test_shift_and_enter_add_and_leave_it_open(qtbot: QtBot, opened: StackPanel, wishes: Wishes) -> None:
    qtbot.keyClick(palette_of(opened).field, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert wishes == [("add", "conv2d", 3)]
    assert palette_of(opened).isVisible()


def test_with_nothing_selected_a_block_goes_to_the_end(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    button_of(panel).setFocus()
    panel.open_palette()
    qtbot.keyClick(palette_of(panel).field, KEY.Key_Return)
    assert wishes == [("add", "conv2d", 5)]
    assert QApplication.focusWidget() is list_of(panel)


def test_escape_closes_it_and_gives_the_focus_back(qtbot: QtBot, opened: StackPanel, wishes: Wishes) -> None:
    qtbot.keyClicks(palette_of(opened).field, "pool")
    qtbot.keyClick(palette_of(opened).field, KEY.Key_Escape)
    assert palette_of(opened).isHidden()
    assert QApplication.focusWidget() is list_of(opened)
    opened.open_palette()
    assert palette_of(opened).field.text() == ""
    assert wishes == []


def test_turning_to_something_else_closes_it(opened: StackPanel) -> None:
    list_of(opened).setFocus()
    assert palette_of(opened).isHidden()


def test_the_button_opens_and_closes_it(qtbot: QtBot, panel: StackPanel) -> None:
    qtbot.mouseClick(button_of(panel), Qt.MouseButton.LeftButton)
    assert palette_of(panel).isVisible()
    qtbot.mouseClick(button_of(panel), Qt.MouseButton.LeftButton)
    assert palette_of(panel).isHidden()


def test_a_click_adds(qtbot: QtBot, opened: StackPanel, wishes: Wishes) -> None:
    blocks = palette_of(opened).list
    qtbot.mouseClick(blocks.viewport(), Qt.MouseButton.LeftButton, pos=row_place(blocks, "max_pool2d"))
    assert wishes == [("add", "max_pool2d", 3)]


def test_a_click_on_a_heading_adds_nothing(qtbot: QtBot, opened: StackPanel, wishes: Wishes) -> None:
    blocks = palette_of(opened).list
    place = blocks.visualRect(blocks.model().index(0, 0)).center()
    qtbot.mouseClick(blocks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wishes == []
    assert palette_of(opened).isVisible()


def test_where_nothing_is_found_it_says_what_to_do_and_enter_is_harmless(
    qtbot: QtBot, opened: StackPanel, wishes: Wishes
) -> None:
    palette = palette_of(opened)
    empty = palette.list.viewport().grab().toImage()
    qtbot.keyClicks(palette.field, "zzzz")
    assert rows(palette.list) == []
    assert palette.list.viewport().grab().toImage() != empty
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert wishes == []
    assert palette.isVisible()


@pytest.mark.parametrize("dropped", [True, False])
def test_it_makes_room_while_a_block_is_dragged_out_of_it(
    opened: StackPanel, monkeypatch: pytest.MonkeyPatch, dropped: bool
) -> None:
    carried: list[tuple[Payload | None, bool]] = []

    def note(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        carried.append((payload_of(drag.mimeData()), palette_of(opened).isVisible()))
        return Qt.DropAction.CopyAction if dropped else Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", note)
    palette_of(opened).list.startDrag(Qt.DropAction.CopyAction)
    assert carried == [(Payload(BLOCK_MIME, "conv2d"), False)]
    assert palette_of(opened).isVisible() is not dropped


def test_it_says_where_a_block_will_go(opened: StackPanel) -> None:
    hint = palette_of(opened)._hint
    assert hint.text() == "Enter adds below pool1"
    opened.select("")
    opened.open_palette()
    assert hint.text() == "Enter adds at the end"


def test_it_follows_the_size_of_the_panel(opened: StackPanel) -> None:
    opened.resize(400, 500)
    assert opened.rect().contains(palette_of(opened).geometry())
    assert palette_of(opened).width() > 350


def test_it_works_over_an_empty_stack(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(Stack()))
    panel.open_palette()
    qtbot.keyClick(palette_of(panel).field, KEY.Key_Return)
    assert wishes == [("add", "conv2d", 0)]
