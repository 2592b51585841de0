"""What can be dropped into the list of layers, and between which rows it would land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QPainter, QPen
from PySide6.QtWidgets import QListView

from cnnlab.gui.stack_panel.card_layout import GAP
from cnnlab.gui.stack_panel.layer_model import LayerModel

LAYER_MIME = "application/x-cnnlab-layer"
BLOCK_MIME = "application/x-cnnlab-block"
_DOT = 3
_EDGE = 28  # this near to an edge a drag scrolls the list
_SCROLL_EVERY = 30  # milliseconds
_SCROLL_STEP = 10


@dataclass(frozen=True)
class Payload:
    """Layers of the list by their ids, one a line, or a block or template of the palette by its kind or id."""

    mime: str
    name: str

    @property
    def names(self) -> tuple[str, ...]:
        """The layers, from top to bottom."""
        return tuple(self.name.split("\n"))

    def mime_data(self) -> QMimeData:
        """As it is dragged."""
        data = QMimeData()
        data.setData(self.mime, QByteArray(self.name.encode()))
        return data


def payload_of(data: QMimeData) -> Payload | None:
    """What is being dragged, if it is one of ours."""
    for mime in (LAYER_MIME, BLOCK_MIME):
        if data.hasFormat(mime):
            return Payload(mime, data.data(mime).toStdString())
    return None


def gap_at(view: QListView, y: int) -> int:
    """The row before which something dropped at this height lands."""
    model = view.model()
    index = view.indexAt(QPoint(view.viewport().width() // 2, y))
    if index.isValid():
        rect = view.visualRect(index)
        return index.row() + (y > rect.top() + (rect.height() - GAP) // 2)
    return 0 if model.rowCount() and y < view.visualRect(model.index(0, 0)).top() else model.rowCount()


def together(rows: Sequence[int]) -> bool:
    """Whether rising row numbers follow each other without a gap."""
    return rows[-1] - rows[0] == len(rows) - 1


def shifted(rows: Sequence[int], step: int, count: int) -> int | None:
    """Where chosen rows go by one step up (−1) or down (1), counted without them; None if they cannot.

    Rows that lie apart first come together at the end towards which they go.
    """
    if not together(rows):
        return rows[0] if step < 0 else rows[-1] + 1 - len(rows)
    place = rows[0] + step
    return place if 0 <= place <= count - len(rows) else None


class DropTarget(QObject):
    """Follows a drag over the list: shows where it would land, scrolls near the edges, and says what was dropped.

    Signals:
        block_dropped: kind and position.
        layers_dropped: list of ids and position, counted without these layers.
    """

    block_dropped = Signal(str, int)
    layers_dropped = Signal(object, int)

    def __init__(self, view: QListView, layers: LayerModel) -> None:
        super().__init__(view)
        self._layers = layers
        self._gap = -1
        self._y = 0
        self._timer = QTimer(self, interval=_SCROLL_EVERY)
        self._timer.timeout.connect(self._on_timer_timeout)

    def follow(self, event: QDragMoveEvent) -> None:
        """Something is dragged over the list."""
        payload, self._y = payload_of(event.mimeData()), int(event.position().y())
        if payload is None or (payload.mime == LAYER_MIME and not self._known(payload)):
            event.ignore()
            return
        event.acceptProposedAction()
        gap = gap_at(self._view(), self._y)
        stays = payload.mime == LAYER_MIME and self._place(payload.names, gap) is None
        self._show(-1 if stays else gap)
        if min(self._y, self._view().viewport().height() - self._y) < _EDGE:
            self._timer.start()
        else:
            self._timer.stop()

    def drop(self, event: QDropEvent) -> None:
        """Something is dropped on the list."""
        payload, gap = payload_of(event.mimeData()), gap_at(self._view(), int(event.position().y()))
        self.end()
        if payload is None:
            event.ignore()
            return
        event.acceptProposedAction()
        if payload.mime == BLOCK_MIME:
            self.block_dropped.emit(payload.name, gap)
        elif self._known(payload) and (place := self._place(payload.names, gap)) is not None:
            self.layers_dropped.emit(list(payload.names), place)

    def end(self) -> None:
        """Nothing is dragged over the list any more."""
        self._timer.stop()
        self._show(-1)

    def paint(self, painter: QPainter, colour: str, margin: int) -> None:
        """The line between two cards, with a dot at either end."""
        if self._gap < 0:
            return
        y, right = self._height(), self._view().width() - margin
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawLine(margin + _DOT, y, right - _DOT, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for left in (margin, right - 2 * _DOT):
            painter.drawEllipse(QRectF(left, y - _DOT, 2 * _DOT, 2 * _DOT))

    def _known(self, payload: Payload) -> bool:
        """Whether all these layers are of this list, and not of another window's."""
        return all(self._layers.row_of(layer) >= 0 for layer in payload.names)

    def _place(self, layers: Sequence[str], gap: int) -> int | None:
        """Where layers dropped into a gap stand, counted without them; None if that is where they are."""
        rows = [self._layers.row_of(layer) for layer in layers]
        place = gap - sum(row < gap for row in rows)
        return None if place == rows[0] and together(rows) else place

    def _height(self) -> int:
        """Where the line stands: in the middle of the gap, and always in sight."""
        model, y = self._view().model(), GAP // 2
        if self._gap < model.rowCount():
            y = self._view().visualRect(model.index(self._gap, 0)).top() - GAP // 2
        elif model.rowCount():
            y = self._view().visualRect(model.index(self._gap - 1, 0)).bottom() + 1 - GAP // 2
        return min(max(y, _DOT), self._view().viewport().height() - _DOT)

    def _show(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self._view().viewport().update()

    def _on_timer_timeout(self) -> None:
        bar = self._view().verticalScrollBar()
        bar.setValue(bar.value() + (-_SCROLL_STEP if self._y < _EDGE else _SCROLL_STEP))

    def _view(self) -> QListView:
        view = self.parent()
        assert isinstance(view, QListView)
        return view
