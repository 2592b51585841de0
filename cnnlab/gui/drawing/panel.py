"""The pad in its column beside the pictures of the layers."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.gui.commands.keys import native
from cnnlab.gui.drawing.pad import DrawingPad
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

WIDTH = 280


class DrawingPanel(QWidget):
    """The pad, and below it how it is used."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drawingPanel")
        self.pad = DrawingPad()
        self._hint = QLabel(wordWrap=True)
        self._hint.setProperty("role", "muted")
        self._hint.setProperty("small", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self.pad)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self.pad.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Drawing"))
        self.pad.retranslate()
        text = _("Shift draws a straight line. {undo} takes a stroke back.")
        self._hint.setText(text.format(undo=native("Ctrl+Z")))

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), 2 * scaled(WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.end()
