"""A field for a working size that is not on offer: height × width."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from cnnlab.gui.source_bar.choices import parse_size
from cnnlab.gui.theme import Space, TextSize, scaled
from cnnlab.text import UserError, _

_WIDTH = 112


class SizeField(QWidget):
    """Number field and the sentence beside it, which says what is expected or what is wrong.

    Signals:
        chosen: height and width as a tuple.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = (0, 0)
        self._problem: UserError | None = None
        self.field = QLineEdit(maxLength=24)
        self.field.setObjectName("inputSizeCustom")
        self.field.setProperty("role", "number")
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setObjectName("inputSizeMessage")
        self.fit()
        row = QHBoxLayout(self)
        row.setSpacing(Space.M)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addWidget(self.sentence, 1)
        self.field.editingFinished.connect(self.commit)
        self.field.textEdited.connect(self._on_field_edited)
        self.retranslate()

    def show_size(self, size: tuple[int, int]) -> None:
        """Show the working size that holds; what is being typed stays."""
        self._size = size
        if not (self.field.hasFocus() and self.field.isModified()):
            self.reset()

    def reset(self) -> None:
        """Show the working size that holds in place of what was typed."""
        h, w = self._size
        self.field.setText(f"{h} × {w}" if h else "")
        self._say(None)

    def commit(self) -> None:
        """Take what was typed, if it is a size."""
        if not self.field.isModified():
            return
        size = self._judge(self.field.text())
        if size is not None:
            self.field.setModified(False)
            if size != self._size:
                self.chosen.emit(size)
            self.reset()

    def fit(self) -> None:
        """Make room for the size of type of the moment."""
        self.field.setFixedWidth(scaled(_WIDTH))
        self.sentence.setMinimumHeight(2 * (scaled(TextSize.SMALL) + Space.XS))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.field.setAccessibleName(_("Working size, height × width"))
        self.field.setToolTip(
            _("Working size as height × width. A picture of other proportions is fitted to it as chosen below.")
        )
        self.field.setPlaceholderText(_("h × w"))
        self._say(self._problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The first Esc takes back what was typed, the next one closes the panel.
        if event.key() == Qt.Key.Key_Escape and self.field.isModified():
            self.reset()
        else:
            super().keyPressEvent(event)

    def _on_field_edited(self, text: str) -> None:
        if self._problem is not None:
            self._judge(text)

    def _judge(self, text: str) -> tuple[int, int] | None:
        try:
            size = parse_size(text)
        except UserError as error:
            self._say(error)
            return None
        self._say(None)
        return size

    def _say(self, problem: UserError | None) -> None:
        self._problem = problem
        text = _("height × width, fitted as chosen below") if problem is None else str(problem)
        self.sentence.setText(text)
        self.sentence.setProperty("role", "muted" if problem is None else "warning")
        self.field.setProperty("invalid", problem is not None)
        for widget in (self.field, self.sentence):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
