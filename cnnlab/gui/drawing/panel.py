"""The pad in its column beside the pictures of the layers."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.gui.commands.keys import native
from cnnlab.gui.drawing.pad import DrawingPad
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

WIDTH = 280
_LEAST = 120  # pixels a side of the pad that are in sight


class PadArea(QScrollArea):
    """The pad, as high as it is at a width; a long drawing is moved along."""

    def __init__(self, pad: DrawingPad) -> None:
        super().__init__(widgetResizable=True)
        self._pad = pad
        self.setObjectName("padArea")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(pad)
        self.viewport().setAutoFillBackground(False)
        pad.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        pad.pointed.connect(self._on_pad_pointed)

    def heightForWidth(self, width: int) -> int:
        """As high as the pad is at this width, and its scroll bar if it is wider."""
        bar = self.horizontalScrollBar().sizeHint().height() if self._pad.minimumWidth() > width else 0
        return self._pad.heightForWidth(width) + bar

    def sizeHint(self) -> QSize:
        width = self._pad.sizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self._pad.minimumWidth()), min(_LEAST, self._pad.minimumHeight()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # another drawing
            self.updateGeometry()
        return super().event(event)

    def _on_pad_pointed(self, y: int, x: int) -> None:
        """Keep the cursor of the keys in sight."""
        if y >= 0:
            geometry = self._pad.geometry_of_cells
            point, around = geometry.point((y + 0.5, x + 0.5)).toPoint(), math.ceil(geometry.cell)
            self.ensureVisible(point.x(), point.y(), around, around)


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
        column.addWidget(PadArea(self.pad))
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
