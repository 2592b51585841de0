"""Presenting: large type on the whole screen, and nothing but pictures and kernels."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from cnnlab.gui.commands.keys import native
from cnnlab.gui.fonts import scaled, set_presentation_scale
from cnnlab.gui.theme import Space
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Message

ENLARGED = 1.5
_KERNELS = 0.3  # share of the width that the kernels get
_LINE = 36  # height of the first line of the layers, at the usual size of type
_HINT = 5000  # milliseconds for which the way back is said


class Presentation(QObject):
    """Turns a window into a presentation and back.

    Signals:
        turned: whether the window is presenting now.
        filled: whether the window fills the screen now.
    """

    turned = Signal(bool)
    filled = Signal(bool)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._on = False
        self._before: Qt.WindowState = window.windowState()
        self._sizes: list[int] = []
        self._hint = Hint(window, window.pages)
        window.installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether the window is presenting."""
        return self._on

    def toggle(self) -> None:
        """Begin or end."""
        self._end() if self._on else self._begin()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _begin(self) -> None:
        window = self._window
        self._on = True
        self._before, self._sizes = window.windowState(), window.columns.sizes()
        self._show_parts()
        window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        set_presentation_scale(ENLARGED)
        window.rescale()
        self._share_out()
        window.canvas.setFocus()
        self._hint.say(Message(N_("{present} or {escape} ends the presentation"), present="F5", escape=native("Esc")))
        self.turned.emit(True)

    def _end(self) -> None:
        window = self._window
        self._on = False
        self._hint.hide()
        self._show_parts()
        set_presentation_scale(1.0)
        window.rescale()
        window.setWindowState(self._before)
        window.columns.setSizes(self._sizes)
        self.turned.emit(False)

    def _show_parts(self) -> None:
        window = self._window
        for part in (window.source_bar, window.stack_panel, window.status):
            part.setVisible(not self._on)
        window.inspector.show_settings(not self._on)
        window.canvas.show_bar(not self._on)

    def _share_out(self) -> None:
        whole = sum(self._window.columns.sizes())
        kernels = max(self._window.inspector.minimumWidth(), round(_KERNELS * whole))
        self._window.columns.setSizes([0, whole - kernels, kernels])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.WindowStateChange:
            self.filled.emit(self._window.isFullScreen())
        elif watched is self._window and event.type() == QEvent.Type.Resize and self._on:
            self._share_out()
        elif watched is self._window and self._on and _is_escape(event):
            self._end()
            return True
        elif watched is self._window and self._on and event.type() == QEvent.Type.Close:
            self._end()  # the layout that is remembered is that of the work, and a question is asked in full
        return super().eventFilter(watched, event)


def _is_escape(event: QEvent) -> bool:
    """Whether Esc was pressed and no view wanted it for itself: it leads one level back before it ends all."""
    key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
    return key and event.key() == Qt.Key.Key_Escape  # type: ignore[attr-defined]


class Hint(QLabel):
    """A sentence over a part of the window that goes by itself.

    It stands right below the first line: beside the few tiles of the input, and far from the drawer.
    """

    def __init__(self, parent: QWidget, over: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presentationHint")
        self.setProperty("role", "hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._parent, self._over = parent, over
        over.installEventFilter(self)
        self._said: Message | str = ""
        self._gone = QTimer(self, singleShot=True, interval=_HINT)
        self._gone.timeout.connect(self.hide)
        self.hide()

    def say(self, text: Message) -> None:
        """Show a sentence for a while."""
        self._said = text
        self.retranslate()
        self.show()
        self.raise_()
        self._gone.start()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setText(str(self._said))
        self.setAccessibleName(self.text())
        self.place()

    def place(self) -> None:
        """Stand in the upper right corner, below the first line."""
        self.ensurePolished()
        self.adjustSize()
        corner = self._over.mapTo(self._parent, QPoint(0, 0))
        right = corner.x() + self._over.width() - self.width() - scaled(Space.L)
        self.move(max(0, right), corner.y() + scaled(_LINE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: object) -> None:
        self._gone.stop()
