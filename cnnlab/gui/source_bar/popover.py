"""A panel that opens below what was pressed and closes with Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from cnnlab.gui.theme import Space


class Popover(QFrame):
    """A popup with the look of a panel.

    Signals:
        opened: whether it is on screen now.
    """

    opened = Signal(bool)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName(name)
        self.setProperty("role", "panel")
        self._anchor: QWidget | None = None

    def open_below(self, anchor: QWidget) -> None:
        """Show it under `anchor`, inside the screen; the Tab key then leads to its first control."""
        self._anchor = anchor
        self.ensurePolished()
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + Space.XS))
        screen = anchor.screen().availableGeometry()
        left = max(screen.left(), min(place.x(), screen.right() + 1 - self.width()))
        top = max(screen.top(), min(place.y(), screen.bottom() + 1 - self.height()))
        self.move(left, top)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Qt hands a press outside on to what lies there; on the anchor that would open the panel again.
        at = event.globalPosition().toPoint()
        anchor = self._anchor
        again = anchor is not None and anchor.rect().contains(anchor.mapFromGlobal(at))
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, again)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.opened.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
