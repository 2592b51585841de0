"""The strip below the source bar: the controls of the source that is on show."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from cnnlab.gui.source_strip.batch_controls import BatchControls
from cnnlab.gui.theme import DARK, Space, Theme, scaled

STRIP_HEIGHT = 44


class Controls(Protocol):
    """What the strip asks of a source's controls, which are a widget."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""

    def retranslate(self) -> None:
        """Use the language of the moment."""


@runtime_checkable
class Folding(Protocol):
    """Controls that have more than one row where there is no room for one.

    Attributes:
        rows: how many they have now.
        folded: they have more or fewer.
    """

    rows: int
    folded: SignalInstance


class _Pages(QStackedWidget):
    """Takes the room of the page on show, not of the widest of all."""

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


class SourceStrip(QWidget):
    """One row of controls for each kind of source; hidden where a kind has none.

    Where those of a batch do not fit beside them, they have a row of their own.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceStrip")
        self._theme = DARK
        self._controls: dict[str, Controls] = {}
        self._pages = _Pages()
        self.batch = BatchControls()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(Space.M, 0, Space.M, 1)
        self._row.setSpacing(Space.L)
        self._row.addWidget(self._pages, 1)
        self._row.addWidget(self.batch, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(0)
        self._pages.hide()
        self.batch.hide()
        self.hide()

    def add(self, kind: str, controls: Controls) -> None:
        """Show these controls for a kind of source."""
        assert isinstance(controls, QWidget)
        self._controls[kind] = controls
        self._pages.addWidget(controls)
        if isinstance(controls, Folding):
            controls.folded.connect(self._fit)
        controls.set_theme(self._theme)

    def show_kind(self, kind: str) -> None:
        """Show the controls of a kind of source, or nothing where it has none."""
        controls = self._controls.get(kind)
        if isinstance(controls, QWidget):
            self._pages.setCurrentWidget(controls)
        self._pages.setVisible(controls is not None)
        self._show_if_needed()

    def show_batch(self, shown: bool) -> None:
        """Show how the items of a batch are shown, beside the controls of the source."""
        self.batch.setVisible(shown)
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        self.setVisible(not (self._pages.isHidden() and self.batch.isHidden()))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        shown = [part for part in (self._pages, self.batch) if not part.isHidden()]
        widest = max((part.minimumSizeHint().width() for part in shown), default=0)
        return QSize(widest + self._margin, scaled(STRIP_HEIGHT))

    @property
    def _margin(self) -> int:
        margins = self._row.contentsMargins()
        return margins.left() + margins.right()

    def _fit(self) -> None:
        """Leave out the words of the batch's controls where the source's need the room, or begin another row."""
        room, beside = self.width() - self._margin, 0
        if not (self._pages.isHidden() or self.batch.isHidden()):
            beside = self._pages.sizeHint().width() + Space.L
        below = beside > 0 and beside + self.batch.minimumSizeHint().width() > room
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if below else ways.LeftToRight)
        self._row.setSpacing(0 if below else Space.L)
        self._row.setStretchFactor(self.batch, 1 if below else 0)
        page = self._pages.currentWidget()
        rows = page.rows if isinstance(page, Folding) and not self._pages.isHidden() else 1
        self._row.setStretch(0, rows)
        self.setFixedHeight((rows + below) * scaled(STRIP_HEIGHT))
        self.batch.fit(room if below else room - beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        for controls in (*self._controls.values(), self.batch):
            controls.set_theme(theme)
        self._fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for controls in (*self._controls.values(), self.batch):
            controls.retranslate()
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
