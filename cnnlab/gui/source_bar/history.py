"""Undo and redo as one piece of the bar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.segments import HEIGHT
from cnnlab.gui.theme import DARK, Theme, scaled
from cnnlab.text import _

_INSET = 2
_ICON = 16


class IconButton(QToolButton):
    """A button with an icon only; Enter presses it as Space does."""

    def __init__(self, name: str, drawing: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._drawing = drawing
        self._side = size
        self.set_theme(DARK)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon for this look, at the size of type of the moment."""
        self.setIconSize(QSize(_ICON, _ICON) * (scaled(100) / 100))
        self.setFixedSize(scaled(self._side), scaled(self._side))
        self.setIcon(icon(self._drawing, theme.muted))

    def explain(self, text: str, keys: str) -> None:
        """Say what it does and which keys do it."""
        self.setToolTip(with_keys(text, keys))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class HistoryButtons(QFrame):
    """Undo and redo, each with what it would do.

    Signals:
        undo_requested, redo_requested: the button was pressed.
    """

    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("historyButtons")
        self.setProperty("role", "segments")
        self._labels: tuple[str | None, str | None] = (None, None)
        self._undo = IconButton("undoButton", "undo", HEIGHT - 2 * _INSET, self)
        self._redo = IconButton("redoButton", "redo", HEIGHT - 2 * _INSET, self)
        row = QHBoxLayout(self)
        row.setSpacing(_INSET)
        row.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._redo.clicked.connect(self._on_redo_clicked)
        self.retranslate()

    def show_history(self, undo: str | None, redo: str | None) -> None:
        """Say what can be taken back and what can be done again."""
        if (undo, redo) != self._labels:  # told after every edit, of which a drag makes many of one name
            self._labels = (undo, redo)
            self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons for this look."""
        self._undo.set_theme(theme)
        self._redo.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        undo, redo = self._labels
        self._undo.setEnabled(undo is not None)
        self._redo.setEnabled(redo is not None)
        undo_text = _("Undo: {label}").format(label=undo) if undo is not None else _("Nothing to undo")
        redo_text = _("Redo: {label}").format(label=redo) if redo is not None else _("Nothing to redo")
        self._undo.explain(undo_text, "Ctrl+Z")
        self._redo.explain(redo_text, "Ctrl+Shift+Z")

    def _on_undo_clicked(self) -> None:
        self.undo_requested.emit()

    def _on_redo_clicked(self) -> None:
        self.redo_requested.emit()
