"""The strip below the source bar: the controls of the source that is on show."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

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
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, 0, Space.M, 1)
        row.addWidget(self._pages)
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
        self.setVisible(controls is not None)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        self._theme = theme
        self.setFixedHeight(scaled(STRIP_HEIGHT))
        for controls in self._controls.values():
            controls.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for controls in self._controls.values():
            controls.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
