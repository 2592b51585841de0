"""What the chapters of the page on convolution have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Question, Result
from cnnlab.gui.theme import Space, Theme


class Chapter(QWidget):
    """One chapter, told of plans, selections and results while the page is on show.

    Signals:
        asked: its question may be another one now.
    """

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    @property
    def question(self) -> Question | None:
        """What it wants to know about a pass; None if nothing."""
        return None

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.theme = theme

    def retranslate(self) -> None:
        """Use the language of the moment."""

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Show another selection."""

    def show_result(self, result: Result) -> None:
        """Show what the worker made."""


class Sides(QWidget):
    """Controls in one row, or in two where one is too narrow for them."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._parts = (first, second)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addWidget(first)
        self._row.addWidget(second, 1)

    def fit(self, width: int) -> None:
        """Stand side by side if both have room in this width."""
        wanted = sum(part.sizeHint().width() for part in self._parts) + Space.XL
        wide = width >= wanted
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        if self._row.direction() != (across if wide else down):
            self._row.setDirection(across if wide else down)


def scrolled(part: QWidget) -> QScrollArea:
    """A part that can be scrolled where it has too little room; it does not take the focus for that."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(part)
    area.viewport().setAutoFillBackground(False)
    part.setAutoFillBackground(False)
    return area
