"""The controls of a batch: by mouse, wheel and keys, in step with canvas and the large channel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.view import LargeView
from cnnlab.gui.canvas.batch import BatchMode
from cnnlab.gui.source_bar.history import IconButton
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.source_strip.batch_controls import ItemReading
from tests.gui.files.test_batch import pictures
from tests.gui.program import settle


@pytest.fixture
def batch(program: Program, qtbot: QtBot, tmp_path: Path) -> Program:
    """The program on three pictures."""
    program.window.open_batch(pictures(tmp_path, (40, 60), (40, 60), (40, 60)))
    settle(program, qtbot)
    return program


def turn(widget: QWidget, notches: int) -> None:
    event = QWheelEvent(
        QPointF(3, 3), QPointF(widget.mapToGlobal(QPoint(3, 3))), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_way_of_showing_is_chosen_by_mouse_and_in_the_menu(batch: Program, qtbot: QtBot) -> None:
    modes = batch.window.source_strip.findChild(Segments, "batchView")
    for mode in (BatchMode.ROWS, BatchMode.SIDE, BatchMode.ONE):
        qtbot.mouseClick(modes.segment(mode.value), Qt.MouseButton.LeftButton)
        settle(batch, qtbot)
        assert batch.window.canvas.batch.mode is mode
        assert modes.current == mode.value
        assert batch.wiring.actions[f"batch_{mode.value}"].isChecked()
        assert batch.window.canvas._states["conv1"].images is not None
    batch.wiring.actions["batch_rows"].trigger()
    assert modes.current == "rows"


def test_items_are_stepped_by_key_button_and_wheel(batch: Program, qtbot: QtBot) -> None:
    canvas, strip = batch.window.canvas, batch.window.source_strip
    reading = strip.findChild(ItemReading, "batchItem")
    canvas.setFocus()
    QTest.keyClick(batch.window, Qt.Key.Key_BracketRight)
    assert canvas.batch.item == 1
    assert reading.accessibleName() == "Item 1 of the batch (0 to 2): p2.png"
    QTest.keyClick(batch.window, Qt.Key.Key_BracketLeft)
    assert canvas.batch.item == 0
    qtbot.mouseClick(strip.findChild(IconButton, "nextItem"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(strip.findChild(IconButton, "nextItem"), Qt.MouseButton.LeftButton)
    assert canvas.batch.item == 2
    turn(strip.batch, 1)
    assert canvas.batch.item == 1
    turn(strip.batch, -1)
    assert canvas.batch.item == 2
    settle(batch, qtbot)
    images = canvas._states["input"].images
    assert images is not None
    assert images.picture.row.item == 2
    assert int(images.picture.pixels[0, 0, 0]) & 0xFF == 2, "the third picture"


def test_the_large_channel_and_its_input_are_of_the_item(batch: Program, qtbot: QtBot) -> None:
    batch.window.canvas.set_item(1)
    batch.wiring.large.open("conv1", 2)
    settle(batch, qtbot)
    page = batch.wiring.large.page
    assert page is not None
    assert page.large_view() == LargeView("conv1", 2, 1)
    assert page.input_row().item == 1
    QTest.keyClick(batch.window, Qt.Key.Key_BracketRight)
    settle(batch, qtbot)
    assert page.large_view().item == 2
    result = page._result
    assert result is not None
    assert result.large is not None
    assert result.large.large.item == 2
    assert page.linked._probe((3, 4)) == ("conv1", 2, 2, 3, 4)


def test_without_a_batch_nothing_is_offered(program: Program) -> None:
    assert not program.window.source_strip.isVisible()
    assert not program.wiring.actions["next_item"].isEnabled()


@pytest.mark.parametrize("width", [300, 700, 1200])
def test_the_strip_never_needs_more_room_than_there_is(batch: Program, width: int) -> None:
    controls = batch.window.source_strip.batch
    controls.fit(width)
    assert controls.sizeHint().width() <= max(width, 310)
