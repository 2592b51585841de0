"""Drawing in the whole program: strokes, keys, undo, saving."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.frame import Levels
from cnnlab.gui.drawing.pad import DrawingPad
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.sources.drawing import Brush, Stroke, empty
from tests.gui.program import settle

_LEFT = Qt.MouseButton.LeftButton


def chosen(program: Program, qtbot: QtBot) -> DrawingPad:
    """The pad, after a click on Draw."""
    segments = program.window.source_bar.findChild(Segments, "sourceKinds")
    QTest.mouseClick(segments.segment("drawing"), _LEFT)
    qtbot.waitUntil(lambda: program.wiring.drawing.panel is not None)
    settle(program, qtbot)
    panel = program.wiring.drawing.panel
    assert panel is not None
    return panel.pad


def at(pad: DrawingPad, row: float, column: float) -> QPoint:
    """The pixel of the pad nearest to a place in cells."""
    return pad.geometry_of_cells.point((row, column)).toPoint()


def drag(pad: DrawingPad, *way: tuple[float, float], shift: bool = False) -> None:
    """Draw with the mouse."""
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    points = [at(pad, *place) for place in way]
    QTest.mousePress(pad, _LEFT, keys, points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, _LEFT, keys, points[-1])


def input_levels(program: Program) -> Levels:
    """The input's cells as the network got them last."""
    still = program.presenter.still
    assert still is not None
    return np.rint(still.pixels[..., 0] * 255).astype(np.uint8)


def test_a_stroke_of_the_mouse_is_what_the_brush_leaves_and_one_step(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 28, 28)
    assert pad.hasFocus()
    steps = program.presenter.document.steps
    drag(pad, (5, 5), (12, 9), (20, 20))
    settle(program, qtbot)
    expected = Stroke(empty((28, 28)), Brush(), (5, 5))
    for place in ((5, 5), (12, 9), (20, 20)):
        expected.to(pad.geometry_of_cells.place(at(pad, *place).toPointF()))
    np.testing.assert_array_equal(pad.cells, expected.cells())
    np.testing.assert_array_equal(input_levels(program), pad.cells)
    assert program.presenter.document.steps == steps + 1
    assert program.presenter.document.modified


def test_the_network_follows_in_the_middle_of_a_stroke(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    shown: list[float] = []
    program.bridge.result.connect(lambda result: shown.append(float(np.asarray(result.job.frame.values).max())))
    QTest.mousePress(pad, _LEFT, pos=at(pad, 14, 14))
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] > 100)  # levels, of which an empty pad has none
    settle(program, qtbot)
    count, source = len(shown), program.presenter.stack.input.source
    QTest.mouseMove(pad, at(pad, 20, 20))
    qtbot.waitUntil(lambda: len(shown) > count)
    assert program.presenter.stack.input.source == source, "nothing is edited yet"
    QTest.mouseRelease(pad, _LEFT, pos=at(pad, 20, 20))
    settle(program, qtbot)
    assert program.presenter.stack.input.source != source


def test_undo_and_redo_go_through_strokes_and_other_edits_in_their_order(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    drag(pad, (5, 5), (5, 20))
    first = pad.cells
    settle(program, qtbot)
    program.window.editor.enable("relu1", False)
    drag(pad, (20, 5), (20, 20))
    second = pad.cells
    settle(program, qtbot)
    for _press in range(3):
        QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(pad.cells, empty((28, 28)))
    settle(program, qtbot)
    np.testing.assert_array_equal(input_levels(program), empty((28, 28)))
    assert program.presenter.stack.layer("relu1").enabled
    program.window.editor.redo()
    np.testing.assert_array_equal(pad.cells, first)
    program.window.editor.redo()
    program.window.editor.redo()
    np.testing.assert_array_equal(pad.cells, second)
    settle(program, qtbot)
    np.testing.assert_array_equal(input_levels(program), second)


def test_undo_in_the_middle_of_a_stroke_takes_back_that_stroke_alone(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    drag(pad, (5, 5), (5, 20))
    settle(program, qtbot)
    kept, steps = pad.cells, program.presenter.document.steps
    QTest.mousePress(pad, _LEFT, pos=at(pad, 20, 5))
    QTest.mouseMove(pad, at(pad, 20, 20))
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseRelease(pad, _LEFT, pos=at(pad, 20, 20))
    settle(program, qtbot)
    np.testing.assert_array_equal(pad.cells, kept)
    assert program.presenter.document.steps == steps


def test_everything_can_be_drawn_by_keys(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    controls = program.wiring.drawing.controls
    assert controls is not None
    QTest.keyClick(pad, Qt.Key.Key_BracketLeft)
    QTest.mouseClick(controls.findChild(Segments, "drawingEdge").segment("hard"), _LEFT)
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Up)
    steps = program.presenter.document.steps
    QTest.keyPress(pad, Qt.Key.Key_Space)
    for _step in range(3):
        QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyRelease(pad, Qt.Key.Key_Space)
    expected = empty((28, 28))
    expected[13, 14:18] = 255
    np.testing.assert_array_equal(pad.cells, expected)
    assert program.presenter.document.steps == steps + 1
    QTest.keyClick(pad, Qt.Key.Key_I)
    np.testing.assert_array_equal(pad.cells, 255 - expected)
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert not pad.cells.any()
    program.window.editor.undo()
    np.testing.assert_array_equal(pad.cells, 255 - expected)
    QTest.keyClick(pad, Qt.Key.Key_E)
    assert controls.brush == Brush(1, 0, soft=False)
    settle(program, qtbot)


def test_shift_draws_straight_on_from_the_last_stroke(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    pad.set_brush(Brush(1, 255, soft=False))
    drag(pad, (3.5, 3.5), (3.5, 3.5))
    drag(pad, (3.5, 20.5), (3.5, 20.5), shift=True)
    expected = empty((28, 28))
    expected[3, 3:21] = 255
    np.testing.assert_array_equal(pad.cells, expected)
    settle(program, qtbot)


def test_another_size_scales_the_drawing_and_one_that_cannot_be_is_refused(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    drag(pad, (5, 5), (20, 20))
    settle(program, qtbot)
    box = program.window.findChild(QComboBox, "drawingSize")
    line = box.lineEdit()
    assert line is not None
    for text, size in (("64 × 48", (64, 48)), ("4", (64, 48))):
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        settle(program, qtbot)
        assert pad.cells.shape == size
    assert pad.cells.any()
    assert program.presenter.plan.input_shape[2:] == (64, 48)
    assert "8 to 512" in program.window.status.findChild(object, "statusMessage").text()
    program.window.editor.undo()
    settle(program, qtbot)
    assert pad.cells.shape == (28, 28)
    assert program.presenter.plan.input_shape[2:] == (28, 28)


def test_a_saved_drawing_opens_again_and_can_be_drawn_on(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    pad = chosen(program, qtbot)
    drag(pad, (5, 5), (20, 20))
    drawn = pad.cells
    program.window.projects.save(tmp_path / "d.cnnlab")  # before the last stroke is prepared
    settle(program, qtbot)
    QTest.mouseClick(program.window.findChild(QToolButton, "clearDrawing"), _LEFT)
    settle(program, qtbot)
    program.presenter.document.mark_saved()
    program.window.open_path(tmp_path / "d.cnnlab")
    settle(program, qtbot)
    np.testing.assert_array_equal(pad.cells, drawn)
    assert not program.presenter.document.modified
    drag(pad, (20, 5), (20, 20))
    assert (pad.cells != drawn).any()
    program.window.editor.undo()
    np.testing.assert_array_equal(pad.cells, drawn)
    settle(program, qtbot)


def test_an_empty_drawing_needs_no_picture_in_the_project(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    project = tmp_path / "p.json"
    project.write_text('{"format": "cnnlab", "version": 1, "layers": [], "input": {"source": "drawing:64x32"}}')
    program.window.open_path(project)
    settle(program, qtbot)
    assert program.wiring.drawing.panel is not None
    assert program.wiring.drawing.panel.isVisible()
    assert program.wiring.drawing.panel.pad.cells.shape == (64, 32)


def test_a_size_that_was_chosen_freely_is_drawn_at_and_channels_stay(program: Program, qtbot: QtBot) -> None:
    program.window.stills.change_input({"size": (40, 20), "channels": 1})
    settle(program, qtbot)
    pad = chosen(program, qtbot)
    assert pad.cells.shape == (40, 20)
    assert program.presenter.plan.input_shape == (1, 1, 40, 20)


def test_a_small_drawing_does_not_make_the_next_picture_small(program: Program, qtbot: QtBot) -> None:
    before = program.presenter.plan.input_shape
    pad = chosen(program, qtbot)
    drag(pad, (5, 5), (20, 20))
    settle(program, qtbot)
    segments = program.window.source_bar.findChild(Segments, "sourceKinds")
    QTest.mouseClick(segments.segment("image"), _LEFT)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == before
    assert not pad.isVisible()
    pad = chosen(program, qtbot)
    assert pad.cells.any(), "the last drawing is there again"


@pytest.mark.parametrize("size", [28, 256])
def test_a_step_of_a_stroke_costs_the_window_little(program: Program, qtbot: QtBot, size: int) -> None:
    pad = chosen(program, qtbot)
    assert program.wiring.drawing.controls is not None
    program.wiring.drawing.controls.size_chosen.emit((size, size))
    settle(program, qtbot)
    QTest.mousePress(pad, _LEFT, pos=at(pad, size / 4, size / 4))
    spent = []
    for step in range(40):
        begun = time.perf_counter()
        pad._go((size / 4 + step / 4, size / 4 + step / 2))
        spent.append(time.perf_counter() - begun)
    QTest.mouseRelease(pad, _LEFT, pos=at(pad, size / 2, size / 2))
    settle(program, qtbot)
    assert sorted(spent)[len(spent) // 2] < 0.002


def test_the_pad_stands_above_the_pictures_where_there_is_no_room_beside_them(program: Program, qtbot: QtBot) -> None:
    window = program.window
    pad, pages = chosen(program, qtbot), window.pages
    assert pad.mapTo(window, QPoint(0, 0)).x() < pages.mapTo(window, QPoint(0, 0)).x()
    try:
        window.resize(1280, 800)
        window.set_text_scale(1.5)
        settle(program, qtbot)
        assert pages.width() == window.desk.width(), "the pictures have all the width that there is"
        assert pad.mapTo(window, pad.rect().bottomLeft()).y() < pages.mapTo(window, QPoint(0, 0)).y()
        assert pad.height() >= 120
    finally:
        window.set_text_scale(1.0)
    window.resize(1600, 1000)
    settle(program, qtbot)
    assert pad.mapTo(window, QPoint(0, 0)).x() < pages.mapTo(window, QPoint(0, 0)).x()


def test_a_long_drawing_has_cells_that_can_be_seen_and_is_moved_along(program: Program, qtbot: QtBot) -> None:
    pad = chosen(program, qtbot)
    area = program.window.findChild(QScrollArea, "padArea")
    assert area is not None
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0
    program.window.stills.open_source("drawing:8x512")
    settle(program, qtbot)
    assert pad.geometry_of_cells.cell == 7
    assert area.verticalScrollBar().maximum() == 0
    assert area.horizontalScrollBar().maximum() > 3000
    pad.setFocus()
    for _step in range(70):
        QTest.keyClick(pad, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert area.horizontalScrollBar().value() == area.horizontalScrollBar().maximum(), "the cursor stays in sight"
    program.window.stills.open_source("drawing:64x48")
    settle(program, qtbot)
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0
