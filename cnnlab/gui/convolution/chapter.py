"""What the chapters of the page on convolution have in common."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Question, Result
from cnnlab.gui.theme import Space, Theme


class Part(Protocol):
    """What is told of themes and languages."""

    def set_theme(self, theme: Theme) -> None: ...

    def retranslate(self) -> None: ...


class Switches(QWidget):
    """Controls beside each other, or below each other where they have no room for that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: tuple[QWidget, ...] = ()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(Space.S)

    def hold(self, *parts: QWidget) -> None:
        """Hold these, from the left."""
        self._shown = parts
        for part in parts:
            self._box.addWidget(part)
        self._box.addStretch(1)

    def sizeHint(self) -> QSize:
        """What they take beside each other."""
        hints = [part.sizeHint().width() for part in self._shown if not part.isHidden()]
        return QSize(sum(hints) + Space.S * len(hints), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        hints = [part.minimumSizeHint().width() for part in self._shown if not part.isHidden()]
        return QSize(max(hints, default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wanted = (
            ways.LeftToRight if self.contentsRect().width() >= self.sizeHint().width() - Space.S else ways.TopToBottom
        )
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            self.updateGeometry()


class Chapter(QWidget):
    """One chapter, told of plans, selections and results while the page is on show.

    Attributes:
        switches: its controls that stand beside the choice of the chapter.
        parts: what is told of themes and languages with it.
        plan: the plan on show; None before there is one.
        selection: the selected layer's id, its output and its input channel.

    Signals:
        asked: its question may be another one now.
    """

    asked = Signal()

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self.theme = theme
        self.switches = Switches(self)
        self.parts: tuple[Part, ...] = ()
        self.plan: Plan | None = None
        self.selection = ("", 0, 0)

    @property
    def question(self) -> Question | None:
        """What it wants to know about a pass; None if nothing."""
        return None

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.theme = theme
        for part in self.parts:
            part.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for part in self.parts:
            part.retranslate()

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""
        self.plan = plan
        self.take()

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Show another selection."""
        if (layer, out, into) != self.selection:
            self.selection = (layer, out, into)
            self.take()

    def take(self) -> None:
        """Show what follows from plan and selection."""

    def show_result(self, result: Result) -> None:
        """Show what the worker made."""


class Leaf(QWidget):
    """A chapter, and its switches below it where there is no room for them elsewhere."""

    def __init__(self, chapter: Chapter) -> None:
        super().__init__()
        self.chapter = chapter
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(chapter, 1)

    def show_switches(self, here: bool) -> None:
        """Have the switches here, or let them go."""
        switches = self.chapter.switches
        left = Space.L if here else 0
        switches.setContentsMargins(left, 0, left, left)
        if here:
            self._column.addWidget(switches)
            switches.show()


def row_of(holder: QWidget, *parts: QWidget) -> QHBoxLayout:
    """Lay parts out in a row, from the left."""
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def scrolled(part: QWidget) -> QScrollArea:
    """A part that can be scrolled where it has too little room; it does not take the focus for that."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(part)
    area.viewport().setAutoFillBackground(False)
    part.setAutoFillBackground(False)
    return area
