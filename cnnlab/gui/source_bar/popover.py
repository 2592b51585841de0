"""A panel that opens below what was pressed and closes with Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

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

    def hold(self, content: QWidget) -> None:
        """Be as large as this, and let it be scrolled where the screen is too low for it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)  # the line around it
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        column.addWidget(_Roll(content))

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


class _Roll(QScrollArea):
    """As large as what it holds, but no higher than the screen."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self._content = content
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        whole, most = self._content.sizeHint(), self.screen().availableGeometry().height() - 2
        if whole.height() <= most:
            return whole
        return QSize(whole.width() + self.verticalScrollBar().sizeHint().width(), most)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
