"""The question what becomes of unsaved edits, asked on a page over the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import _

_SIZE = QSize(460, 168)


class UnsavedQuestion(Sheet):
    """Save, discard or cancel; Enter takes what has the focus, at first Save, and Esc cancels."""

    fits = True

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        self._text = QLabel(wordWrap=True)
        self._text.setProperty("role", "muted")
        self._save, self._discard, self._cancel = QPushButton(), QPushButton(), QPushButton()
        self._name = ""
        self._answers: tuple[Callable[[], object], Callable[[], object]] | None = None
        super().__init__("unsavedChanges", parent, theme, _SIZE)
        self._save.setProperty("primary", True)
        self.body.addWidget(self._text)
        self.body.addSpacing(Space.M)
        row = QHBoxLayout()
        self.body.addLayout(row)
        row.setSpacing(Space.S)
        row.addWidget(self._discard)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        for button, name in ((self._save, "save"), (self._discard, "discard"), (self._cancel, "cancel")):
            button.setObjectName(f"{name}Changes")
            button.setMinimumWidth(84)
        self._save.clicked.connect(lambda: self._answer(0))
        self._discard.clicked.connect(lambda: self._answer(1))
        self._cancel.clicked.connect(self.hide)

    def ask(self, name: str, save: Callable[[], object], discard: Callable[[], object]) -> None:
        """Ask about the project of this name, empty for none; one of the two is done, or neither."""
        self._name, self._answers = name, (save, discard)
        self.retranslate()
        self.open()

    def first_control(self) -> QWidget:
        return self._save

    def retranslate(self) -> None:
        super().retranslate()
        name = self._name or _("this project")
        self.set_title(_("Unsaved changes"))
        self._text.setText(_("Save the changes to {name} first?").format(name=name))
        for button, text, tip in (
            (self._save, _("&Save"), _("Save the project, then go on")),
            (self._discard, _("&Discard"), _("Let the changes go, then go on")),
            (self._cancel, _("&Cancel"), _("Keep everything as it is (Esc)")),
        ):
            button.setText(text)
            button.setAccessibleName(text.replace("&", ""))
            button.setToolTip(tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _answer(self, which: int) -> None:
        answers, self._answers = self._answers, None
        self.hide()
        if answers is not None:
            answers[which]()
