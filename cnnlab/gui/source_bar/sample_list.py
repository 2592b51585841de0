"""Pictures that the program offers as a grid of thumbnails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cnnlab.gui import fonts
from cnnlab.gui.source_bar.offers import Offer
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled
from cnnlab.text import _

RING = 2  # the frame around a thumbnail
_ROWS = 3
_ID, _CURRENT = (int(Qt.ItemDataRole.UserRole) + i for i in range(2))


@dataclass(frozen=True)
class Grid:
    """How thumbnails lie: so many in a line, each of this size."""

    columns: int
    thumb: QSize

    @property
    def cell(self) -> QSize:
        """A thumbnail with its ring, its title and the distance to the next."""
        below = scaled(TextSize.SMALL) + Space.M + Space.XS
        return QSize(self.thumb.width() + Space.S + RING, self.thumb.height() + below)


PHOTOS = Grid(4, QSize(108, 64))
FORMULAS = Grid(6, QSize(68, 52))  # a line of them is as wide as a line of photos, within four pixels


class _Delegate(QStyledItemDelegate):
    """Paints a thumbnail with rounded corners and its title below."""

    def __init__(self, grid: Grid, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._grid.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect.x() + RING, rect.y() + RING, self._grid.thumb.width(), self._grid.thumb.height())
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        current = bool(index.data(_CURRENT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_thumb(painter, box, index.data(Qt.ItemDataRole.DecorationRole))
        self._paint_ring(painter, box, current, hovered, focused)
        painter.setFont(fonts.ui_font(TextSize.SMALL, 600 if current else 400))
        painter.setPen(QColor(self.theme.accent if current else self.theme.text if hovered else self.theme.muted))
        below = QRectF(box.x(), box.bottom() + Space.XS, box.width(), scaled(TextSize.SMALL) + Space.XS)
        title = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def _paint_ring(self, painter: QPainter, box: QRectF, current: bool, hovered: bool, focused: bool) -> None:
        """The frame: focus before choice before hover; a hairline where a picture is as bright as the panel."""
        theme = self.theme
        if not (current or hovered or focused):
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.TILE, Radius.TILE)
            return
        painter.setPen(QPen(QColor(theme.text if focused else theme.accent if current else theme.muted), RING))
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), Radius.TILE + 1, Radius.TILE + 1)

    def _paint_thumb(self, painter: QPainter, box: QRectF, thumb: QPixmap | None) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(box, Radius.TILE, Radius.TILE)
        painter.fillPath(outline, QColor(self.theme.raised))
        if thumb is not None and not thumb.isNull():
            painter.save()
            painter.setClipPath(outline)
            painter.drawPixmap(QPointF(box.topLeft()), thumb)
            painter.restore()


class SampleList(QListWidget):
    """Pictures; arrows move, Enter, Space or a click chooses.

    Signals:
        chosen: the id of a picture.
    """

    chosen = Signal(str)

    def __init__(self, name: str, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._offers: tuple[Offer, ...] = ()
        self._grid = grid
        self._marked: str | None = None
        self._delegate = _Delegate(grid, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(grid.cell)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._on_list_clicked)
        self._fit()

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show these pictures; each is read or drawn when it is first seen."""
        self._offers = tuple(offers)
        self.clear()
        for offer in self._offers:
            item = QListWidgetItem()
            item.setData(_ID, offer.id)
            self.addItem(item)
        self.retranslate()
        self._fit()
        self.mark(self._marked)
        if self.isVisible():
            self._load()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for item, offer in zip(self._items(), self._offers, strict=True):
            item.setText(_(offer.title))
            item.setToolTip(f"<b>{_(offer.title)}</b><br>{_(offer.about)}")
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _(offer.about))

    def mark(self, name: str | None) -> None:
        """Mark the picture that is on show."""
        self._marked = name
        for item in self._items():
            item.setData(_CURRENT, item.data(_ID) == name)
            if item.data(_ID) == name:
                self.setCurrentItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._delegate.theme = theme
        self._fit()
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(item.data(_ID))
        else:
            super().keyPressEvent(event)

    def _on_list_clicked(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ID))

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _fit(self) -> None:
        cell, columns = self._grid.cell, self._grid.columns
        self.setGridSize(cell)
        rows = max(1, -(-self.count() // columns))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if rows > _ROWS else policy.ScrollBarAlwaysOff)
        bar = Space.M if rows > _ROWS else 0
        self.setFixedSize(columns * cell.width() + RING + bar, min(rows, _ROWS) * cell.height() + RING)

    def _load(self) -> None:
        scale = self.devicePixelRatioF()
        for item, offer in zip(self._items(), self._offers, strict=True):
            if item.data(Qt.ItemDataRole.DecorationRole) is None:
                pixmap = QPixmap.fromImage(offer.thumbnail(self._grid.thumb * scale))
                pixmap.setDevicePixelRatio(scale)
                item.setData(Qt.ItemDataRole.DecorationRole, pixmap)
