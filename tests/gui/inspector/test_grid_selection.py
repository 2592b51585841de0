"""Several cells at once: selected by keyboard and mouse, changed together in one step."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.inspector.lab import Lab, wheel

KEY, MOD, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def counted(lab: Lab) -> list[tuple[object, ...]]:
    """The wishes, without the ends of gestures."""
    return [wish for wish in lab.wishes if wish[0] != "end"]


def flat(lab: Lab, values: list[float]) -> Lab:
    """Put nine numbers into the slice on show."""
    for place, value in enumerate(values):
        lab.grid.model().setData(lab.grid.model().index(place // 3, place % 3), value)
    lab.wishes.clear()
    return lab


def nine(qtbot: QtBot) -> Lab:
    return flat(Lab(qtbot, "conv2d"), [1, 2, 3, 4, 5, 6, 7, 8, 9])


def shown(lab: Lab) -> list[float]:
    return [float(value) for value in lab.weight()[0, 0].ravel()]


def test_shift_and_arrows_select_and_one_typed_number_is_for_all(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    lab.key(KEY.Key_Right, MOD.ShiftModifier)
    lab.key(KEY.Key_Down, MOD.ShiftModifier)
    lab.type("1/4")
    lab.key(KEY.Key_Return)
    assert shown(lab) == [0.25, 0.25, 3, 0.25, 0.25, 6, 7, 8, 9]
    assert len(counted(lab)) == 1
    lab.type("*2")
    lab.key(KEY.Key_Return)
    assert shown(lab) == [0.5, 0.5, 3, 0.5, 0.5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("text", "after"),
    [("*=2", [2, 4]), ("/4", [0.25, 0.5]), ("+=0.5", [1.5, 2.5]), ("-=1", [0, 1]), ("+0.5", [0.5] * 2)],
)
def test_a_factor_or_an_offset_changes_what_is_there(qtbot: QtBot, text: str, after: list[float]) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    lab.key(KEY.Key_Right, MOD.ShiftModifier)
    lab.type(text)
    lab.key(KEY.Key_Tab)
    assert shown(lab)[:3] == [*after, 3]
    assert len(counted(lab)) == 1


def test_shift_click_selects_a_range_and_ctrl_click_adds_one(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    view = lab.grid.viewport()
    qtbot.mouseClick(view, LEFT, pos=lab.cell(0, 0))
    qtbot.mouseClick(view, LEFT, MOD.ShiftModifier, pos=lab.cell(0, 1))
    qtbot.mouseClick(view, LEFT, MOD.ControlModifier, pos=lab.cell(2, 2))
    lab.key(KEY.Key_Delete)
    assert shown(lab) == [0, 0, 3, 4, 5, 6, 7, 8, 0]
    assert len(counted(lab)) == 1


def test_ctrl_a_takes_all_and_the_wheel_moves_all_in_one_gesture(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(1, 1)
    lab.key(KEY.Key_A, MOD.ControlModifier)
    wheel(lab.grid.viewport(), lab.cell(0, 2), 1)
    wheel(lab.grid.viewport(), lab.cell(2, 0), 1, MOD.ShiftModifier)
    assert shown(lab) == pytest.approx([n + 0.11 for n in range(1, 10)])
    assert len({id(wish[-1]) for wish in counted(lab)}) == 1
    assert counted(lab)[0][-1] is not None


def test_a_drag_on_one_of_several_moves_them_all_and_a_click_chooses_it(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    view = lab.grid.viewport()
    qtbot.mouseClick(view, LEFT, pos=lab.cell(0, 0))
    qtbot.mouseClick(view, LEFT, MOD.ShiftModifier, pos=lab.cell(0, 2))
    at = lab.cell(0, 1)
    qtbot.mousePress(view, LEFT, pos=at)
    for up in (10, 30, 40):
        qtbot.mouseMove(view, at - QPoint(0, up))
    qtbot.mouseRelease(view, LEFT, pos=at - QPoint(0, 40))
    assert shown(lab)[:4] == pytest.approx([1.4, 2.4, 3.4, 4])
    assert len({id(wish[-1]) for wish in counted(lab)}) == 1
    qtbot.mouseClick(view, LEFT, pos=at)
    lab.key(KEY.Key_Delete)
    assert shown(lab)[:3] == pytest.approx([1.4, 0, 3.4])


def test_headers_of_a_table_select_rows_and_columns(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 6), out_features=4)
    header = lab.grid.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 5, 5)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    lab.grid.setFocus()
    lab.key(KEY.Key_Delete)
    assert not lab.weight()[:, 2].any()
    assert lab.weight()[:, 1].all()
    assert len(counted(lab)) == 1


def test_another_step_is_that_of_wheel_keys_and_drag(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    steps: list[float] = []
    lab.inspector.step_changed.connect(steps.append)
    field = lab.find("stepField")
    assert field.text() == "±0.1"
    field.setFocus()
    field.selectAll()
    lab.type("1/4")
    lab.key(KEY.Key_Return)
    assert steps == [0.25]
    lab.go(0, 0)
    lab.key(KEY.Key_Up, MOD.AltModifier)
    lab.key(KEY.Key_Up, MOD.AltModifier | MOD.ControlModifier)
    assert shown(lab)[0] == pytest.approx(1 + 0.25 + 2.5)
    lab.inspector.set_step(0.01)
    assert field.text() == "±0.01"
    wheel(lab.grid.viewport(), lab.cell(0, 1), -1)
    assert shown(lab)[1] == pytest.approx(1.99)
    assert lab.inspector.step() == 0.01


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1e9"])
def test_a_step_that_is_none_is_refused(qtbot: QtBot, wrong: str) -> None:
    lab = nine(qtbot)
    lab.find("stepField").setFocus()
    lab.find("stepField").selectAll()
    lab.type(wrong)
    lab.key(KEY.Key_Return)
    assert lab.find("weightNotice").isVisible()
    assert lab.inspector.step() == 0.1


def test_the_selected_rectangle_is_copied_and_pasted_elsewhere(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    lab.key(KEY.Key_Right, MOD.ShiftModifier)
    lab.key(KEY.Key_C, MOD.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1\t2"
    lab.go(2, 1)
    lab.key(KEY.Key_Right, MOD.ShiftModifier)
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert shown(lab) == [1, 2, 3, 4, 5, 6, 7, 1, 2]
    assert len(counted(lab)) == 1


def test_numpy_text_of_a_kernel_brings_the_kernel_back(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    lab.key(KEY.Key_C, MOD.ControlModifier | MOD.ShiftModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("np.array([[1, 2, 3],")
    assert text.endswith("dtype=np.float32)")
    lab.inspector.select_slice(3, 2)
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert np.array_equal(lab.weight()[3, 2], np.arange(1, 10).reshape(3, 3))


def test_a_block_that_does_not_fit_says_what_to_do(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    for text, way in (("1 2\n3 4", "select 2×2"), ("1 2 3 4\n1 2 3 4", "kernel_size")):
        QGuiApplication.clipboard().setText(text)
        lab.key(KEY.Key_V, MOD.ControlModifier)
        assert way in lab.find("weightNotice").text()
    assert lab.wishes == []


def test_a_block_goes_into_a_table_from_the_current_cell_on(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 6), out_features=4)
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    lab.go(1, 2)
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert lab.weight()[1:3, 2:4].tolist() == [[1, 2], [3, 4]]
    lab.go(3, 2)
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert "further up" in lab.find("weightNotice").text()


def test_the_menu_of_the_grid_does_what_the_keys_do(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)

    def choose(name: str) -> None:
        at = lab.cell(0, 0)
        QApplication.sendEvent(
            lab.grid.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, lab.grid.mapToGlobal(at))
        )
        menu = lab.grid.findChild(QMenu, "gridMenu")
        assert menu is not None
        next(action for action in menu.actions() if action.objectName() == name).trigger()
        menu.close()
        qtbot.wait(1)

    choose("grid_select_all")
    choose("grid_copy_numpy")
    assert QGuiApplication.clipboard().text().startswith("np.array")
    choose("grid_zero")
    assert not any(shown(lab))
    choose("grid_paste")
    assert shown(lab) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert len(counted(lab)) == 2


def test_a_lock_writes_the_mirrored_cells_from_the_next_edit_on(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.trigger("tool_lock_horizontal")
    assert lab.wishes == []
    assert shown(lab) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    lab.go(0, 2)
    assert lab.grid.itemDelegate().partners == {(0, 0)}
    lab.type("-1")
    lab.key(KEY.Key_Return)
    assert shown(lab) == [-1, 2, -1, 4, 5, 6, 7, 8, 9]
    wheel(lab.grid.viewport(), lab.cell(1, 0), 1)
    assert shown(lab)[3:6] == pytest.approx([4.1, 5, 4.1])
    QGuiApplication.clipboard().setText("1 2 3\n4 5 6\n7 8 9")
    lab.key(KEY.Key_V, MOD.ControlModifier)
    assert shown(lab) == [1, 2, 1, 4, 5, 4, 7, 8, 7]
    assert len(counted(lab)) == 3
    lab.trigger("tool_lock_vertical")
    lab.go(2, 2)
    lab.key(KEY.Key_Delete)
    assert shown(lab) == [0, 2, 0, 4, 5, 4, 0, 8, 0]
    assert {lock.value for lock in lab.inspector.locks()} == {"horizontal", "vertical"}
    lab.inspector.set_locks(frozenset())
    lab.key(KEY.Key_Right)
    lab.grid.model().setData(lab.grid.model().index(0, 0), 3.0)
    assert shown(lab)[:3] == [3, 2, 0]


def test_the_facts_speak_of_the_selected_cells(qtbot: QtBot) -> None:
    lab = nine(qtbot)
    lab.go(0, 0)
    assert lab.find("kernelSum").text() == "gain ×45 · sum +45.000 · norm 16.882"
    lab.key(KEY.Key_Right, MOD.ShiftModifier)
    assert lab.find("kernelSum").text() == "2 selected · sum +3.000 · norm 2.236"


def test_a_matrix_of_two_million_cells_is_changed_at_once(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 4096), out_features=512)
    lab.go(0, 0)
    lab.key(KEY.Key_A, MOD.ControlModifier)
    QGuiApplication.clipboard().setText("as before")
    lab.key(KEY.Key_C, MOD.ControlModifier)
    assert QGuiApplication.clipboard().text() == "as before", "a text of them would take half a minute"
    assert "2097152 cells are more than the 100000" in lab.find("weightNotice").text()
    lab.key(KEY.Key_Delete)
    assert len(counted(lab)) == 1
    assert not lab.weight().any()


def test_more_cells_than_the_window_can_wait_for_are_refused(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 4096), out_features=1025)
    lab.go(0, 0)
    lab.trigger("tool_negate")
    assert "4198400 weights are more than the 4194304" in lab.find("weightNotice").text()
    lab.key(KEY.Key_A, MOD.ControlModifier)
    assert "4198400 cells are more than the 4194304" in lab.find("weightNotice").text()
    lab.key(KEY.Key_Delete)
    lab.key(KEY.Key_C, MOD.ControlModifier)
    assert lab.wishes == []


@pytest.mark.parametrize("size", [1, 5, 11, 31])
def test_kernels_of_every_size_show_their_selection(qtbot: QtBot, size: int) -> None:
    lab = Lab(qtbot, "conv2d", (1, 3, 80, 80), kernel_size=[size, size])
    lab.go(0, 0)
    before = lab.grid.grab().toImage()
    lab.trigger("tool_lock_half_turn")
    lab.key(KEY.Key_A, MOD.ControlModifier)
    assert size == 1 or lab.grid.grab().toImage() != before
