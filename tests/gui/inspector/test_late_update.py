"""What is painted a moment later, together."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.inspector.late_update import LateUpdate


class Canvas(QWidget):
    """Notes what it paints."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += list(event.region())  # type: ignore[call-overload]


def test_parts_are_painted_once_and_not_at_once(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(100, 100)
    canvas.show()
    qtbot.waitUntil(lambda: len(canvas.painted) > 0)
    canvas.painted.clear()
    late = LateUpdate(canvas)
    first, second = QRect(0, 0, 10, 10), QRect(50, 50, 10, 10)
    for _edit in range(3):
        late.update(first)
    late.update(second)
    qtbot.wait(0)
    assert canvas.painted == []
    qtbot.waitUntil(lambda: len(canvas.painted) > 0)
    assert canvas.painted == [first, second]
    qtbot.wait(40)
    assert canvas.painted == [first, second], "it ends"


def test_what_comes_later_is_painted_too(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(100, 100)
    canvas.show()
    late = LateUpdate(canvas)
    for place in (QRect(0, 0, 10, 10), QRect(20, 0, 10, 10)):
        qtbot.wait(1)
        canvas.painted.clear()
        late.update(place)
        qtbot.waitUntil(lambda place=place: place in canvas.painted)  # type: ignore[misc]
