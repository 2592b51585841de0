"""What stands on the page where there is no channel: why, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.theme import Space
from cnnlab.text import _


class Nothing(QWidget):
    """A sentence, the fix of the problem, and the way back.

    Signals:
        back_requested: show all layers.
        fix_requested: the fix was clicked.
    """

    back_requested = Signal()
    fix_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("largeNothing")
        self._row: RowContent | None = None
        self._text = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._text.setObjectName("largeNote")
        self._fix, self._back = QPushButton(), QPushButton()
        for button, name in ((self._fix, "largeFix"), (self._back, "largeNothingBack")):
            button.setObjectName(name)
        self._fix.setProperty("link", True)
        self._fix.clicked.connect(self.fix_requested)
        self._back.clicked.connect(self.back_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * Space.XL, Space.XL, 4 * Space.XL, Space.XL)
        column.setSpacing(Space.L)
        column.addStretch(2)
        column.addWidget(self._text)
        buttons = QHBoxLayout()
        column.addLayout(buttons)
        buttons.addStretch(1)
        buttons.addWidget(self._fix)
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.setSpacing(Space.M)
        column.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._back.setText(_("Back to all layers"))
        self._back.setToolTip(_("Back to all layers (Esc)"))
        self._back.setAccessibleName(self._back.text())
        self.show_row(self._row)

    def show_row(self, row: RowContent | None) -> None:
        """Say why this layer has no channel to show."""
        self._row = row
        self._text.setText(row.sentence if row is not None and row.note else _("This layer has no channel to show."))
        role = "warning" if row is not None and row.warning else "muted"
        if self._text.property("role") != role:
            self._text.setProperty("role", role)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self._fix.setText(row.fix if row is not None else "")
        self._fix.setAccessibleName(self._fix.text())
        self._fix.setToolTip(_("Mend this layer; undo takes it back"))
        self._fix.setVisible(bool(row is not None and row.fix))
