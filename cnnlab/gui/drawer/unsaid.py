"""What stands in the place of a page that would tell a shape before it is predicted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnlab.gui.drawer.labels import text_label
from cnnlab.gui.theme import Space
from cnnlab.text import _


class UnsaidNote(QWidget):
    """A sentence, and the way to where the shape is predicted.

    Signals:
        predict_requested: go to the page of shapes.
    """

    predict_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence = text_label("muted", "unsaidNote", wrap=True)
        self._link = QPushButton()
        self._link.setObjectName("unsaidLink")
        self._link.setProperty("link", True)
        self._link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._link.clicked.connect(self.predict_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(Space.M)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._link)
        column.addStretch(1)
        self.setFocusProxy(self._link)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._sentence.setText(_("This page would tell a shape that is still to be predicted."))
        self._link.setText(_("Predict it"))
        self._link.setToolTip(_("Go to the page of shapes"))
