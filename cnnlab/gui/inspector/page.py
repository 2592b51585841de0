"""The scrolling page of the inspector."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cnnlab.gui.theme import Space

_GLIDE = 0.35  # seconds for which a turn of the wheel that scrolled the page goes on scrolling it
_BAR = 10  # width of the scroll bar, as in the stylesheet


class Page(QScrollArea):
    """A column that scrolls; its content keeps its width whether the scroll bar shows or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled = 0.0
        content = QWidget()
        content.setObjectName("inspectorPage")
        self.column = QVBoxLayout(content)
        self.column.setSpacing(Space.M)
        self.setWidget(content)
        self._fit(False)
        self.verticalScrollBar().rangeChanged.connect(self._on_bar_range_changed)

    def is_gliding(self) -> bool:
        """Whether the wheel is just being used to scroll the page, so that no control may take it for itself."""
        return time.monotonic() - self._scrolled < _GLIDE

    def wheelEvent(self, event: QWheelEvent) -> None:
        before = self.verticalScrollBar().value()
        super().wheelEvent(event)
        if self.verticalScrollBar().value() != before or self.is_gliding():
            self._scrolled = time.monotonic()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.width() - self.viewport().width() > 0)

    def _on_bar_range_changed(self, low: int, high: int) -> None:
        self._fit(high > low)

    def _fit(self, bar: bool) -> None:
        right = Space.M - _BAR if bar else Space.M
        self.column.setContentsMargins(Space.M, Space.M, right, Space.L)


def page_is_gliding(widget: QWidget) -> bool:
    """Whether the page that a widget lies on is just being scrolled by the wheel."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    return above is not None and above.is_gliding()
