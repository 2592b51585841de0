"""The strip below the source bar: the controls of the source that is on show."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cnnlab.gui.source_strip.batch_controls import BatchControls
from cnnlab.gui.theme import DARK, Space, Theme, scaled

STRIP_HEIGHT = 44


class Controls(Protocol):
    """What the strip asks of a source's controls, which are a widget."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""

    def retranslate(self) -> None:
        """Use the language of the moment."""


class SourceStrip(QWidget):
    """One row of controls for each kind of source; hidden where a kind has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceStrip")
        self._theme = DARK
        self._controls: dict[str, Controls] = {}
        self._pages = QStackedWidget()
        self.batch = BatchControls()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.M, 0, Space.M, 1)
        self._row.setSpacing(Space.L)
        self._row.addWidget(self._pages, 1)
        self._row.addWidget(self.batch)
        self._row.addStretch(0)
        self._pages.hide()
        self.batch.hide()
        self.hide()

    def add(self, kind: str, controls: Controls) -> None:
        """Show these controls for a kind of source."""
        assert isinstance(controls, QWidget)
        self._controls[kind] = controls
        self._pages.addWidget(controls)
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

    def _fit(self) -> None:
        """Leave out the words of the batch's controls where the source's need the room."""
        if self.batch.isHidden():
            return
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        if not self._pages.isHidden():
            room -= self._pages.sizeHint().width() + self._row.spacing()
        self.batch.fit(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        self.setFixedHeight(scaled(STRIP_HEIGHT))
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
