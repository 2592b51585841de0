"""The surface of the canvas: rows laid out, scrolled, zoomed and painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.view import RowView, Tile
from cnnlab.explain.lineage import Lineage
from cnnlab.gui.canvas.bar import HEIGHT as BAR
from cnnlab.gui.canvas.bar import CanvasBar
from cnnlab.gui.canvas.batch import BatchMode
from cnnlab.gui.canvas.geometry import GAP, GUTTER, HEADER, MARGIN, Geometry, lay_out
from cnnlab.gui.canvas.marks import Mark
from cnnlab.gui.canvas.paint import RowPainter
from cnnlab.gui.canvas.rows import Rows, RowState
from cnnlab.gui.canvas.tiles import Outline, TilePainter
from cnnlab.gui.canvas.zoom import AUTOMATIC, anchor_at, height_of
from cnnlab.gui.theme import Theme, scaled
from cnnlab.text import _

_NARROWEST = 160  # in less, no row says what it is
_CARD = 8  # how far the ground of the selected row reaches beyond it
# Pictures are asked for in stripes of so many pixels, so that a scroll step finds them made; live ones come anyway.
_AHEAD = 128
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class RowArea(QAbstractScrollArea):
    """Rows of channel pictures, without what a person does to them.

    Signals:
        view_changed: other tiles are to be made, or at another size.
        painted: the last result is on screen.
        layout_chosen: tile size, wrapping or sorting was chosen.
    """

    view_changed = Signal()
    painted = Signal()
    layout_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(_NARROWEST)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.bar = CanvasBar(self)
        self.setViewportMargins(0, scaled(BAR), 0, 0)
        self._painter, self._tiles = RowPainter(theme), TilePainter(theme)
        self._rows = Rows()
        self._plan: Plan | None = None
        self._tile_width = AUTOMATIC
        self._geometry: Geometry = lay_out(self.viewport().width(), ())
        self._pin: tuple[str, int] | None = None
        self._hover: tuple[str, int] | None = None
        self._hovered_item = 0
        self._marks: Mapping[str, Mark] = {}
        self._asked: tuple[RowView, ...] = ()
        self._live = False  # frames follow each other
        # Input that waited for the paint is handled first: it then rides on the next round instead of missing it.
        self._acknowledge = QTimer(self, singleShot=True, interval=0)
        self._acknowledge.timeout.connect(self.painted)
        self._owes_paint = False
        self._by_keys = False  # the focus is shown to those who use keys
        self.verticalScrollBar().valueChanged.connect(self._ask)

    @property
    def _states(self) -> dict[str, RowState]:
        return self._rows.states

    # -- asked what is visible --

    def visible_rows(self) -> tuple[RowView, ...]:
        """The tiles in view and just beyond it, for the engine."""
        ahead = 1 if self._live else _AHEAD
        top = self._top() // ahead * ahead
        bottom = -(-(self._top() + self.viewport().height()) // ahead) * ahead
        ratio = self.devicePixelRatioF()
        views = []
        for index in self._geometry.visible_rows(top, bottom):
            tiles = self._geometry.visible_tiles(index, top, bottom)
            if tiles:
                size = self._geometry.tile_size(self._geometry.rows[index])
                pixels = (max(1, round(size.height() * ratio)), max(1, round(size.width() * ratio)))
                views.append(self._rows.view(index, tiles, pixels))
        return tuple(views)

    def follow_frames(self, live: bool) -> None:
        """Ask for no more than what is in view while frames follow each other."""
        if live is not self._live:
            self._live = live
            self._ask()

    def _ask(self) -> None:
        """Say that other tiles are wanted, if they are."""
        wanted = self.visible_rows()
        if wanted != self._asked:
            self._asked = wanted
            self.view_changed.emit()

    # -- layout --

    @property
    def tile_size(self) -> int:
        """The chosen width of a tile; 0 if it follows the width of the canvas."""
        return self._tile_width

    def set_tile_size(self, width: int, y: int | None = None) -> None:
        """Show tiles of this width; what lies at height `y` of the view stays there (its middle if none is given)."""
        y = self.viewport().height() // 2 if y is None else y
        if width == self._tile_width:
            return
        anchor = anchor_at(self._geometry, self._top() + y) if self._top() or self._geometry.height > y else None
        self._tile_width = width
        self._arrange()
        if anchor is not None:
            self.verticalScrollBar().setValue(height_of(self._geometry, anchor) - y)
        self.layout_chosen.emit()

    def show_bar(self, shown: bool) -> None:
        """Show the strip above the rows, or give its room to them."""
        self.bar.setVisible(shown)
        self.take_size_of_type()

    def take_size_of_type(self) -> None:
        """Lay everything out anew: type may have another size."""
        self.setViewportMargins(0, 0 if self.bar.isHidden() else scaled(BAR), 0, 0)
        self.bar.setGeometry(0, 0, self.width(), scaled(BAR))
        self._arrange()
        if self._owes_paint and self.viewport().visibleRegion().isEmpty():
            self._settle()  # nothing is left to paint on: no paint would ever acknowledge the last result

    def _arrange(self) -> None:
        # Room for the scroll bar is kept also while there is none: rows that grow narrower with it may need none again.
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        mode, several = self._rows.batch.mode, self._rows.count > 1
        gutter = scaled(GUTTER) if several and mode is BatchMode.ROWS else 0
        group = self._rows.count if mode is BatchMode.SIDE else 1
        self._geometry = lay_out(width, self._rows.layout(), self._tile_width, gutter, group)
        self._painter.links.clear()
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._geometry.height - page))
        bar.setPageStep(max(48, page - 48))
        bar.setSingleStep(48)
        self.bar.show_layout(self._tile_width, self._geometry.tile_width, self._rows.wrapped, self._rows.orders.by)
        self.viewport().update()
        self._ask()

    def _bring_into_view(self, layer: str) -> None:
        index = self._rows.index(layer)
        if index is None:
            return
        rect = self._geometry.row_rect(index)
        tile = self._rows.place(index, self._pin[1]) if self._pin is not None and self._pin[0] == layer else None
        if tile is not None and self._rows.contents[index].layer not in self._rows.collapsed:
            self._bring_into_line(index, tile)
            rect = self._geometry.tile_rect(index, tile).adjusted(0, -scaled(HEADER) - GAP, 0, 0)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < bar.value() + 8:
            bar.setValue(rect.top() - 8)
        elif rect.bottom() > bar.value() + page:
            bar.setValue(min(rect.top() - 8, rect.bottom() - page + 12))

    def _bring_into_line(self, index: int, tile: int) -> None:
        """Move a row's one line along until a tile is in it."""
        row, columns = self._geometry.rows[index], self._geometry.columns
        tile = tile % row.tiles if row.tiles else tile
        first = self._geometry.first(row)
        if self._geometry.moves(row) and not first <= tile < first + columns:
            self._begin_at(index, tile if tile < first else tile - columns + 1)

    def _begin_at(self, index: int, tile: int) -> None:
        row = self._geometry.rows[index]
        tile = max(0, min(tile, row.tiles - self._geometry.columns))
        if self._geometry.moves(row) and tile != self._geometry.first(row):
            self._rows.begin_at(row.layer, tile)
            self._arrange()

    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _on_screen(self, rect: QRect) -> QRect:
        return rect.translated(0, -self._top())

    def sizeHint(self) -> QSize:
        return QSize(900, 700)

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.setGeometry(0, 0, self.width(), scaled(BAR))
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._asked = self.visible_rows()
        self.view_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Acknowledge the last result, if that is still owed."""
        if self._owes_paint:
            self._owes_paint = False
            self._acknowledge.start()

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

    # -- painting --

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        offset = self._top()
        painter.translate(0, -offset)
        # One rectangle at a time: a clip of several makes every picture slow, and what lies between them need not be
        # painted at all.
        for rect in event.region():  # type: ignore[attr-defined]
            part = rect.translated(0, offset)
            painter.setClipRect(part)
            self._paint_part(painter, part)
        painter.end()
        self._settle()

    def _paint_part(self, painter: QPainter, part: QRect) -> None:
        """Paint what a part of the whole canvas shows."""
        index = self._row_of_tiles(part)
        if index is not None:
            painter.fillRect(part, self._painter.ground(self._rows.state(index)))
            self._paint_tiles(painter, index, self._geometry.visible_tiles(index, part.top(), part.bottom()))
            return
        painter.fillRect(part, QColor(self._painter.theme.background))
        near = part.adjusted(0, -_CARD, 0, _CARD)
        for index in self._geometry.visible_rows(near.top(), near.bottom()):
            if self._geometry.row_rect(index).intersects(near):
                self._paint_row(painter, index, part)
        if len(self._rows) == 1:
            self._paint_invitation(painter)
        self._paint_held_header(painter, part)
        if self._by_keys and self.hasFocus() and not any(state.selected for state in self._states.values()):
            painter.setPen(QColor(self._painter.theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().translated(0, self._top()).adjusted(0, 0, -1, -1))

    def _row_of_tiles(self, part: QRect) -> int | None:
        """The row whose tiles, with the ground between them, are all that a part shows, as after a live frame."""
        index = self._geometry.row_at(part.top())
        if index is None or not self._geometry.tiles_rect(index).contains(part):
            return None
        held = self._held_header()
        return index if held is None or not held[1].intersects(part) else None

    def _paint_row(self, painter: QPainter, index: int, part: QRect) -> None:
        content, rect, state = self._rows.contents[index], self._geometry.row_rect(index), self._rows.state(index)
        if state.selected:
            self._painter.card(painter, rect, self._by_keys and self.hasFocus())
        self._paint_header(painter, index, rect.top(), part)
        collapsed = self._geometry.rows[index].collapsed
        if content.note and not collapsed:
            self._painter.note(painter, rect, content)
        tiles = self._geometry.visible_tiles(index, part.top(), part.bottom())
        if not tiles:
            return
        self._paint_tiles(painter, index, tiles)
        chip, back = self._geometry.chip_rect(index, self._top()), self._geometry.back_rect(index)
        if chip is not None and chip.intersects(part):
            hidden = self._geometry.rows[index].tiles - self._geometry.columns
            self._painter.chip(painter, chip, 0 if self._geometry.rows[index].expanded else hidden)
        if back is not None:
            self._painter.back(painter, back)
            self._paint_place(painter, index, tiles)
        if self._geometry.gutter:
            self._paint_items(painter, index, tiles)

    def _paint_items(self, painter: QPainter, index: int, tiles: Sequence[int]) -> None:
        """The names of the items whose tiles are in view, left of them."""
        batch = self._rows.batch
        for item in dict.fromkeys(item for _channel, item in self._rows.tiles(index, tiles)):
            rect = self._geometry.item_rect(index, item)
            self._painter.item(painter, rect, item, batch.short_name(item), item == batch.item)

    def _paint_tiles(self, painter: QPainter, index: int, tiles: Sequence[int]) -> None:
        content, state = self._rows.contents[index], self._rows.state(index)
        shown, ground = self._rows.tiles(index, tiles), self._painter.ground(state)
        several = self._rows.batch.mode is BatchMode.SIDE and content.batch > 1
        places = self._geometry.tile_rects(index, tiles)
        self._tiles.tiles(painter, places, state.images, shown, content, ground, several)
        if state.busy:
            whole = QRect(places[0].topLeft(), places[-1].bottomRight())
            whole.setRight(max(place.right() for place in places[: self._geometry.columns]))
            self._tiles.veil(painter, whole, ground)
        outline_of = self._outlines(index)
        if outline_of is not None:
            for place, tile in zip(places, shown, strict=True):
                self._tiles.outline(painter, place, outline_of(tile))
        mark = self._marks.get(content.layer)
        if mark is not None:
            for place, tile in zip(places, shown, strict=True):
                mark.show(painter, place, tile, content.plane, self._painter.theme)

    def _outlines(self, index: int) -> Callable[[Tile], Outline] | None:
        """Tells how each tile of a row is outlined; None if none is. Relatives are those of the same item."""
        content, state, here = self._rows.contents[index], self._rows.state(index), self._rows.item(index)
        kin: list[tuple[Callable[[int], bool], int, Outline]] = []
        under = (self._hover, self._hovered_item, Outline.KIN_OF_HOVERED)
        for origin, item, outline in (under, (self._pin, here, Outline.KIN_OF_PINNED)):
            if origin is None or self._plan is None:
                continue
            among = Lineage(self._plan, *origin).among(content.layer)
            if among is not None:
                kin.append((among, min(item, content.batch - 1), outline))
        if not kin and state.pinned is None and state.hovered is None:
            return None

        def outline_of(tile: Tile) -> Outline:
            channel, item = tile
            if channel == state.pinned and item == here:
                return Outline.PINNED
            if tile == state.hovered:
                return Outline.HOVERED
            return next((outline for holds, of, outline in kin if item == of and holds(channel)), Outline.NONE)

        return outline_of

    def _paint_header(self, painter: QPainter, index: int, top: int, part: QRect) -> None:
        header = QRect(0, top, self._geometry.width, scaled(HEADER) - 4)
        if not header.intersects(part):
            return
        content, state = self._rows.contents[index], self._rows.state(index)
        chevron = self._geometry.chevron_rect(header)
        self._painter.header(painter, header, content, state, chevron, self._geometry.rows[index].collapsed, part)

    def _held_header(self) -> tuple[int, QRect] | None:
        """The row that begins above the view, and where its header stays while its tiles pass below it."""
        index = self._geometry.row_at(self._top())
        if index is None:
            return None
        header = self._geometry.header_rect(index, self._top())
        held = header.top() > self._geometry.tops[index] and header.bottom() > self._top() + GAP
        return (index, header) if held else None

    def _paint_held_header(self, painter: QPainter, part: QRect) -> None:
        held = self._held_header()
        if held is not None and self._painter.strip_rect(held[1]).intersects(part):
            index, header = held
            self._painter.strip(painter, header, self._rows.state(index))
            self._paint_header(painter, index, header.top(), part)

    def _below_held_header(self) -> QRect:
        """The part of the view in which tiles show."""
        view, held = self.viewport().rect(), self._held_header()
        if held is not None:
            view.setTop(self._on_screen(self._painter.strip_rect(held[1])).bottom() + 1)
        return view

    def _numbers_begin(self, index: int) -> int:
        """Where the numbers in a row's header begin."""
        content, collapsed = self._rows.contents[index], self._geometry.rows[index].collapsed
        return self._painter.numbers_begin(self._geometry.width, content, self._rows.state(index), collapsed)

    def _header_part(self, index: int, begun: int) -> QRect:
        """What of a header in view is another after its numbers, which began there, have changed.

        All of it, if its words have other room now.
        """
        header, begin = self._on_screen(self._geometry.header_rect(index, self._top())), self._numbers_begin(index)
        return header if begin != begun else header.adjusted(begin, 0, 0, 0)

    def _paint_place(self, painter: QPainter, index: int, tiles: Sequence[int]) -> None:
        first, last = (self._geometry.tile_rect(index, tile) for tile in (tiles[0], tiles[-1]))
        track = QRect(QPoint(first.left(), first.bottom() + 3), QPoint(last.right(), first.bottom() + 4))
        row = self._geometry.rows[index]
        self._painter.place(painter, track, self._geometry.shown(row), row.tiles)

    def _paint_invitation(self, painter: QPainter) -> None:
        sentence = _("No layers yet. Add a convolution, for instance, and its channels appear here, live.")
        below = self._geometry.height + 40
        place = QRect(MARGIN, below, self._geometry.width - 2 * MARGIN, 80)
        self._painter.invitation(painter, place, sentence, _("Add block"))
