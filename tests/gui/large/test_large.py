"""One channel large, in the whole program: opened, walked, zoomed, hovered, and live."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE
from cnnlab.gui.large.page import LargePage
from cnnlab.gui.theme import LIGHT
from tests.gui.program import settle, show_stack, stack_of

SMALL = (
    ("conv2d", {"out_channels": 4, "padding": 1}),
    ("relu", {}),
    ("conv2d", {"out_channels": 6}),
    ("flatten", {}),
    ("linear", {"out_features": 10}),
)


def opened(program: Program, qtbot: QtBot, layer: str = "conv1", channel: int = 1) -> LargePage:
    program.wiring.large.open(layer, channel)
    settle(program, qtbot)
    page = program.wiring.large.page
    assert page is not None
    assert program.window.pages.currentWidget() is page
    return page


@pytest.fixture
def small(program: Program, qtbot: QtBot) -> Program:
    """The program with a stack on a picture of 28 × 28."""
    show_stack(program, stack_of(*SMALL, size=(28, 28)), qtbot)
    return program


def key(page: LargePage, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.picture, which, modifier)


def values(page: LargePage) -> np.ndarray:
    plane = page._result.large if page._result is not None else None
    assert plane is not None
    return plane.values


def say(program: Program) -> str:
    label = program.window.status.findChild(QLabel, "statusMessage")
    assert isinstance(label, QLabel)
    return label.text()


def over(page: LargePage, cell: tuple[int, int]) -> QPoint:
    return page.picture.point_of(cell).toPoint()


def test_the_window_opens_without_loading_pyqtgraph() -> None:
    code = (
        "import sys; from cnnlab import app; p = app.build(start=False); print('pyqtgraph' in sys.modules); p.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_a_double_click_on_a_tile_opens_its_channel_and_esc_goes_back(program: Program, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    tile = canvas._geometry.tile_rect(1, 3).center() - QPoint(0, canvas.verticalScrollBar().value())
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=tile)
    settle(program, qtbot)
    page = program.wiring.large.page
    assert page is not None
    assert page.at == ("conv1", 3)
    assert program.presenter.selected == "conv1"
    assert page.picture.hasFocus()
    QTest.keyClick(page.picture, Qt.Key.Key_Escape)
    assert program.window.pages.currentWidget() is canvas
    assert canvas.hasFocus()


def test_enter_on_the_canvas_opens_the_pinned_channel_and_space_still_unfolds(program: Program, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    program.presenter.select("conv2", 5)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.is_expanded("conv2")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert program.wiring.large.page is not None
    assert program.wiring.large.page.at == ("conv2", 5)
    settle(program, qtbot)


def test_the_command_shows_the_selection_and_going_back_asks_for_the_rows_again(program: Program, qtbot: QtBot) -> None:
    program.presenter.select("norm1", 2)
    actions = program.wiring.actions
    assert not actions["back"].isEnabled()
    actions["large"].trigger()
    settle(program, qtbot)
    assert [row.layer for row in program.presenter.view.rows] == [INPUT]
    actions["back"].trigger()
    settle(program, qtbot)
    assert program.presenter.view.large is None
    assert len(program.presenter.view.rows) > 2


def test_arrows_walk_over_channels_and_layers_and_the_selection_follows(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "conv1", 3)
    key(page, Qt.Key.Key_Left)
    assert page.at == ("conv1", 2)
    key(page, Qt.Key.Key_Down)
    assert page.at == ("relu1", 2)
    assert small.presenter.selected == "relu1"
    key(page, Qt.Key.Key_Down)
    key(page, Qt.Key.Key_End)
    assert page.at == ("conv2", 5)
    key(page, Qt.Key.Key_Right)
    assert page.at == ("conv2", 5)
    key(page, Qt.Key.Key_Home)
    assert page.at == ("conv2", 0)
    for _ in range(4):
        key(page, Qt.Key.Key_Up)
    assert page.at[0] == INPUT
    assert small.presenter.selected == ""
    settle(small, qtbot)
    assert values(page).shape[1:] == (28, 28)


def test_a_layer_chosen_in_the_stack_panel_is_shown(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    small.presenter.select("conv2", 4)
    settle(small, qtbot)
    assert page.at == ("conv2", 4)
    assert values(page).shape == (1, 26, 26)


def test_an_edit_of_a_kernel_is_seen_at_once_and_the_gate_does_not_wait(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "conv1", 1)
    for step in range(5):
        before = values(page)
        picture = page.picture.grab().toImage()
        small.window.editor.set_weight("conv1", "weight", (1, 0, 1, 1), 1.0 + step)
        settle(small, qtbot)
        assert not np.array_equal(values(page), before)
        assert page.picture.grab().toImage() != picture


def test_the_value_under_the_pointer_is_said_with_all_its_digits(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "conv1", 1)
    QTest.mouseMove(page.picture.viewport(), over(page, (12, 9)))
    found = re.fullmatch(r"conv1 \[0, 1, 12, 9\] = (\S+)", say(small))
    assert found is not None, say(small)
    assert np.float32(found[1]) == values(page)[0, 12, 9]
    small.window.editor.set_weight("conv1", "weight", (1, 0, 1, 1), 2.0)
    settle(small, qtbot)
    assert say(small).endswith(found[1]) is False


def test_the_input_in_colour_says_three_values(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, INPUT, COMPOSITE)
    QTest.mouseMove(page.picture.viewport(), over(page, (3, 4)))
    assert re.fullmatch(r"input \[0, :, 3, 4\] = \S+, \S+, \S+", say(small)), say(small)


def test_a_vector_is_one_row_of_channels_and_a_click_chooses_one(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, small.presenter.stack.layers[4].id, 3)
    assert values(page).shape == (1, 1, 10)
    assert page.linked.cell == (0, 3)
    QTest.mouseMove(page.picture.viewport(), over(page, (0, 7)))
    assert "[0, 7] = " in say(small)
    QTest.mouseClick(page.picture.viewport(), Qt.MouseButton.LeftButton, pos=over(page, (0, 7)))
    assert page.at[1] == 7


def test_the_wheel_zooms_about_the_pointer_until_numbers_stand_in_the_cells(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    picture, cell = page.picture, (20, 5)
    point = over(page, cell)
    before = picture.grab().toImage()
    for _ in range(8):
        at = QPointF(point)
        wheel = QWheelEvent(
            at,
            QPointF(picture.viewport().mapToGlobal(point)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(picture.viewport(), wheel)
    assert picture.pixels_a_cell() > 50
    assert picture.cell_at(QPointF(point)) == cell
    assert picture.grab().toImage() != before
    key(page, Qt.Key.Key_F)
    assert picture.box.viewRect().contains(picture._item.boundingRect())
    key(page, Qt.Key.Key_1)
    assert picture.pixels_a_cell() == pytest.approx(1, rel=0.01)
    QTest.mouseDClick(picture.viewport(), Qt.MouseButton.LeftButton, pos=picture.viewport().rect().center())
    assert picture.box.viewRect().contains(picture._item.boundingRect())


def test_dragging_moves_the_picture_and_the_profile_stays_in_line(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    page.picture.zoom_by(3)
    start, view = over(page, (14, 14)), page.picture.viewport()
    before = page.picture.box.viewRect().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(view, start + QPoint(10 * step, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(80, 0))
    assert page.picture.box.viewRect().center().x() < before.x() - 1
    for cell in (10, 15):
        above = page.picture.mapToGlobal(page.picture.point_of((14, cell)).toPoint()).x()
        below = page.profile.box.mapViewToScene(QPointF(cell, 0)).toPoint()
        assert abs(page.profile.mapToGlobal(below).x() - above) <= 1


def test_a_click_holds_the_cursor_and_shift_arrows_move_it(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    view = page.picture.viewport()
    QTest.mouseMove(view, over(page, (10, 10)))
    assert (page.linked.cell, page.linked.held) == ((10, 10), False)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=over(page, (10, 10)))
    QTest.mouseMove(view, over(page, (3, 3)))
    assert (page.linked.cell, page.linked.held) == ((10, 10), True)
    key(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    key(page, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert page.linked.cell == (9, 11)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=over(page, (9, 11)))
    QTest.mouseMove(view, over(page, (4, 5)))
    assert page.linked.cell == (4, 5)


def test_the_receptive_field_is_marked_on_the_input_and_moving_there_moves_the_cursor(
    small: Program, qtbot: QtBot
) -> None:
    page = opened(small, qtbot, "conv2", 0)
    QTest.mouseMove(page.picture.viewport(), over(page, (13, 12)))
    # cell (13, 12) of conv2, without padding, lies over (14, 13), and two 3×3 kernels reach two cells each way
    assert page.side.input._box == ((12, 16), (11, 15))
    view = page.side.input
    target = view._target()
    place = QPointF(target.left() + 7.5 * target.width() / 28, target.top() + 9.5 * target.height() / 28)
    QTest.mouseMove(view, place.toPoint())
    assert page.linked.cell == (8, 6)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert page.linked.held


def test_the_cursor_keeps_its_place_on_the_input_from_layer_to_layer(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "relu1", 0)
    QTest.mouseClick(page.picture.viewport(), Qt.MouseButton.LeftButton, pos=over(page, (14, 13)))
    key(page, Qt.Key.Key_Down)
    settle(small, qtbot)
    assert page.linked.cell == (13, 12)


def test_the_profile_runs_along_row_or_column(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    QTest.mouseMove(page.picture.viewport(), over(page, (12, 9)))
    _edges, line = page.profile._curves[0].getData()
    np.testing.assert_array_equal(line, values(page)[0, 12, :])
    QTest.mouseClick(page.tools._direction.segment("column"), Qt.MouseButton.LeftButton)
    _edges, line = page.profile._curves[0].getData()
    np.testing.assert_array_equal(line, values(page)[0, :, 9])


def test_a_dragged_level_sets_the_scale_of_this_view_and_auto_gives_it_up(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    automatic = page._result.large.levels[1]
    histogram = page.side.histogram
    scene = histogram.box.mapViewToScene(QPointF(automatic, 0.5)).toPoint()
    aim = histogram.box.mapViewToScene(QPointF(automatic / 2, 0.5)).toPoint()
    view = histogram.viewport()
    QTest.mouseMove(view, scene)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=scene)
    for share in (0.3, 0.6, 1.0):
        qtbot.wait(20)  # pyqtgraph looks at a hundred moves a second
        QTest.mouseMove(view, scene + (aim - scene) * share)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=aim)
    settle(small, qtbot)
    level = page._result.large.levels[1]
    assert level == pytest.approx(automatic / 2, rel=0.1)
    assert [end.value() for end in histogram._ends] == pytest.approx([-level, level])
    assert small.presenter.view.scale.value == "channel"
    QTest.mouseClick(page.side._automatic, Qt.MouseButton.LeftButton)
    settle(small, qtbot)
    assert page._result.large.levels[1] == pytest.approx(automatic)


def test_keys_move_the_levels_while_the_histogram_has_the_focus(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    before = page._result.large.levels[1]
    page.side.histogram.setFocus()
    QTest.keyClick(page.side.histogram, Qt.Key.Key_Left)
    settle(small, qtbot)
    assert page._result.large.levels[1] < before
    assert page.at == ("conv1", 1)


def test_the_numbers_are_those_of_numpy(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "relu1", 0)
    shown = {key: label.text() for key, label in page.side.numbers._values.items()}
    plane = values(page).astype(np.float64)
    assert shown["high"] == f"{plane.max():.6g}"
    assert shown["mean"] == f"{plane.mean():.6g}"
    assert shown["std"] == f"{plane.std():.6g}"
    assert shown["nonfinite"] == "0"


def test_a_layer_with_a_problem_says_so_with_its_fix_and_the_way_back(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "conv2", 1)
    small.window.editor.set_params("conv2", {"kernel_size": (99, 99)})
    settle(small, qtbot)
    note = page.findChild(QLabel, "largeNote")
    assert isinstance(note, QLabel)
    assert note.isVisible()
    assert "99" in note.text()
    fix = page.findChild(QPushButton, "largeFix")
    assert isinstance(fix, QPushButton)
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    settle(small, qtbot)
    assert not note.isVisible()
    assert page.picture.isVisible()
    small.window.editor.set_params("conv2", {"kernel_size": (99, 99)})
    QTest.mouseClick(page.findChild(QPushButton, "largeNothingBack"), Qt.MouseButton.LeftButton)
    assert small.window.pages.currentWidget() is small.window.canvas
    settle(small, qtbot)


def test_a_removed_layer_gives_way_to_one_that_exists(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot, "conv2", 5)
    small.window.editor.remove(["conv2"])
    settle(small, qtbot)
    assert small.presenter.stack.has(page.at[0]) or page.at[0] == INPUT
    small.window.editor.undo()
    settle(small, qtbot)


def test_results_keep_coming_while_the_pages_are_changed_quickly(small: Program, qtbot: QtBot) -> None:
    for step in range(6):
        small.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), float(step))
        if step % 2:
            small.wiring.large.back()
        else:
            small.wiring.large.open("conv1", 0)
        qtbot.wait(3)
    settle(small, qtbot)
    assert small.bridge.gate.idle


def test_another_theme_and_language_repaint_everything(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    before = page.grab().toImage()
    small.window.choose_theme("light")
    settle(small, qtbot)
    small.wiring.look.choose_language("zh_CN")
    assert page.profile.theme is LIGHT
    assert page.grab().toImage() != before
    assert page.accessibleName() == "放大一个通道"
    small.wiring.look.choose_language("en")
    assert page.accessibleName() == "One channel large"
    small.window.choose_theme("dark")
    settle(small, qtbot)


def test_opening_it_leaves_the_columns_beside_it_as_they_are(program: Program, qtbot: QtBot) -> None:
    program.window.resize(1280, 800)
    settle(program, qtbot)
    before = program.window.columns.sizes()
    page = opened(program, qtbot)
    assert program.window.columns.sizes() == before
    assert page.header.minimumSizeHint().width() < page.header.width()


def test_in_large_type_it_does_not_make_a_small_window_wider(program: Program, qtbot: QtBot) -> None:
    program.window.resize(1280, 800)
    program.window.set_text_scale(1.5)
    try:
        page = opened(program, qtbot)
        assert program.window.width() == 1280
        assert page.side.isHidden()
        assert page.header._count.text() == "1 · 8"
        program.window.set_text_scale(1.0)
        settle(program, qtbot)
        assert page.side.isVisible()
        assert page.header._count.text() == "channel 1 · 8 in all"
    finally:
        program.window.set_text_scale(1.0)


def test_numbers_beside_the_plots_follow_the_size_of_type(small: Program, qtbot: QtBot) -> None:
    page = opened(small, qtbot)
    left = page.profile.axes[0].width()
    small.window.set_text_scale(1.5)
    settle(small, qtbot)
    try:
        assert page.profile.axes[0].width() == round(1.5 * left)
        assert page.profile.axes[0].style["tickFont"].pixelSize() > 14
    finally:
        small.window.set_text_scale(1.0)
