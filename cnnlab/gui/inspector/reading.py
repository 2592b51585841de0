"""A line of numbers that changes live."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.gui.fonts import ui_font
from cnnlab.gui.theme import TextSize

_SLACK = 48  # pixels that a text may be shorter than the room it has asked for


class Reading(QWidget):
    """Right-aligned text, muted, with the space between its neighbours and the right edge.

    A label would ask for a new layout of the whole page each time its text changes, which is with every edit.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._room = 0  # the width that was asked for last
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()

    def text(self) -> str:
        """What is shown."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show a text; it moves its neighbours only where it needs more room, or much less."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            if not 0 <= self._room - self.sizeHint().width() <= _SLACK:
                self._ask()
            self.update()

    def fit(self) -> None:
        """Take the size of type of the moment."""
        self.setFont(ui_font(TextSize.SMALL))
        self._ask()

    def _ask(self) -> None:
        self._room = self.sizeHint().width()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 1, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
