"""All items and channels of the activations, with those lit that share mean and variance with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.engine.view import Pixels
from cnnlab.explain.norms import NormComparison, Shared
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.norms_page.images import image_of
from cnnlab.gui.norms_page.tile_places import TilePlaces, tile_places
from cnnlab.gui.theme import TextSize, Theme, scaled
from cnnlab.text import _

_DIMMED = 0.25
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_ROOM = 3  # around the tiles, for outlines


class TileGrid(QWidget):
    """A line of tiles for each item, or several.

    Signals:
        picked: a tile was clicked or reached by key: item, channel.
        resized: tiles of another size are wanted.
    """

    picked = Signal(int, int)
    resized = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("normTiles")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._shape: tuple[int, ...] = (1, 1, 1, 1)
        self._at = (0, 0)
        self._shared: Shared | None = None
        self._sheet: QImage | None = None  # all tiles, item below item, channel after channel
        self._made: tuple[int, int] = (1, 1)
        self._comparison: NormComparison | None = None
        self._table: Pixels | None = None
        self.set_theme(theme)
        self.retranslate()

    @property
    def places(self) -> TilePlaces:
        """Where the tiles lie now."""
        left = scaled(22) if self._shape[0] > 1 else 0
        return tile_places(self._shape, self.width() - 2 * _ROOM, self.height() - 2 * _ROOM, left)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self._fit()
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("All items and channels"))
        self.setToolTip(_("Lit: the cells that share μ and σ² with the outlined channel; a click chooses another"))
        self.setAccessibleDescription(_("Arrow keys choose a channel and an item"))

    def show_shape(self, shape: tuple[int, ...], item: int, channel: int) -> None:
        """Show so many tiles, of which one is chosen."""
        self._at = (item, channel)
        if shape != self._shape:
            self._shape = shape
            self._fit()
        self.update()

    def show_comparison(self, comparison: NormComparison | None, table: Pixels | None) -> None:
        """Show the tiles that the worker made."""
        if comparison is self._comparison and table is self._table:
            return
        self._comparison, self._table = comparison, table
        self._sheet = None
        if comparison is not None and table is not None:
            b, c, h, w = comparison.tiles.shape
            self._made = (h, w)
            self._sheet = image_of(comparison.tiles.transpose(0, 2, 1, 3).reshape(b * h, c * w), table)
        self.update()

    def show_shared(self, shared: Shared | None) -> None:
        """Light the cells that share mean and variance; all of them if None."""
        self._shared = shared
        self.update()

    @property
    def lit(self) -> tuple[range, range]:
        """The items and channels that are lit."""
        if self._shared is None:
            return range(self._shape[0]), range(self._shape[1])
        (first, last), (left, right) = self._shared.spans[:2]
        return range(first, last + 1), range(left, right + 1)

    def _fit(self) -> None:
        """Claim the height that the smallest tiles need."""
        least = tile_places(self._shape, max(1, self.width() - 2 * _ROOM), 0, scaled(22)).whole + 2 * _ROOM
        self.setMinimumHeight(max(scaled(56), least))

    # -- events --

    def sizeHint(self) -> QSize:
        return QSize(scaled(320), scaled(100))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.places.at(event.position().toPoint() - QRect(_ROOM, _ROOM, 1, 1).topLeft())
        if found is not None:
            self.picked.emit(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        item, channel = (at + by for at, by in zip(self._at, step, strict=True))
        if 0 <= item < self._shape[0] and 0 <= channel < self._shape[1]:
            self.picked.emit(item, channel)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.translate(_ROOM, _ROOM)
        places, (items, channels) = self.places, self.lit
        self._paint_tiles(painter, places, items, channels)
        self._paint_items(painter, places)
        self._paint_outlines(painter, places, items, channels)
        painter.end()

    def _paint_tiles(self, painter: QPainter, places: TilePlaces, items: range, channels: range) -> None:
        sheet, (high, wide) = self._sheet, self._made
        known = self._comparison.shape[:2] if self._comparison is not None else (0, 0)
        for item in range(places.items):
            for channel in range(places.channels):
                rect = places.rect(item, channel)
                painter.setOpacity(1.0 if item in items and channel in channels else _DIMMED)
                if sheet is None or item >= known[0] or channel >= known[1]:
                    painter.fillRect(rect, QColor(self._theme.raised))
                else:
                    painter.drawImage(rect, sheet, QRect(channel * wide, item * high, wide, high))
        painter.setOpacity(1.0)

    def _paint_items(self, painter: QPainter, places: TilePlaces) -> None:
        if places.items == 1:
            return
        painter.setFont(mono_font(TextSize.SMALL))
        painter.setPen(QColor(self._theme.muted))
        for item in range(places.items):
            first = places.rect(item, 0)
            box = QRect(0, first.top(), places.left - 6, max(first.height(), 1))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(item))

    def _paint_outlines(self, painter: QPainter, places: TilePlaces, items: range, channels: range) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        accent = QColor(self._theme.accent)
        if self._shared is not None:
            painter.setPen(QPen(accent, 1))
            for run in places.runs(items, channels):
                painter.drawRect(QRectF(run).adjusted(-1.5, -1.5, 1.5, 1.5))
            self._paint_position(painter, places, items, channels)
        painter.setPen(QPen(QColor(self._theme.text), 2 if places.width >= 10 else 1))
        painter.drawRect(QRectF(places.rect(*self._at)).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_position(self, painter: QPainter, places: TilePlaces, items: range, channels: range) -> None:
        """Where one position alone shares, mark it in every tile."""
        assert self._shared is not None
        (top, bottom), (left, right) = self._shared.spans[2:]
        h, w = self._shape[2:]
        if (top, left) != (bottom, right) or h * w == 1:
            return
        for item in items:
            for channel in channels:
                tile = QRectF(places.rect(item, channel))
                x, y = tile.left() + tile.width() * (left + 0.5) / w, tile.top() + tile.height() * (top + 0.5) / h
                painter.fillRect(QRectF(x - 2, y - 2, 4, 4), QColor(self._theme.accent))
