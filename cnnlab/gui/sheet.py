"""A page laid over the window: preferences, gallery and the like. Esc, its button or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from cnnlab.gui.focus_chain import has_focus_proxy, next_in_focus_chain
from cnnlab.gui.icons import icon
from cnnlab.gui.theme import Radius, Space, Theme, scaled
from cnnlab.text import _

_ICON = 16


class Sheet(QWidget):
    """Covers its parent, dims it, and shows one card with a title, a body and a button to close it.

    While it is open, Tab stays inside and the window's shortcuts rest; on closing, the focus goes back to where it was.

    Signals:
        opened: whether it is on screen now.
    """

    opened = Signal(bool)
    shade = 0.55  # how much of the window below is hidden
    fits = False  # whether the card is as high as what stands on it

    def __init__(self, name: str, parent: QWidget, theme: Theme, size: QSize) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._size = size
        self._below = parent
        self._before: QWidget | None = None
        self._card = QFrame(self)
        self._card.setProperty("role", "sheet")
        self._title = QLabel(self._card)
        self._title.setProperty("role", "title")
        self._close = QToolButton(self._card)
        self._close.setObjectName("closeSheet")
        self._close.clicked.connect(self.hide)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        self._head = head = QHBoxLayout()
        column.addLayout(head)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self.body = QVBoxLayout()
        column.addLayout(self.body, 1)
        self.body.setContentsMargins(0, 0, Space.S, Space.S)
        self.body.setSpacing(Space.M)
        parent.installEventFilter(self)
        self.installEventFilter(self)
        self.set_theme(theme)
        self.retranslate()
        self.hide()

    def set_title(self, title: str) -> None:
        """Write the heading, which is also what a screen reader calls the page."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._close.setIcon(icon("close"))
        self._close.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
        if self.isVisible():
            self.place()
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._close.setToolTip(_("Close (Esc)"))
        self._close.setAccessibleName(_("Close"))

    def open(self) -> None:
        """Show it over the window; the focus goes to its first control."""
        if self.isVisible():
            return
        self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()
        first = self.first_control()
        (first if first is not None else self._close).setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit(True)

    def first_control(self) -> QWidget | None:
        """Which control has the focus at first; None for the first that can have it."""
        controls = [w for w in self._controls() if w is not self._close]
        return controls[0] if controls else None

    def card_size(self) -> QSize:
        """The size that the card has where there is room, at the size of type of the moment."""
        width, height = scaled(self._size.width()), scaled(self._size.height())
        layout = self._card.layout()
        if self.fits and layout is not None:
            self._card.ensurePolished()
            layout.activate()
            height = (
                layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
            )
        return QSize(width, height)

    def card_top(self, height: int) -> int:
        """Where a card of this height begins."""
        return max(Space.XL, (self._below.height() - height) // 3)

    def hang_out(self, overhang: int) -> None:
        """Let the body begin so much to the left of the title, for frames around what stands in line with it."""
        layout = self._card.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        layout.setContentsMargins(Space.XL - overhang, margins.top(), margins.right(), margins.bottom())
        self._head.setContentsMargins(overhang, 0, 0, 0)

    def hide_head(self) -> None:
        """Show the body only, which says by itself what the page is."""
        self._title.hide()
        self._close.hide()
        layout = self._card.layout()
        assert layout is not None
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        layout.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)

    # -- events --

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and let keys mean what they mean on the page, whatever the window uses them for.

        The page hears its own events through a filter: `event` is also how Qt deletes it, under Python's feet.
        """
        if watched is self._below and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        elif watched is self and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not event.matches(QKeySequence.StandardKey.Quit):
                event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.hide()
        event.accept()

    def wheelEvent(self, event: QEvent) -> None:
        event.accept()  # what lies below must not scroll

    def focusNextPrevChild(self, forward: bool) -> bool:
        controls = self._controls()
        if not controls:
            return True
        now = self.window().focusWidget()
        at = controls.index(now) if now in controls else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        controls[(at + (1 if forward else -1)) % len(controls)].setFocus(reason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(Qt.GlobalColor.black)
        shade.setAlphaF(self.shade if self._theme.dark else self.shade / 2)
        painter.fillRect(self.rect(), shade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(QRectF(self._card.geometry()).adjusted(-0.5, -0.5, 0.5, 0.5), Radius.CARD, Radius.CARD)
        painter.end()

    def _controls(self) -> list[QWidget]:
        """What can have the focus, in order."""
        found, widget = [], next_in_focus_chain(self)
        while widget is not self:
            if self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
                tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
                if tabbed and not has_focus_proxy(widget):
                    found.append(widget)
            widget = next_in_focus_chain(widget)
        return found

    def place(self) -> None:
        """Cover the window as it is now, the card in its middle."""
        below = self._below
        self.setGeometry(below.rect())
        room = below.size() - QSize(2 * Space.XL, 2 * Space.XL)
        size = self.card_size().boundedTo(room)
        self._card.resize(size)
        self._card.move((below.width() - size.width()) // 2, self.card_top(size.height()))
        self.update()  # the edge around the card is painted here
