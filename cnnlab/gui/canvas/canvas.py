"""The canvas: one row a layer with all its channels, painted from what the worker delivers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, Colours, LayerStatistics, Picture, Probe, Result, Tile
from cnnlab.gui.canvas.content import Leads, RowContent, veiled
from cnnlab.gui.canvas.hits import Hit, Part, hit_at
from cnnlab.gui.canvas.keys import Keys
from cnnlab.gui.canvas.layout import RowLayout
from cnnlab.gui.canvas.marks import Mark
from cnnlab.gui.canvas.paint import RowPainter
from cnnlab.gui.canvas.pointer import Pointer
from cnnlab.gui.canvas.tiles import TileImages, TilePainter, channel_text
from cnnlab.gui.canvas.times import Cost
from cnnlab.gui.canvas.tips import chevron_tip, chip_tip, header_tip, tile_tip
from cnnlab.gui.colormaps import activation_table, grey_table, signed_grey_table
from cnnlab.gui.theme import Theme
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.text import _

_LONG = 400  # milliseconds after which a round is said to be going on


def picture_colours(theme: Theme, choice: str = "diverging") -> Colours:
    """The tables the engine paints with; what is clipped or not finite has colours of its own."""
    grey = choice == "grey"
    table = np.array(signed_grey_table() if grey else activation_table(theme))
    beyond = ("#d6eeff", "#ffe9c8") if theme.dark or grey else ("#072f66", "#5a2600")
    table[0] = QColor("#ff2bd6").rgb()
    table[1], table[255] = (QColor(colour).rgb() for colour in beyond)
    table.flags.writeable = False
    return Colours(table, grey_table())


class LayerCanvas(RowLayout):
    """Rows of channel pictures.

    Signals:
        picked: a layer's channel was clicked or reached by key: layer id, channel (−1: none).
        pinned: a pixel of a tile was clicked: the element that it shows, a `Probe`.
        opened: a channel is to be shown large: layer id or `input`, channel.
        hovered: the element under the pointer, a `Probe`, or None.
        fix_requested: the link in a row was clicked: layer id, number of the fix.
        switch_off_requested: the link in the row of a layer that failed: its id.
        smaller_requested: the link in the row of a layer for which memory does not suffice.
        add_requested: a block is to be added to an empty stack.
    """

    picked = Signal(str, int)
    pinned = Signal(object)
    opened = Signal(str, int)
    hovered = Signal(object)
    fix_requested = Signal(str, int)
    switch_off_requested = Signal(str)
    smaller_requested = Signal()
    add_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("layerCanvas")
        self.viewport().setMouseTracking(True)
        self._beyond: tuple[int, ...] = ()  # colours of what the scale does not reach
        self._stale: frozenset[str] = frozenset()
        self._given: tuple[RowContent, ...] = ()
        self._veil = NOTHING_HIDDEN
        self._long = QTimer(self, singleShot=True, interval=_LONG)
        self._long.timeout.connect(self._on_long_timeout)
        self._pointer, self._keys = Pointer(self), Keys(self)
        self.bar.set_theme(theme)
        self.retranslate()

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter, self._tiles = RowPainter(theme), TilePainter(theme)
        self.bar.set_theme(theme)
        self.take_size_of_type()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Layers"))
        self.bar.retranslate()
        self._describe()
        self.viewport().update()

    def show_rows(self, rows: tuple[RowContent, ...], plan: Plan | None = None) -> None:
        """Show these rows; pictures of rows that stay are kept until new ones arrive. The plan tells lineage."""
        self._plan, self._given = plan, rows
        rows = veiled(rows, self._veil)
        if rows == self._rows.contents:
            return
        before = (self.items, self.batch)
        if self._rows.show(rows):
            self._arrange()
        if (self.items, self.batch) != before:
            self._ask()
            self.batch_changed.emit()
        self.viewport().update()
        self._describe()
        self._want_orders()

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes from sight, and show all others."""
        self._veil = veil
        self.show_rows(self._given, self._plan)

    def show_result(self, result: Result) -> None:
        """Show what the worker made; `painted` follows once it is on screen."""
        if result.job.view.colours is not None:
            table = result.job.view.colours.activation
            self._beyond = (int(table[1]), int(table[255]))
        self.take_orders(result)
        view = self.viewport().rect()
        below = self._below_held_header()
        changed = QRegion()
        for index, row in enumerate(self._rows.contents):  # from top to bottom, which makes a region cheap
            changed += self._take_numbers(index, result.layers.get(row.layer)) & view
            changed += self._take_picture(index, result.pictures.get(row.layer)) & below
        self._owes_paint = True
        if changed.isEmpty() or not self.isVisible():
            self._settle()
        else:
            self.viewport().update(changed)

    def _take_numbers(self, index: int, numbers: LayerStatistics | None) -> QRect:
        """Keep a row's numbers; the part of its header that says something else now."""
        state = self._rows.state(index)
        if numbers is None or numbers == state.numbers:
            return QRect()
        begun, state.numbers = self._numbers_begin(index), numbers
        return self._header_part(index, begun)

    def _take_picture(self, index: int, picture: Picture | None) -> QRect:
        """Keep a row's picture; the tiles that look otherwise now."""
        state = self._rows.state(index)
        if picture is None or (state.images is not None and state.images.picture is picture):
            return QRect()
        state.images = TileImages(picture, self.devicePixelRatioF())
        return self._on_screen(self._geometry.tiles_rect(index))

    def show_computing(self, layers: Collection[str]) -> None:
        """These rows are being computed anew; said once that takes long. None of them: all is computed."""
        self._stale = frozenset(layers)
        if not self._stale:
            self._long.stop()
            self._mark_busy(frozenset())
        elif any(state.busy for state in self._states.values()):
            self._mark_busy(self._stale)
        elif not self._long.isActive() and self.isVisible():
            self._long.start()

    def _on_long_timeout(self) -> None:
        self._mark_busy(self._stale)

    def _mark_busy(self, layers: frozenset[str]) -> None:
        for index, row in enumerate(self._rows.contents):
            state = self._rows.state(index)
            if state.busy != (row.layer in layers):
                state.busy = row.layer in layers
                self.viewport().update()

    def show_costs(self, costs: Mapping[str, Cost]) -> None:
        """Write what layers cost into their rows; rows of others say nothing of it."""
        changed = QRegion()
        for index, row in enumerate(self._rows.contents):
            state = self._rows.state(index)
            begun, before = self._numbers_begin(index), state.cost
            state.cost = costs.get(row.layer)
            if state.cost != before:
                changed += self._header_part(index, begun)
        self.viewport().update(changed)

    def show_marks(self, marks: Mapping[str, Mark]) -> None:
        """Mark what the pinned element is made from, by layer."""
        touched, self._marks = {*self._marks, *marks}, marks
        changed = QRegion()
        for index, row in enumerate(self._rows.contents):
            if row.layer in touched:
                changed += self._on_screen(self._geometry.tiles_rect(index)).adjusted(-4, -4, 4, 4)
        self.viewport().update(changed)

    def select(self, layer: str, channel: int = -1) -> None:
        """Mark a layer and one of its channels, and bring them into view."""
        if (layer, channel) == (self._selected, self._pin[1] if self._pin else -1):
            return
        self._selected = layer
        self._pin = (layer, channel) if channel >= 0 else None
        for name, state in self._states.items():
            state.selected, state.pinned = name == layer, channel if name == layer and channel >= 0 else None
        self._bring_into_view(layer)
        self._describe()
        self.viewport().update()

    def bring_selected_into_view(self) -> None:
        """Scroll, if need be, until the selected layer and its channel are in sight."""
        self._bring_into_view(self._selected)

    def bring_row_into_view(self, layer: str) -> None:
        """Show the tiles of a row, and scroll, if need be, until they are in sight."""
        self.collapse(layer, False)
        self._bring_into_view(layer)

    # -- what lies where --

    def hit(self, point: QPoint) -> Hit | None:
        """What lies at a point of the view."""
        return hit_at(self._geometry, self._painter.links, point + QPoint(0, self._top()), self._top())

    def channel_of(self, hit: Hit) -> int:
        """The channel of a tile; −1 elsewhere and on the picture in colour."""
        return self.tile_of(hit)[0] if hit.part is Part.TILE else -1

    def tile_of(self, hit: Hit) -> Tile:
        """The channel and the item that a tile shows."""
        return self._rows.tiles(hit.row, (hit.tile,))[0]

    def element(self, hit: Hit, point: QPoint) -> Probe | None:
        """The element that the pixel at a point of the view shows."""
        channel = self.channel_of(hit)
        if hit.part is not Part.TILE or channel == COMPOSITE:
            return None
        content, rect = self._rows.contents[hit.row], self._geometry.tile_rect(hit.row, hit.tile)
        (h, w), x, y = content.plane, point.x() - rect.left(), point.y() + self._top() - rect.top()
        return content.layer, self.tile_of(hit)[1], channel, y * h // rect.height(), x * w // rect.width()

    def place_of(self, layer: str, channel: int) -> QPoint | None:
        """Where in the view the middle of a channel's tile lies; None where that is not on screen."""
        index = self._rows.index(layer)
        tile = self._rows.place(index, channel) if index is not None else None
        if index is None or tile is None or not self._geometry.shows(self._geometry.rows[index], tile):
            return None
        point = self._geometry.tile_rect(index, tile).center() - QPoint(0, self._top())
        return point if self.viewport().rect().contains(point) else None

    def mark_hover(self, hit: Hit | None) -> None:
        """Outline the tile under the pointer and its relatives."""
        tile = hit is not None and hit.part is Part.TILE
        layer = self._rows.contents[hit.row].layer if hit is not None and tile else None
        channel, item = self.tile_of(hit) if hit is not None and tile else (-1, 0)
        now = (layer, channel) if layer is not None else None
        if (now, item) == (self._hover, self._hovered_item):
            return
        self._hover, self._hovered_item = now, item
        for name, state in self._states.items():
            state.hovered = (channel, item) if name == layer else None
        self.viewport().update()

    def press(self, hit: Hit) -> None:
        """Do what a press on a part of a row does."""
        content, row = self._rows.contents[hit.row], self._geometry.rows[hit.row]
        match hit.part:
            case Part.CHEVRON:
                self.collapse(content.layer, not row.collapsed)
            case Part.CHIP:
                self.expand(content.layer, not row.expanded)
            case Part.BACK:
                self.move_line(hit.row, -self._geometry.columns)
            case Part.LINK:
                self._follow(content)
            case _:
                if hit.part is Part.TILE and content.batch > 1:
                    self.set_item(self.tile_of(hit)[1])
                self.picked.emit("" if content.layer == INPUT else content.layer, max(self.channel_of(hit), -1))

    def open_channel(self, hit: Hit) -> None:
        """Ask for a tile's channel to be shown large."""
        self.opened.emit(self._rows.contents[hit.row].layer, self.channel_of(hit))

    def open_pinned(self) -> None:
        """Ask for the selected channel to be shown large; a row without tiles has none."""
        index = self._rows.index(self._selected)
        if index is not None and self._rows.contents[index].channels:
            self.opened.emit(self._selected, self._pin[1] if self._pin is not None else self._rows.channels(index)[0])

    def invites(self, point: QPoint) -> bool:
        """Whether the link that an empty stack shows lies at a point of the view."""
        link = self._painter.links.get("")
        return link is not None and len(self._rows) == 1 and link.contains(point + QPoint(0, self._top()))

    def step(self, rows: int, tiles: int) -> None:
        """Pick the layer or channel so many further on, in the order they are shown."""
        layers = [index for index in range(len(self._rows)) if self._rows.contents[index].layer != INPUT]
        if not layers:
            return
        now = self._rows.index(self._selected)
        at = layers.index(now) if now in layers else 0
        place = self._rows.order(now, self._pin[1]) if now is not None and self._pin is not None else None
        target = layers[max(0, min(at + rows, len(layers) - 1))]
        channels = self._rows.channels(target)
        tile = max(0, min((place or 0) + tiles, len(channels) - 1))
        self.picked.emit(self._rows.contents[target].layer, channels[tile] if channels else -1)

    def move_line(self, row: int, tiles: int) -> bool:
        """Move a row's one line along; whether it can be."""
        shape = self._geometry.rows[row]
        if self._geometry.moves(shape):
            self._begin_at(row, self._geometry.first(shape) + tiles)
        return self._geometry.moves(shape)

    def _follow(self, content: RowContent) -> None:
        link = content.link
        if link is None:
            return
        if link.leads is Leads.FIX:
            self.fix_requested.emit(link.layer, 0)
        elif link.leads is Leads.OFF:
            self.switch_off_requested.emit(link.layer)
        elif link.leads is Leads.SIZE:
            self.smaller_requested.emit()
        else:
            self.picked.emit(link.layer, -1)

    def tip(self, hit: Hit) -> str:
        """What a part of a row explains."""
        content, state = self._rows.contents[hit.row], self._rows.state(hit.row)
        match hit.part:
            case Part.TILE:
                tile = self.tile_of(hit)
                return tile_tip(content, state, tile, self._beyond, self._rows.batch.name(tile[1]))
            case Part.HEADER:
                return header_tip(content, state)
            case Part.CHEVRON:
                return chevron_tip(self._geometry.rows[hit.row].collapsed)
            case Part.CHIP:
                return chip_tip(self._geometry.rows[hit.row].expanded, len(content.channels))
            case Part.BACK:
                return _("Back by one page (Shift and wheel)")
        return content.note

    def _describe(self) -> None:
        """Tell a screen reader what is selected."""
        index = self._rows.index(self._selected)
        if index is None:
            self.setAccessibleDescription(_("One row a layer: all its output channels as pictures"))
            return
        content = self._rows.contents[index]
        parts = [content.label, content.about, content.shape, content.note]
        if self._pin is not None and self._pin[1] in content.channels:
            name = channel_text(self._pin[1], content)
            parts.insert(1, _("channel {channel} of {count}").format(channel=name, count=len(content.channels)))
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    # -- events --

    def hideEvent(self, event: QHideEvent) -> None:
        self._long.stop()
        super().hideEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            help_event = cast(QHelpEvent, event)
            hit = self.hit(help_event.pos())
            QToolTip.showText(help_event.globalPos(), self.tip(hit) if hit is not None else "", self.viewport())
            return True
        if event.type() == QEvent.Type.NativeGesture and self._pointer.pinch(cast(QNativeGestureEvent, event)):
            return True
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.mark_hover(None)
        self.hovered.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._pointer.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keys.press(event):
            self._show_focus(True)
        else:
            super().keyPressEvent(event)
