"""The panel as a whole: it shows what it is told and can be rebuilt at any time."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.document import edits
from cnnlab.document.stack import Stack
from cnnlab.gui.stack_panel.block_model import KIND_ROLE
from cnnlab.gui.stack_panel.drops import BLOCK_MIME, Payload
from cnnlab.gui.stack_panel.empty_stack import EmptyStack
from cnnlab.gui.stack_panel.layer_model import CARD_ROLE
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.theme import LIGHT, apply_theme
from tests.gui.stack_panel.samples import good, layer, plan_of, troubled
from tests.gui.stack_panel.wishes import Wishes, button_of, label_of, list_of, palette_of


def current(panel: StackPanel) -> str:
    return list_of(panel).current_layer()


def test_selecting_by_call_emits_nothing(panel: StackPanel, wishes: Wishes) -> None:
    panel.select("pool1")
    assert current(panel) == "pool1"
    panel.select("")
    assert current(panel) == ""
    assert not list_of(panel).selectedIndexes()
    assert wishes == []


def test_a_new_plan_keeps_the_selection_and_emits_nothing(panel: StackPanel, wishes: Wishes) -> None:
    panel.select("pool1")
    panel.show_plan(plan_of(edits.move_layer(good(), "pool1", 0)))
    assert (current(panel), list_of(panel).currentIndex().row()) == ("pool1", 0)
    panel.show_plan(plan_of(edits.remove_layers(good(), ["conv1"])))
    assert current(panel) == "pool1"
    assert wishes == []


def test_a_selected_layer_that_goes_leaves_no_other_selected(panel: StackPanel, wishes: Wishes) -> None:
    panel.select("pool1")
    panel.show_plan(plan_of(edits.remove_layers(good(), ["pool1"])))
    assert current(panel) == ""
    assert wishes == []


def test_a_new_plan_keeps_the_place_to_which_the_list_was_scrolled(qtbot: QtBot, panel: StackPanel) -> None:
    stack = Stack(tuple(layer(f"relu{number}", "relu") for number in range(60)))
    plan = plan_of(stack)
    panel.show_plan(plan)
    bar = list_of(panel).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    bar.setValue(777)
    panel.show_plan(plan_of(edits.set_enabled(stack, "relu30", False), plan))
    QApplication.processEvents()
    assert bar.value() == 777


def test_selecting_brings_the_layer_into_view(panel: StackPanel) -> None:
    panel.show_plan(plan_of(Stack(tuple(layer(f"relu{number}", "relu") for number in range(60)))))
    panel.select("relu55")
    rows = list_of(panel)
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def test_a_card_grows_when_it_has_more_to_say_and_when_the_panel_is_narrower(panel: StackPanel) -> None:
    rows = list_of(panel)

    def height(row: int) -> int:
        QApplication.processEvents()
        return rows.visualRect(rows.model().index(row, 0)).height()

    panel.show_plan(plan_of(good()))
    low = height(3)
    panel.show_plan(plan_of(edits.set_params(good(), "conv2", {"groups": 3})))
    assert height(3) > low
    panel.show_plan(plan_of(good()))
    assert height(3) == low
    panel.resize(250, 800)
    assert height(3) > low


def test_the_heading_counts_the_layers(panel: StackPanel) -> None:
    assert label_of(panel, "layerCount").text() == "5 layers"
    panel.show_plan(plan_of(Stack((layer("relu1", "relu"),))))
    assert label_of(panel, "layerCount").text() == "1 layer"


def test_an_empty_stack_says_how_to_begin_and_leads_there(qtbot: QtBot, panel: StackPanel) -> None:
    assert not empty_of(panel).isVisible()
    panel.show_plan(plan_of(Stack()))
    assert empty_of(panel).isVisible()
    assert "Ctrl+B" in label_of(panel, "emptyStackText").text()
    assert "Ctrl+B" in button_of(panel).toolTip()
    palette = palette_of(panel)
    qtbot.mouseClick(empty_of(panel).template, Qt.MouseButton.LeftButton)
    assert palette.list.currentIndex().data(KIND_ROLE) == "conv_bn_relu"
    palette.close_back()
    qtbot.mouseClick(empty_of(panel).block, Qt.MouseButton.LeftButton)
    assert palette.list.currentIndex().data(KIND_ROLE) == "conv2d"


def test_a_block_can_be_dropped_on_an_empty_stack(panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(Stack()))
    viewport, action = list_of(panel).viewport(), Qt.DropAction.CopyAction
    assert not empty_of(panel).acceptDrops()  # so that Qt asks the list below it
    data = Payload(BLOCK_MIME, "relu").mime_data()
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(viewport, QDragEnterEvent(QPoint(50, 50), action, data, left, none))
    QApplication.sendEvent(viewport, QDropEvent(QPointF(50, 50), action, data, left, none))
    assert wishes == [("add", "relu", 0)]


def test_a_layer_that_is_compared_says_so_until_it_is_over(panel: StackPanel) -> None:
    plan = plan_of(good())
    panel.show_plan(plan)
    panel.show_plan(plan_of(edits.set_enabled(good(), "relu1", False), plan), {}, ["relu1"])
    card = list_of(panel).model().index(1, 0).data(CARD_ROLE)
    assert card.about == "off while held · ReLU"
    panel.show_plan(plan)
    assert list_of(panel).model().index(1, 0).data(CARD_ROLE).about == "ReLU"


def empty_of(panel: StackPanel) -> EmptyStack:
    found = panel.findChild(EmptyStack, "emptyStack")
    assert isinstance(found, EmptyStack)
    return found


def test_every_control_has_a_name_for_screen_readers(panel: StackPanel) -> None:
    palette = palette_of(panel)
    for widget in (panel, button_of(panel), list_of(panel), palette, palette.field, palette.list):
        assert isinstance(widget, QWidget)
        assert widget.accessibleName()
        assert widget.objectName()


def test_it_can_be_told_to_say_everything_anew(panel: StackPanel) -> None:
    panel.show_plan(plan_of(troubled()))
    panel.select("conv3")
    before = [list_of(panel).model().index(row, 0).data(CARD_ROLE) for row in range(4)]
    panel.retranslate()
    assert [list_of(panel).model().index(row, 0).data(CARD_ROLE) for row in range(4)] == before
    assert current(panel) == "conv3"


def test_another_theme_changes_the_colours(panel: StackPanel, qapp: QApplication) -> None:
    panel.select("conv1")
    apply_theme(qapp, LIGHT)
    panel.set_theme(LIGHT)
    QApplication.processEvents()
    picture = panel.grab().toImage()
    assert picture.pixelColor(3, 3).name() == LIGHT.panel
    rows = list_of(panel)
    card = rows.cards.card_rect(rows.currentIndex())
    place = rows.viewport().mapTo(panel, card.center())
    place.setY(place.y() + card.height() // 2 - 5)
    assert picture.pixelColor(place).name() == LIGHT.accent_tint


@pytest.mark.usefixtures("qtbot")
def test_a_panel_goes_when_nobody_holds_it() -> None:
    panel = StackPanel()
    panel.show_plan(plan_of(troubled()))
    gone = weakref.ref(panel)
    gc.disable()
    try:
        del panel
        assert gone() is None
    finally:
        gc.enable()
