"""The list of layers by mouse and by keyboard: it wishes, and leaves the stack alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from cnnlab.document import edits
from cnnlab.formats.layers_text import dump_layers
from cnnlab.gui.stack_panel.card_layout import GAP, Spot
from cnnlab.gui.stack_panel.drops import BLOCK_MIME, LAYER_MIME, Payload, gap_at, payload_of
from cnnlab.gui.stack_panel.layer_clipboard import put_layers
from cnnlab.gui.stack_panel.layer_list import LayerList
from cnnlab.gui.stack_panel.layer_model import ID_ROLE
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.theme import DARK
from tests.gui.stack_panel.samples import good, plan_of, troubled
from tests.gui.stack_panel.wishes import Wishes, button_of, click, list_of, place_of, rename_field_of

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


def ids(rows: LayerList) -> list[str]:
    return [rows.model().index(row, 0).data(ID_ROLE) for row in range(rows.model().rowCount())]


def gap_place(rows: LayerList, before: int) -> QPoint:
    """A place from which something dropped lands before a row."""
    count = rows.model().rowCount()
    rect = rows.visualRect(rows.model().index(min(before, count - 1), 0))
    return QPoint(100, rect.top() + 4 if before < count else rect.bottom() - GAP)


def drop(rows: LayerList, data: QMimeData, place: QPoint) -> bool:
    """Drag something in and let it go; whether it was taken."""
    action, button = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(rows.viewport(), QDragEnterEvent(place, action, data, button, NONE))
    event = QDropEvent(QPointF(place), action, data, button, NONE)
    event.setAccepted(False)
    QApplication.sendEvent(rows.viewport(), event)
    return event.isAccepted()


def test_a_click_selects_and_says_so_once(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    click(qtbot, list_of(panel), place_of(list_of(panel), 2, Spot.SHAPE))
    assert wishes == [("selected", "pool1")]


def test_a_click_beside_the_cards_selects_nothing(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select("pool1")
    click(qtbot, list_of(panel), QPoint(100, list_of(panel).viewport().height() - 5))
    assert wishes == [("selected", "")]


def test_only_tab_makes_the_first_layer_the_current_one(panel: StackPanel, wishes: Wishes) -> None:
    list_of(panel).setFocus(Qt.FocusReason.MouseFocusReason)
    assert wishes == []
    assert list_of(panel).current_layer() == ""
    list_of(panel).clearFocus()
    list_of(panel).setFocus(Qt.FocusReason.TabFocusReason)
    assert wishes == [("selected", "conv1")]


def test_up_and_down_select(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select("relu1")
    for key in (KEY.Key_Down, KEY.Key_Up, KEY.Key_Up):
        qtbot.keyClick(list_of(panel), key)
    assert wishes == [("selected", "pool1"), ("selected", "relu1"), ("selected", "conv1")]


@pytest.mark.parametrize(
    ("key", "modifiers", "wish"),
    [
        (KEY.Key_Up, CTRL, ("move", ["pool1"], 1)),
        (KEY.Key_Down, CTRL, ("move", ["pool1"], 3)),
        (KEY.Key_Up, ALT, ("move", ["pool1"], 1)),
        (KEY.Key_Down, ALT, ("move", ["pool1"], 3)),
        (KEY.Key_D, CTRL, ("duplicate", ["pool1"])),
        (KEY.Key_X, CTRL, ("cut", ["pool1"])),
        (KEY.Key_C, CTRL, ("copy", ["pool1"])),
        (KEY.Key_V, CTRL, ("paste", 3)),
        (KEY.Key_Delete, NONE, ("delete", ["pool1"])),
        (KEY.Key_Backspace, NONE, ("delete", ["pool1"])),
        (KEY.Key_Space, NONE, ("enable", ["pool1"], False)),
    ],
)
def test_each_key_is_one_wish_and_moves_nothing(
    qtbot: QtBot,
    panel: StackPanel,
    wishes: Wishes,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    wish: tuple[object, ...],
) -> None:
    panel.select("pool1")
    qtbot.keyClick(list_of(panel), key, modifiers)
    assert wishes == [wish]
    assert ids(list_of(panel)) == [entry.id for entry in good()]


def test_the_first_layer_cannot_go_up_nor_the_last_one_down(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select("conv1")
    qtbot.keyClick(list_of(panel), KEY.Key_Up, CTRL)
    panel.select("norm1")
    qtbot.keyClick(list_of(panel), KEY.Key_Down, CTRL)
    assert wishes == []


def test_several_layers_are_deleted_switched_and_moved_together(
    qtbot: QtBot, panel: StackPanel, wishes: Wishes
) -> None:
    panel.select("relu1")
    qtbot.keyClick(list_of(panel), KEY.Key_Down, SHIFT)
    wishes.clear()
    for key, modifiers in (
        (KEY.Key_Delete, NONE),
        (KEY.Key_Space, NONE),
        (KEY.Key_Up, ALT),
        (KEY.Key_Down, ALT),
        (KEY.Key_D, CTRL),
        (KEY.Key_C, CTRL),
        (KEY.Key_X, CTRL),
        (KEY.Key_V, CTRL),
    ):
        qtbot.keyClick(list_of(panel), key, modifiers)
    both = ["relu1", "pool1"]
    assert wishes == [
        ("delete", both),
        ("enable", both, False),
        ("move", both, 0),
        ("move", both, 2),
        ("duplicate", both),
        ("copy", both),
        ("cut", both),
        ("paste", 3),
    ]


def test_a_copy_selected_while_ctrl_is_down_is_selected_alone(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    def duplicate(layers: list[str]) -> None:
        stack, (copy,) = edits.duplicate_layers(good(), layers)
        panel.show_plan(plan_of(stack))
        panel.select(copy)

    panel.duplicate_requested.connect(duplicate)
    panel.select("pool1")
    qtbot.keyClick(list_of(panel), KEY.Key_D, CTRL)
    qtbot.keyClick(list_of(panel), KEY.Key_Delete)
    assert wishes == [("duplicate", ["pool1"]), ("delete", ["pool2"])]


@pytest.mark.parametrize("answered", [True, False])
def test_ctrl_and_a_click_choose_several_even_when_the_choice_is_told_back(
    qtbot: QtBot, panel: StackPanel, answered: bool
) -> None:
    if answered:
        panel.selected.connect(panel.select)
    rows = list_of(panel)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(rows.viewport(), left, pos=place_of(rows, 0, Spot.SHAPE))
    qtbot.mouseClick(rows.viewport(), left, CTRL, place_of(rows, 3, Spot.SHAPE))
    assert panel.chosen() == ["conv1", "conv2"]
    assert rows.current_layer() == "conv2"
    qtbot.mouseClick(rows.viewport(), left, CTRL, place_of(rows, 0, Spot.SHAPE))
    assert panel.chosen() == ["conv2"]
    panel.show_plan(plan_of(good()))
    assert panel.chosen() == ["conv2"]
    qtbot.mouseClick(rows.viewport(), left, pos=place_of(rows, 1, Spot.SHAPE))
    qtbot.mouseClick(rows.viewport(), left, SHIFT, place_of(rows, 3, Spot.SHAPE))
    assert panel.chosen() == ["relu1", "pool1", "conv2"]


def test_all_layers_are_chosen_at_once_and_the_current_one_stays(
    qtbot: QtBot, panel: StackPanel, wishes: Wishes
) -> None:
    panel.select("pool1")
    qtbot.keyClick(list_of(panel), KEY.Key_A, CTRL)
    assert panel.chosen() == [entry.id for entry in good()]
    assert list_of(panel).current_layer() == "pool1"
    assert wishes == []


def test_layers_that_lie_apart_come_together_first(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select_all(["conv1", "pool1", "norm1"])
    qtbot.keyClick(list_of(panel), KEY.Key_Up, ALT)
    qtbot.keyClick(list_of(panel), KEY.Key_Down, ALT)
    assert wishes == [("move", ["conv1", "pool1", "norm1"], 0), ("move", ["conv1", "pool1", "norm1"], 2)]


def test_several_layers_stay_chosen_through_a_new_plan(panel: StackPanel, wishes: Wishes) -> None:
    panel.select_all(["relu1", "conv2"])
    panel.show_plan(plan_of(edits.move_layers(good(), {"relu1", "conv2"}, 0)))
    assert panel.chosen() == ["relu1", "conv2"]
    panel.show_plan(plan_of(edits.set_all_enabled(good(), {"relu1", "conv2"}, False)))
    assert panel.chosen() == ["relu1", "conv2"]
    assert wishes == []


def test_a_drop_of_several_layers_carries_them_all_and_one_of_another_window_is_refused(
    panel: StackPanel, wishes: Wishes
) -> None:
    rows = list_of(panel)
    assert drop(rows, Payload(LAYER_MIME, "conv1\npool1").mime_data(), gap_place(rows, 4))
    assert wishes == [("move", ["conv1", "pool1"], 2)]
    assert not drop(rows, Payload(LAYER_MIME, "conv1\nalien").mime_data(), gap_place(rows, 4))
    assert len(wishes) == 1


def test_an_eye_held_down_compares_and_is_no_click(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    rows, left = list_of(panel), Qt.MouseButton.LeftButton
    place = place_of(rows, 1, Spot.EYE)
    with qtbot.waitSignal(panel.compare_requested):
        qtbot.mousePress(rows.viewport(), left, pos=place)
    with qtbot.waitSignal(panel.compare_ended):
        qtbot.mouseRelease(rows.viewport(), left, pos=place)
    assert wishes == [("compare", ["relu1"])]


def test_turning_away_ends_the_comparison(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    rows = list_of(panel)
    rows.setFocus()
    with qtbot.waitSignal(panel.compare_requested):
        qtbot.mousePress(rows.viewport(), Qt.MouseButton.LeftButton, pos=place_of(rows, 1, Spot.EYE))
    with qtbot.waitSignal(panel.compare_ended):
        button_of(panel).setFocus()
    qtbot.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton, pos=place_of(rows, 1, Spot.EYE))
    assert wishes == [("compare", ["relu1"])]


def test_a_picture_in_the_clipboard_is_left_to_the_window(panel: StackPanel) -> None:
    def taken() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, KEY.Key_V, CTRL)
        event.setAccepted(False)
        QApplication.sendEvent(list_of(panel), event)
        return event.isAccepted()

    QApplication.clipboard().setText("a word")
    assert not taken()
    put_layers(dump_layers(good().layers))
    assert taken()
    QApplication.clipboard().clear()


def test_the_list_keeps_its_keys_from_the_windows_shortcuts(panel: StackPanel) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, KEY.Key_D, CTRL)
    event.setAccepted(False)
    QApplication.sendEvent(list_of(panel), event)
    assert event.isAccepted()


def test_f2_renames_in_place(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select("conv1")
    qtbot.keyClick(list_of(panel), KEY.Key_F2)
    field = rename_field_of(panel)
    assert (field.text(), field.placeholderText()) == ("", "conv1")
    qtbot.keyClicks(field, "edges")
    qtbot.keyClick(field, KEY.Key_Return)
    QApplication.processEvents()  # Qt commits when the key has been dealt with
    assert wishes == [("rename", "conv1", "edges")]


def test_escape_leaves_the_name_as_it_was(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.select("conv1")
    qtbot.keyClick(list_of(panel), KEY.Key_F2)
    qtbot.keyClicks(rename_field_of(panel), "edges")
    qtbot.keyClick(rename_field_of(panel), KEY.Key_Escape)
    QApplication.processEvents()
    assert wishes == []


def test_an_empty_name_takes_the_name_away(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(troubled()))
    panel.select("conv1")
    qtbot.keyClick(list_of(panel), KEY.Key_F2)
    assert rename_field_of(panel).text() == "edges"
    rename_field_of(panel).clear()
    qtbot.keyClick(rename_field_of(panel), KEY.Key_Return)
    QApplication.processEvents()
    assert wishes == [("rename", "conv1", "")]


def test_a_name_being_typed_survives_a_new_plan(qtbot: QtBot, panel: StackPanel) -> None:
    panel.select("conv1")
    qtbot.keyClick(list_of(panel), KEY.Key_F2)
    qtbot.keyClicks(rename_field_of(panel), "edg")
    panel.show_plan(plan_of(good()))
    assert rename_field_of(panel).text() == "edg"


def test_a_double_click_on_the_name_renames(qtbot: QtBot, panel: StackPanel) -> None:
    rows = list_of(panel)
    place = place_of(rows, 1, Spot.NAME)
    click(qtbot, rows, place)
    qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rename_field_of(panel).placeholderText() == "relu1"


def test_the_eye_switches_without_selecting_however_fast_it_is_clicked(
    qtbot: QtBot, panel: StackPanel, wishes: Wishes
) -> None:
    rows = list_of(panel)
    place = place_of(rows, 1, Spot.EYE)
    click(qtbot, rows, place)
    qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wishes == [("enable", ["relu1"], False)] * 2


def test_a_press_on_the_eye_that_ends_elsewhere_does_nothing(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    rows = list_of(panel)
    qtbot.mousePress(rows.viewport(), Qt.MouseButton.LeftButton, pos=place_of(rows, 1, Spot.EYE))
    qtbot.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton, pos=place_of(rows, 2, Spot.EYE))
    assert wishes == []


def test_the_place_where_a_style_draws_check_boxes_switches_nothing(
    qtbot: QtBot, panel: StackPanel, wishes: Wishes
) -> None:
    click(qtbot, list_of(panel), place_of(list_of(panel), 1, Spot.GRIP))
    assert wishes == [("selected", "relu1")]


def test_a_fix_is_a_link_and_a_key(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(troubled()))
    rows = list_of(panel)
    click(qtbot, rows, place_of(rows, 2, Spot.FIX, 0))
    panel.select("conv3")
    qtbot.keyClick(rows, KEY.Key_Return, ALT)
    qtbot.keyClick(rows, KEY.Key_Enter, ALT | Qt.KeyboardModifier.KeypadModifier)
    panel.select("conv1")
    qtbot.keyClick(rows, KEY.Key_Return, ALT)
    assert wishes == [("fix", "conv3", 0)] * 3


def test_the_link_of_a_waiting_layer_leads_to_the_problem(qtbot: QtBot, panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(troubled()))
    click(qtbot, list_of(panel), place_of(list_of(panel), 3, Spot.WAIT))
    assert wishes == [("selected", "conv3")]


@pytest.mark.parametrize(
    ("layer", "gap", "position"),
    [("conv1", 2, 1), ("conv1", 5, 4), ("norm1", 0, 0), ("conv2", 1, 1), ("conv1", 1, None), ("pool1", 2, None)],
)
def test_a_layer_dropped_between_two_others_wishes_to_move_there(
    panel: StackPanel, wishes: Wishes, layer: str, gap: int, position: int | None
) -> None:
    rows = list_of(panel)
    assert drop(rows, Payload(LAYER_MIME, layer).mime_data(), gap_place(rows, gap))
    assert wishes == ([("move", [layer], position)] if position is not None else [])
    assert ids(rows) == [entry.id for entry in good()]


def test_a_block_dropped_between_two_layers_wishes_to_be_added_there(panel: StackPanel, wishes: Wishes) -> None:
    assert drop(list_of(panel), Payload(BLOCK_MIME, "relu").mime_data(), gap_place(list_of(panel), 3))
    assert wishes == [("add", "relu", 3)]


def test_below_the_last_card_is_the_end(panel: StackPanel) -> None:
    assert gap_at(list_of(panel), list_of(panel).viewport().height() - 1) == 5


def test_what_is_not_ours_is_refused(panel: StackPanel, wishes: Wishes) -> None:
    data = QMimeData()
    data.setText("conv1")
    assert not drop(list_of(panel), data, QPoint(100, 50))
    assert wishes == []


def test_a_line_shows_where_a_drag_would_land_and_goes_with_it(panel: StackPanel) -> None:
    rows = list_of(panel)
    data, place = Payload(LAYER_MIME, "norm1").mime_data(), gap_place(rows, 1)
    y = rows.visualRect(rows.model().index(1, 0)).top() - GAP // 2
    line = lambda: rows.viewport().grab().toImage().pixelColor(100, y).name()  # noqa: E731
    before = line()
    enter = QDragEnterEvent(place, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(rows.viewport(), enter)
    assert (before, line()) == (DARK.panel, DARK.accent)
    QApplication.sendEvent(rows.viewport(), QDragLeaveEvent())
    assert line() == DARK.panel


def test_dragging_a_card_carries_its_id_and_its_picture(
    qtbot: QtBot, panel: StackPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[tuple[Payload | None, bool]] = []

    def note(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        carried.append((payload_of(drag.mimeData()), drag.pixmap().isNull()))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", note)
    rows = list_of(panel)
    start = place_of(rows, 1, Spot.GRIP)
    qtbot.mousePress(rows.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in (5, 15, 25):
        at = QPointF(start + QPoint(0, step))
        left = Qt.MouseButton.LeftButton
        move = QMouseEvent(QEvent.Type.MouseMove, at, rows.viewport().mapToGlobal(at), left, left, NONE)
        QApplication.sendEvent(rows.viewport(), move)
    qtbot.mouseRelease(rows.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert carried == [(Payload(LAYER_MIME, "relu1"), False)]


def test_the_context_menu_shows_every_command_with_its_keys(panel: StackPanel, wishes: Wishes) -> None:
    panel.show_plan(plan_of(troubled()))
    rows = list_of(panel)
    place = place_of(rows, 2, Spot.NAME)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(rows.viewport(), QContextMenuEvent(reason, place, rows.viewport().mapToGlobal(place)))
    menu = rows.findChild(QMenu, "layerMenu")
    assert isinstance(menu, QMenu)
    keys = {action.text(): action.shortcut().toString() for action in menu.actions() if action.text()}
    fixes = [label for label in keys if label not in MENU]
    assert {label: keys[label] for label in MENU} == MENU
    assert keys[fixes[0]] == "Alt+Return"
    wishes.clear()
    menu.actions()[0].trigger()
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    assert wishes == [("fix", "conv3", 0), ("delete", ["conv3"])]
    menu.close()


MENU = {
    "Rename": "F2",
    "Duplicate": "Ctrl+D",
    "Move up": "Alt+Up",
    "Move down": "Alt+Down",
    "Switch off": "Space",
    "Cut": "Ctrl+X",
    "Copy": "Ctrl+C",
    "Paste below": "Ctrl+V",
    "Select all": "Ctrl+A",
    "Delete": "Del",
}


@pytest.mark.parametrize(
    ("spot", "said"),
    [
        (Spot.GRIP, "Drag to move this layer, or press Alt+Up and Alt+Down"),
        (Spot.EYE, "Switch conv1 off (Space): it passes its input through and keeps its weights"),
        (Spot.SHAPE, "[1, 3, 240, 320] → [1, 8, 240, 320]\nshape of the input → shape of the output"),
        (Spot.NAME, "conv1\nConv2d 3→8 · 3×3 · pad 1\n[1, 3, 240, 320] → [1, 8, 240, 320]"),
    ],
)
def test_every_part_of_a_card_explains_itself(panel: StackPanel, spot: Spot, said: str) -> None:
    rows = list_of(panel)
    place = place_of(rows, 0, spot)
    event = QHelpEvent(QEvent.Type.ToolTip, place, rows.viewport().mapToGlobal(place))
    QApplication.sendEvent(rows.viewport(), event)
    assert QToolTip.text().startswith(said)
    QToolTip.hideText()


def test_pointing_at_a_link_underlines_it_and_leaving_ends_it(qtbot: QtBot, panel: StackPanel) -> None:
    panel.show_plan(plan_of(troubled()))
    rows = list_of(panel)
    qtbot.mouseMove(rows.viewport(), place_of(rows, 2, Spot.FIX, 0))
    assert (rows.cards.hover.layer, rows.cards.hover.zone.spot) == ("conv3", Spot.FIX)
    assert rows.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(rows.viewport(), QEvent(QEvent.Type.Leave))
    assert rows.cards.hover.layer == ""
