"""What the painted parts of this page have in common: a frame that shows the focus, type that grows with the room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.gui.drawer.zoom import zoom_for
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.theme import Radius, TextSize, Theme, scaled


class Board(QWidget):
    """A painted part, told what to show.

    Attributes:
        wanted: width and height, at the usual size of type, from which on lengths and type grow with it.
        least: height, at the usual size of type, below which it does not go.
    """

    wanted = (560, 250)
    least = 190

    def __init__(self, name: str, press: Callable[[QKeyEvent], bool] | None = None) -> None:
        """A board called `name`; keys that it has no use for are heard by `press`."""
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._press = press
        self._theme: Theme | None = None

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self.setMinimumHeight(scaled(self.least))
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint what it shows, within its frame."""
        raise NotImplementedError

    # -- room --

    @property
    def zoom(self) -> float:
        """How much larger than usual lengths and type are."""
        return zoom_for(self.size(), self.wanted)

    def px(self, length: float) -> float:
        """A length that is `length` pixels at the usual size."""
        return scaled(1000 * length) / 1000 * self.zoom

    def mono(self, size: int = TextSize.SMALL, weight: int = 400) -> QFont:
        """The face of numbers."""
        return mono_font(round(size * self.zoom), weight)

    def ui(self, size: int = TextSize.BODY, weight: int = 400) -> QFont:
        """The face of words."""
        return ui_font(round(size * self.zoom), weight)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self.wanted[0]), max(scaled(self.least), self.minimumHeight()))

    # -- events --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._press is None or not self._press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.background))
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)
        self.paint(painter, theme)
        painter.end()
