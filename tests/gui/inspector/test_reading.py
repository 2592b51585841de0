"""A line of numbers that changes live."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.inspector.reading import Reading


class Layouts(QObject):
    """Counts how often a widget lays out what is in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_other_digits_lay_nothing_out_and_a_much_shorter_text_gives_its_room_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(360, 40)
    row, title, reading = QHBoxLayout(page), QLabel("a long title of a kernel"), Reading()
    row.addWidget(title)
    row.addWidget(reading, 1)
    reading.show_text("edges only · sum 0.000 · norm 1.155")
    with qtbot.waitExposed(page):
        page.show()
    qtbot.wait(20)
    layouts = Layouts(page)
    reading.show_text("edges only · sum 0.000 · norm 1.203")
    qtbot.wait(20)
    assert (reading.text(), layouts.count) == ("edges only · sum 0.000 · norm 1.203", 0)
    reading.show_text("[8]")
    qtbot.wait(20)
    assert layouts.count > 0
    assert title.width() >= title.sizeHint().width()
