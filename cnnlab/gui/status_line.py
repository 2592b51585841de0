"""The line at the bottom: what the pointer is on, the last message, the colour scale and whether all is saved."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from cnnlab.gui import fonts
from cnnlab.gui.icons import icon
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled
from cnnlab.text import Message, _

HEIGHT = 28
_ICON = 14


class ElidedLabel(QLabel):
    """A line of text that is cut where there is no room; `text()` and the tooltip keep all of it."""

    def __init__(self, name: str, side: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self.setObjectName(name)
        self._side = side
        self._ink = QColor()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, ink: str) -> None:
        """Show a text in a colour."""
        self._ink = QColor(ink)
        line = " ".join(text.split())
        if line != self.text():
            self.setText(line)
            self.setAccessibleName(line)
        self._explain()
        self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width + 1 if width else 0, scaled(HEIGHT) - 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 3 * Space.XL), scaled(HEIGHT) - 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._explain()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._ink)
        painter.setFont(self.font())
        text = self.fontMetrics().elidedText(self.text(), self._side, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.sizeHint().width() > self.width() else "")


class StatusLine(QWidget):
    """One line that is told what to show.

    A value under the pointer gives way to the last message when the pointer leaves. A warning or an error stays, in
    amber, until the next message or a click on it; values under the pointer then stand beside it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._theme = DARK
        self._message: tuple[Message | str, str] = ("", "info")
        self._hover = ("", "")
        self._saved = (False, "")
        self._icon = QLabel()
        self._text = ElidedLabel("statusMessage")
        self._dismiss = QToolButton()
        self._dismiss.setObjectName("dismissButton")
        self._detail = ElidedLabel("statusDetail")
        self._colour = ElidedLabel("statusColour")
        self._state = ElidedLabel("statusSaved", Qt.TextElideMode.ElideMiddle)
        self._colour_text: Message | str = ""
        self._kept: Message | str = ""
        self._arrange()
        self._dismiss.clicked.connect(self._on_dismiss_clicked)
        self.retranslate()

    def show_message(self, text: Message | str, kind: str = "info") -> None:
        """Say something; `kind` is `info`, `warning` or `error`."""
        self._message = (text, kind)
        self._refresh()

    def show_step(self, text: Message | str) -> None:
        """Say what was done last; a warning or an error that nobody has dismissed stays."""
        if not self._urgent and str(text) != str(self._message[0]):
            self.show_message(text)

    def show_hover(self, text: str, detail: str = "") -> None:
        """Show the value under the pointer and where it comes from."""
        self._hover = (text, detail)
        self._refresh()

    def clear_hover(self) -> None:
        """The pointer is on nothing."""
        self.show_hover("")

    def show_colour(self, text: Message | str) -> None:
        """Say how values become colour."""
        self._colour_text = text
        self._refresh()

    def show_saved(self, modified: bool, name: str) -> None:
        """Say whether the project, a file's name or empty, holds edits that are not saved."""
        if self._saved != (modified, name):
            self._saved = (modified, name)
            self._refresh()

    def show_kept(self, text: Message | str) -> None:
        """Say since when the unsaved edits are kept in case of a crash; empty if they are not."""
        if text != self._kept:
            self._kept = text
            self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        self._fit()
        sign = icon("warning", theme.warning).pixmap(self._icon.size(), self.devicePixelRatioF())
        self._icon.setPixmap(sign)
        self._dismiss.setIcon(icon("close", theme.warning))
        self._refresh()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Status"))
        self._dismiss.setToolTip(_("Dismiss this message"))
        self._dismiss.setAccessibleName(_("Dismiss this message"))
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(640, scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, scaled(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._urgent and self._strip().contains(event.position()):
            self._on_dismiss_clicked()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dismiss.hasFocus():
            self._on_dismiss_clicked()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(0, 0, self.width(), 0)
        if self._urgent:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.warning_tint))
            painter.drawRoundedRect(self._strip(), Radius.TILE, Radius.TILE)
        painter.end()

    @property
    def _urgent(self) -> bool:
        text, kind = self._message
        return bool(text) and kind != "info"

    def _strip(self) -> QRectF:
        """What the amber message covers."""
        right = self._dismiss.geometry().right() + 1
        return QRectF(Space.XS, 4, right - Space.XS + 2, self.height() - 7)

    def _refresh(self) -> None:
        theme, urgent = self._theme, self._urgent
        hover, detail = self._hover
        hovering = bool(hover) and not urgent
        text = hover if hovering else str(self._message[0])
        beside = f"{hover}   {detail}".rstrip() if urgent else detail
        self._text.setFont(_font(hovering))
        self._text.show_text(text, theme.warning if urgent else theme.text)
        self._detail.setFont(_font(urgent))
        self._detail.show_text(beside if hover else "", theme.text if urgent else theme.muted)
        self._icon.setVisible(urgent)
        self._dismiss.setVisible(urgent)
        self._colour.show_text(str(self._colour_text), theme.muted)
        saved = self._saved_text()
        self._state.show_text(saved, theme.muted)
        self._state.setVisible(bool(saved))
        row = self.layout()
        if row is not None:
            row.activate()  # what is painted behind the message ends where the message now does
        self.update()

    def _saved_text(self) -> str:
        modified, name = self._saved
        parts = [name] if name else []
        if modified:
            parts += [_("edited") if name else _("edited, not saved yet"), str(self._kept)]
        elif name:
            parts.append(_("saved"))
        return " · ".join(part for part in parts if part)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setSpacing(Space.S)
        row.setContentsMargins(Space.M, 1, Space.M, 0)
        for part in (self._icon, self._text, self._dismiss):
            row.addWidget(part)
        row.addSpacing(Space.S)
        row.addWidget(self._detail)
        row.addStretch(1)
        end = QHBoxLayout()
        row.addLayout(end)
        end.setSpacing(Space.L)
        end.addWidget(self._colour)
        end.addWidget(self._state)
        self._fit()

    def _fit(self) -> None:
        """Take the size of type of the moment."""
        side = scaled(HEIGHT) - Space.S
        self._dismiss.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
        self._dismiss.setFixedSize(side, side)
        self._icon.setFixedSize(scaled(_ICON), scaled(_ICON))
        for label in (self._colour, self._state):
            label.setFont(_font(False))
        self.setFixedHeight(scaled(HEIGHT))

    def _on_dismiss_clicked(self) -> None:
        self.show_message("")


def _font(number: bool) -> QFont:
    return fonts.mono_font(TextSize.SMALL) if number else fonts.ui_font(TextSize.SMALL)
