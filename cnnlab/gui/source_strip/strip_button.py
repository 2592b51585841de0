"""A button of the strip: an icon and a word on a raised surface."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cnnlab.gui import fonts
from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.segments import control_height
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled

_ICON = 16


class StripButton(QAbstractButton):
    """Pressing it is a wish: whether it is marked as on changes only by `show_on`. Enter presses it as Space does."""

    def __init__(self, name: str, drawing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = DARK
        self._drawing = drawing
        self._on = False
        self._reserved: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def on(self) -> bool:
        """Whether it is marked as on."""
        return self._on

    def show_on(self, on: bool) -> None:
        """Mark what it stands for as on."""
        if on != self._on:
            self._on = on
            self.update()

    def show_icon(self, drawing: str) -> None:
        """Show another icon."""
        if drawing != self._drawing:
            self._drawing = drawing
            self.update()

    def show_words(self, text: str, tip: str, keys: str = "", reserved: tuple[str, ...] = ()) -> None:
        """Say what it does; there is room for all `reserved` words, so that nothing moves when it says another."""
        self._reserved = reserved
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(with_keys(tip, keys))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(_font(strong=True))  # bolder when it is on
        width = max(metrics.horizontalAdvance(text) for text in (self.text(), *self._reserved))
        return QSize(width + scaled(_ICON) + Space.S + 2 * Space.M, control_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter)
        theme = self._theme
        ink = theme.faint if not self.isEnabled() else theme.accent if self._on else theme.text
        side = scaled(_ICON)
        lead = theme.muted if ink == theme.text else ink
        icon(self._drawing, lead).paint(painter, QRect(Space.M, (self.height() - side) // 2, side, side))
        painter.setFont(_font(self._on))
        painter.setPen(QColor(ink))
        left = Space.M + side + Space.S
        room = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()

    def _paint_surface(self, painter: QPainter) -> None:
        theme = self._theme
        ground = theme.line if self.isDown() else theme.accent_tint if self._on else theme.raised
        if ground == theme.raised and self.underMouse() and self.isEnabled():
            ground = theme.hover
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(theme.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        inset = 0.5 if self.hasFocus() else 0.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)


@fonts.kept
def _font(strong: bool) -> QFont:
    return fonts.ui_font(TextSize.BODY, 600 if strong else 400)
