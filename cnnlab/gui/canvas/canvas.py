"""The canvas: one row a layer with all its channels, painted from what the worker delivers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, Colours, Probe, Result, RowView
from cnnlab.gui.canvas.canvas_keys import CANVAS_KEYS
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.canvas.geometry import Geometry, lay_out
from cnnlab.gui.canvas.paint import RowPainter, RowState, TileImages
from cnnlab.gui.colormaps import activation_table, grey_table, signed_grey_table
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_STEPS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}  # rows and channels


def picture_colours(theme: Theme, choice: str = "diverging") -> Colours:
    """The tables the engine paints with; what is clipped or not finite has colours of its own."""
    grey = choice == "grey"
    table = np.array(signed_grey_table() if grey else activation_table(theme))
    beyond = ("#d6eeff", "#ffe9c8") if theme.dark or grey else ("#072f66", "#5a2600")
    table[0] = QColor("#ff2bd6").rgb()
    table[1], table[255] = (QColor(colour).rgb() for colour in beyond)
    table.flags.writeable = False
    return Colours(table, grey_table())


class LayerCanvas(QAbstractScrollArea):
    """Rows of channel pictures.

    Signals:
        view_changed: other tiles are visible, or at another size.
        picked: a layer's channel was clicked or reached by key: layer id, channel (−1: none).
        hovered: the element under the pointer, a `Probe`, or None.
        painted: the last result is on screen.
        fix_requested: the link in a row was clicked: layer id, number of the fix.
    """

    view_changed = Signal()
    picked = Signal(str, int)
    hovered = Signal(object)
    painted = Signal()
    fix_requested = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layerCanvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self._painter = RowPainter(theme)
        self._rows: tuple[RowContent, ...] = ()
        self._states: dict[str, RowState] = {}
        self._expanded: set[str] = set()
        self._geometry: Geometry = lay_out(self.viewport().width(), ())
        self._selected = ""
        self._pin: tuple[str, int] | None = None
        # Input that waited for the paint is handled first: it then rides on the next round instead of missing it.
        self._acknowledge = QTimer(self, singleShot=True, interval=0)
        self._acknowledge.timeout.connect(self.painted)
        self._owes_paint = False
        self._by_keys = False  # the focus is shown to those who use keys
        self.verticalScrollBar().valueChanged.connect(self.view_changed)
        self.retranslate()

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter = RowPainter(theme)
        self._arrange()  # type may have another size

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Layers"))
        self.setAccessibleDescription(_("One row a layer: all its output channels as pictures"))
        self.viewport().update()

    def show_rows(self, rows: tuple[RowContent, ...]) -> None:
        """Show these rows; pictures of rows that stay are kept until new ones arrive."""
        if rows == self._rows:
            return
        same_layout = [r.row(False) for r in rows] == [r.row(False) for r in self._rows]
        self._rows = rows
        self._states = {row.layer: self._states.get(row.layer, RowState()) for row in rows}
        self._expanded &= set(self._states)
        if same_layout:
            self.viewport().update()
        else:
            self._arrange()

    def show_result(self, result: Result) -> None:
        """Show what the worker made; `painted` follows once it is on screen."""
        changed = QRegion()
        ratio = self.devicePixelRatioF()
        for index, row in enumerate(self._rows):
            state = self._states[row.layer]
            picture = result.pictures.get(row.layer)
            if picture is not None and (state.images is None or state.images.picture is not picture):
                state.images = TileImages(picture, ratio)
                changed += self._on_screen(self._geometry.row_rect(index))
            numbers = result.layers.get(row.layer)
            if numbers is not None and numbers != state.numbers:
                state.numbers = numbers
                changed += self._on_screen(self._geometry.row_rect(index))
        changed &= self.viewport().rect()
        self._owes_paint = True
        if changed.isEmpty() or not self.isVisible():
            self._settle()
        else:
            self.viewport().update(changed)

    def show_times(self, seconds: Mapping[str, float] | None) -> None:
        """Write the times of the layers just computed into their rows; None takes all times away."""
        for layer, state in self._states.items():
            if seconds is None:
                state.milliseconds = None
            elif layer in seconds:
                state.milliseconds = 1000 * seconds[layer]
        self.viewport().update()

    def select(self, layer: str, channel: int = -1) -> None:
        """Mark a layer and one of its channels, and bring the row into view."""
        if (layer, channel) == (self._selected, self._pin[1] if self._pin else -1):
            return
        self._selected = layer
        self._pin = (layer, channel) if channel >= 0 else None
        for name, state in self._states.items():
            state.selected, state.pinned = name == layer, channel if name == layer and channel >= 0 else None
        self._bring_into_view(layer)
        self.viewport().update()

    # -- asked what is visible --

    def visible_rows(self) -> tuple[RowView, ...]:
        """The tiles in view, for the engine."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        ratio = self.devicePixelRatioF()
        views = []
        for index in self._geometry.visible_rows(top, bottom):
            tiles = self._geometry.visible_tiles(index, top, bottom)
            if tiles:
                size = self._geometry.tile_size(self._geometry.rows[index])
                channels = self._rows[index].channels[tiles.start : tiles.stop]
                pixels = (max(1, round(size.height() * ratio)), max(1, round(size.width() * ratio)))
                views.append(RowView(self._rows[index].layer, tuple(channels), pixels))
        return tuple(views)

    def expand(self, layer: str, expanded: bool) -> None:
        """Show all channels of a row, or one line of them."""
        (self._expanded.add if expanded else self._expanded.discard)(layer)
        self._arrange()

    def is_expanded(self, layer: str) -> bool:
        """Whether a row shows all its channels."""
        return layer in self._expanded

    # -- layout --

    def _arrange(self) -> None:
        rows = [row.row(row.layer in self._expanded) for row in self._rows]
        self._geometry = lay_out(self.viewport().width(), rows)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._geometry.height - page))
        bar.setPageStep(page)
        bar.setSingleStep(48)
        self.viewport().update()
        self.view_changed.emit()

    def _bring_into_view(self, layer: str) -> None:
        index = next((i for i, row in enumerate(self._rows) if row.layer == layer), None)
        if index is None:
            return
        rect, bar = self._geometry.row_rect(index), self.verticalScrollBar()
        channels = self._rows[index].channels
        if self._pin is not None and layer in self._expanded and self._pin[1] in channels:
            rect = self._geometry.tile_rect(index, channels.index(self._pin[1]))
        if rect.top() < bar.value() + 8:
            bar.setValue(rect.top() - 8)
        elif rect.bottom() > bar.value() + self.viewport().height():
            bar.setValue(min(rect.top() - 8, rect.bottom() - self.viewport().height() + 12))

    def _on_screen(self, rect: QRect) -> QRect:
        return rect.translated(0, -self.verticalScrollBar().value())

    def sizeHint(self) -> QSize:
        return QSize(900, 700)

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area, offset = event.rect(), self.verticalScrollBar().value()
        ground = QColor(self._painter.theme.background)
        painter.fillRect(area, ground)
        painter.translate(0, -offset)
        top, bottom = area.top() + offset, area.bottom() + offset
        for index in self._geometry.visible_rows(top - 8, bottom + 8):
            self._paint_row(painter, index, top, bottom)
        if self._by_keys and self.hasFocus() and not self._selected:
            painter.setPen(QColor(self._painter.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().translated(0, offset).adjusted(0, 0, -1, -1))
        painter.end()
        self._settle()

    def _settle(self) -> None:
        """Acknowledge the last result, if that is still owed."""
        if self._owes_paint:
            self._owes_paint = False
            self._acknowledge.start()

    def _paint_row(self, painter: QPainter, index: int, top: int, bottom: int) -> None:
        content, rect = self._rows[index], self._geometry.row_rect(index)
        state = self._states[content.layer]
        ground = QColor(self._painter.theme.panel if state.selected else self._painter.theme.background)
        if state.selected:
            self._painter.card(painter, rect, self._by_keys and self.hasFocus())
        self._painter.header(painter, rect, content, state)
        if content.note:
            self._painter.note(painter, rect, content)
            return
        for tile in self._geometry.visible_tiles(index, top, bottom):
            place = self._geometry.tile_rect(index, tile)
            self._painter.tile(painter, place, content.channels[tile], content, state, ground)
        chip = self._geometry.chip_rect(index)
        if chip is not None:
            hidden = len(content.channels) - self._geometry.columns
            self._painter.chip(painter, chip, "−" if content.layer in self._expanded else f"+{hidden}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(event.reason() in _BY_KEYS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, by_keys: bool) -> None:
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_focus(False)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._point(event)
        index = self._geometry.row_at(point.y())
        if index is None:
            return
        content = self._rows[index]
        chip = self._geometry.chip_rect(index)
        if chip is not None and chip.contains(point):
            self.expand(content.layer, content.layer not in self._expanded)
            return
        if content.fix and self._painter.links.get(content.layer, QRect()).contains(point):
            self.fix_requested.emit(content.layer, 0)
            return
        hit = self._geometry.tile_at(point)
        channel = content.channels[hit[1]] if hit is not None else -1
        self.picked.emit("" if content.layer == INPUT else content.layer, max(channel, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the base class hands it on, and a click here concerns nobody else

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self._point(event)
        hit = self._geometry.tile_at(point)
        self._mark_hover(hit)
        self.hovered.emit(self._element(hit, point) if hit is not None else None)

    def leaveEvent(self, event: object) -> None:
        self._mark_hover(None)
        self.hovered.emit(None)

    def _mark_hover(self, hit: tuple[int, int] | None) -> None:
        for index, row in enumerate(self._rows):
            state = self._states[row.layer]
            now = row.channels[hit[1]] if hit is not None and hit[0] == index else None
            if now != state.hovered:
                state.hovered = now
                self.viewport().update(self._on_screen(self._geometry.row_rect(index)))

    def _element(self, hit: tuple[int, int], point: QPoint) -> Probe | None:
        """The element that the pixel under the pointer shows."""
        content, rect = self._rows[hit[0]], self._geometry.tile_rect(*hit)
        channel = content.channels[hit[1]]
        if channel == COMPOSITE:
            return None
        (h, w), x, y = content.plane, point.x() - rect.left(), point.y() - rect.top()
        return content.layer, 0, channel, y * h // rect.height(), x * w // rect.width()

    def _point(self, event: QMouseEvent) -> QPoint:
        return event.position().toPoint() + QPoint(0, self.verticalScrollBar().value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = CANVAS_KEYS.find(event)
        self._show_focus(self._by_keys or bool(asked))
        if asked in _STEPS:
            self._step(*_STEPS[asked])
        elif asked == "expand" and self._selected:
            self.expand(self._selected, self._selected not in self._expanded)
        else:
            super().keyPressEvent(event)

    def _step(self, rows: int, channels: int) -> None:
        """Go to the next or previous layer or channel."""
        layers = [row for row in self._rows if row.layer != INPUT]
        if not layers:
            return
        now = next((i for i, row in enumerate(layers) if row.layer == self._selected), 0)
        target = layers[max(0, min(now + rows, len(layers) - 1))]
        pinned = self._pin[1] if self._pin is not None else 0
        last = max(0, len(target.channels) - 1)
        channel = max(0, min(pinned + channels, last)) if target.channels else -1
        if channel >= self._geometry.columns and target.layer not in self._expanded:
            self.expand(target.layer, True)
        self.picked.emit(target.layer, channel)
