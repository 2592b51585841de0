from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.inspector.lab import Lab, wheel

KEY, MOD = Qt.Key, Qt.KeyboardModifier
EDIT, SHOWN = Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole


def test_rows_are_y_and_columns_are_x(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", kernel_size=[2, 5])
    model = lab.grid.model()
    assert (model.rowCount(), model.columnCount()) == (2, 5)
    assert model.data(model.index(1, 4), EDIT) == float(lab.weight()[0, 0, 1, 4])


def test_a_script_sets_a_number_through_the_model(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    model = lab.grid.model()
    assert model.setData(model.index(1, 2), 0.25, EDIT)
    assert lab.wishes == [("weight", "weight", (0, 0, 1, 2), 0.25, None)]
    assert model.setData(model.index(0, 0), "1/9", EDIT)
    assert model.setData(model.index(0, 1), "-0,5")
    assert lab.weight()[0, 0].ravel()[:2].tolist() == pytest.approx([1 / 9, -0.5])
    assert model.data(model.index(0, 0), SHOWN) == "+0.111"
    assert model.data(model.index(0, 1), EDIT) == -0.5


def test_the_model_changes_nothing_by_itself(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.obeys = False
    model = lab.grid.model()
    before = model.data(model.index(1, 1), EDIT)
    assert model.setData(model.index(1, 1), 7.0)
    assert model.data(model.index(1, 1), EDIT) == before


@pytest.mark.parametrize("wrong", ["abc", "", "nan", "inf", float("nan"), float("inf"), 1e39, None, True])
def test_what_is_no_number_is_refused_with_a_sentence_below_the_grid(qtbot: QtBot, wrong: object) -> None:
    lab = Lab(qtbot, "conv2d")
    assert not lab.grid.model().setData(lab.grid.model().index(0, 0), wrong)
    assert lab.wishes == []
    assert lab.find("weightNotice").isVisible()
    assert lab.grid.model().setData(lab.grid.model().index(0, 0), 1.5)
    assert not lab.find("weightNotice").isVisible()


def test_typing_starts_editing_and_enter_moves_down(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(0, 1)
    lab.type("-0.5")
    lab.key(KEY.Key_Return)
    assert lab.weight()[0, 0, 0, 1] == -0.5
    assert lab.at() == (1, 1)
    assert lab.grid.hasFocus()
    lab.key(KEY.Key_Return)
    lab.key(KEY.Key_Return)
    assert lab.at() == (0, 2)


def test_tab_takes_the_number_and_goes_on_and_leaves_the_grid_at_its_end(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(2, 1)
    lab.type("1/4")
    lab.key(KEY.Key_Tab)
    assert lab.weight()[0, 0, 2, 1] == 0.25
    assert lab.at() == (2, 2)
    lab.key(KEY.Key_Tab)
    assert not lab.grid.hasFocus()
    lab.go(0, 1)
    lab.key(KEY.Key_Backtab, MOD.ShiftModifier)
    assert lab.at() == (0, 0)
    lab.key(KEY.Key_Backtab, MOD.ShiftModifier)
    assert not lab.grid.hasFocus()


def test_escape_leaves_the_number_as_it_was(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(1, 1)
    lab.type("5")
    lab.key(KEY.Key_Escape)
    assert lab.wishes == []
    assert lab.grid.hasFocus()


def test_a_text_that_is_no_number_stays_in_the_editor(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(1, 1)
    lab.type("0.x5")
    for leave in (KEY.Key_Return, KEY.Key_Tab):
        lab.key(leave)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        assert editor.text() == "0.x5"
    assert "0.x5" in lab.find("weightNotice").text()
    lab.find("param_out_channels").setFocus()
    assert editor.text() == "0.x5"
    editor.setFocus()
    editor.selectAll()
    lab.type("0.5")
    lab.key(KEY.Key_Return)
    assert lab.weight()[0, 0, 1, 1] == 0.5
    assert not lab.find("weightNotice").isVisible()


def test_arrows_move_and_delete_makes_it_zero(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(0, 0)
    lab.key(KEY.Key_Right)
    lab.key(KEY.Key_Down)
    lab.key(KEY.Key_Delete)
    assert lab.at() == (1, 1)
    assert lab.wishes == [("weight", "weight", (0, 0, 1, 1), 0.0, None)]


def test_the_wheel_scrubs_in_one_gesture_finer_with_shift_and_coarser_with_ctrl(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.grid.model().setData(lab.grid.model().index(1, 1), 0.0)
    lab.wishes.clear()
    at = lab.cell(1, 1)
    for modifier in (MOD.NoModifier, MOD.ShiftModifier, MOD.ControlModifier):
        wheel(lab.grid.viewport(), at, 1, modifier)
    assert [wish[3] for wish in lab.wishes] == pytest.approx([0.1, 0.11, 1.11])
    assert lab.wishes[0][4] is not None
    assert len({id(wish[4]) for wish in lab.wishes}) == 1
    wheel(lab.grid.viewport(), lab.cell(0, 0), -1)
    assert lab.wishes[-2] == ("end",)
    assert lab.wishes[-1][4] is not lab.wishes[0][4]
    assert lab.at() == (0, 0)


def test_the_gesture_of_the_wheel_ends_after_a_pause(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    wheel(lab.grid.viewport(), lab.cell(1, 1), 1)
    with qtbot.waitSignal(lab.inspector.gesture_ended, timeout=2000):
        pass
    assert lab.wishes[-1] == ("end",)


def test_alt_and_arrows_scrub_by_keyboard(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.grid.model().setData(lab.grid.model().index(0, 0), 1.0)
    lab.go(0, 0)
    lab.key(KEY.Key_Up, MOD.AltModifier)
    lab.key(KEY.Key_Down, MOD.AltModifier | MOD.ShiftModifier)
    assert lab.weight()[0, 0, 0, 0] == pytest.approx(1.09)
    assert lab.at() == (0, 0)


def test_a_drag_scrubs_in_one_gesture_and_a_click_does_not(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.grid.model().setData(lab.grid.model().index(1, 1), 0.5)
    lab.wishes.clear()
    view, at = lab.grid.viewport(), lab.cell(1, 1)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert lab.wishes == []
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    for up in (2, 20, 30):
        qtbot.mouseMove(view, at - QPoint(0, up))
    assert view.cursor().shape() == Qt.CursorShape.SizeVerCursor
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at - QPoint(0, 30))
    edits = [wish for wish in lab.wishes if wish[0] == "weight"]
    assert edits[-1][3] == pytest.approx(0.8)
    assert len({id(wish[4]) for wish in edits}) == 1
    assert lab.wishes[-1] == ("end",)
    assert lab.at() == (1, 1)
    assert view.cursor().shape() != Qt.CursorShape.SizeVerCursor


def test_an_edit_repaints_one_cell_and_keeps_the_place(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.grid.model().setData(lab.grid.model().index(0, 0), 9.0)
    lab.go(2, 1)
    changed = []
    lab.grid.model().dataChanged.connect(lambda a, b: changed.append((a.row(), a.column(), b.row(), b.column())))
    resets = []
    lab.grid.model().modelReset.connect(lambda: resets.append(1))
    lab.grid.model().setData(lab.grid.model().index(1, 2), 0.5)
    assert changed == [(1, 2, 1, 2)]
    assert resets == []
    assert lab.at() == (2, 1)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 21, 31, 64])
def test_kernels_of_every_size_fit_the_width(qtbot: QtBot, size: int) -> None:
    lab = Lab(qtbot, "conv2d", (1, 3, 80, 80), kernel_size=[size, size])
    cell = lab.grid.visualRect(lab.grid.model().index(0, 0))
    assert not lab.grid.grab().isNull()
    if size in (3, 5):
        assert 280 <= cell.width() * size <= 380
    if size == 1:
        assert cell.width() <= 96
        assert cell.height() <= 64
    if size <= 31:
        assert lab.grid.verticalScrollBar().maximum() == lab.grid.horizontalScrollBar().maximum() == 0


def test_a_dense_layer_shows_its_whole_matrix_and_scrolls(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 4096), out_features=512)
    model = lab.grid.model()
    assert (model.rowCount(), model.columnCount()) == (512, 4096)
    assert model.setData(model.index(511, 4095), 3.0)
    assert lab.wishes == [("weight", "weight", (511, 4095), 3.0, None)]
    lab.wishes.clear()
    wheel(lab.grid.viewport(), lab.cell(3, 1), -1)
    assert lab.wishes == []
    assert lab.grid.verticalScrollBar().value() > 0


def test_norms_show_scale_shift_and_running_statistics_side_by_side(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "batch_norm2d", (2, 5, 4, 4))
    model = lab.grid.model()
    headers = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    assert headers == ["weight", "bias", "running_mean", "running_var"]
    assert model.rowCount() == 5
    assert model.setData(model.index(3, 1), 0.5)
    assert lab.wishes == [("weight", "bias", (3,), 0.5, None)]
    lab.wishes.clear()
    assert model.setData(model.index(3, 2), 0.5)
    assert lab.wishes == [("weight", "running_mean", (3,), 0.5, None)]
    assert model.data(model.index(3, 2), EDIT) == 0.5


def test_a_grid_is_copied_and_pasted_and_a_single_number_goes_into_its_cell(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    clipboard = QGuiApplication.clipboard()
    lab.go(0, 0)
    lab.key(KEY.Key_C, MOD.ControlModifier)
    assert len(clipboard.text().splitlines()) == 3
    clipboard.setText("1\t2\t3\n4\t5\t6\n7\t8\t9")
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert np.array_equal(lab.weight()[0, 0], np.arange(1, 10).reshape(3, 3))
    clipboard.setText("0.75")
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert lab.weight()[0, 0, 0, 0] == 0.75
    clipboard.setText("1 2\n3 4")
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert "3×3" in lab.find("weightNotice").text()


def test_copy_and_paste_are_the_grids_own_while_it_has_the_focus(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(0, 0)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, KEY.Key_V, MOD.ControlModifier)
    event.ignore()
    QApplication.sendEvent(lab.grid, event)
    assert event.isAccepted()


def test_every_cell_says_what_it_is(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    index = lab.grid.model().index(1, 2)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("weight[0, 0, 1, 2] = ")
    assert "Shift" in str(index.data(Qt.ItemDataRole.ToolTipRole))
