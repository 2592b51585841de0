"""Layers switched the other way for as long as a key or a button is held: seen, and not done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from cnnlab.document import edits
from cnnlab.gui.presenter import Presenter
from cnnlab.gui.stack_panel.list_commands import COMPARE_KEY

_KEYS = QKeySequence(COMPARE_KEY)


class Comparison(QObject):
    """Shows another stack for a moment. The document is left alone, and any change of it ends the moment first.

    Signals:
        changed: ids of the layers that are shown the other way; none when it is over.
    """

    changed = Signal(object)

    def __init__(self, presenter: Presenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._layers: tuple[str, ...] = ()
        presenter.plan_changed.connect(self._on_presenter_plan_changed)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that are shown the other way now."""
        return self._layers if self._presenter.comparing else ()

    def begin(self, layers: Sequence[str]) -> None:
        """Show these layers off; on, if all of them are off."""
        stack = self._presenter.stack
        known = tuple(layer for layer in layers if stack.has(layer))
        if not known:
            return
        on = not any(stack.layer(layer).enabled for layer in known)
        other = edits.set_all_enabled(stack, known, on)
        self._layers = tuple(layer for layer in known if other.layer(layer) is not stack.layer(layer))
        self._presenter.show_instead(other)
        self.changed.emit(self.layers)

    def end(self) -> None:
        """Show the document again."""
        self._presenter.show_instead(None)

    def _on_presenter_plan_changed(self) -> None:
        if self._layers and not self._presenter.comparing:
            self._layers = ()
            self.changed.emit(())


class HeldKey(QObject):
    """The key on a view: pressed once, however often it repeats, and released when it goes up or the focus goes.

    Signals:
        pressed: it is down.
        released: it is up again, or the view has lost the focus.
    """

    pressed = Signal()
    released = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._down = False
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._let_go()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()) != _KEYS:
            return False
        if event.isAutoRepeat():
            return True
        if kind == QEvent.Type.KeyRelease:
            self._let_go()
        elif not self._down:
            self._down = True
            self.pressed.emit()
        return True

    def _let_go(self) -> None:
        if self._down:
            self._down = False
            self.released.emit()
