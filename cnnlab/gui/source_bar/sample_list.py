"""The shipped pictures as a grid of thumbnails."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImageReader, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap, QShowEvent
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
from cnnlab.gui.theme import DARK, Radius, Space, TextSize, Theme, scaled

COLUMNS = 4
_ROWS = 3
RING = 2  # the frame around a thumbnail
THUMB = QSize(108, 76)
_ID, _PATH, _CURRENT = (int(Qt.ItemDataRole.UserRole) + i for i in range(3))


def cell() -> QSize:
    """What a thumbnail takes with its title, at the size of type of the moment."""
    return QSize(THUMB.width() + Space.S + RING, THUMB.height() + scaled(TextSize.SMALL) + Space.M + Space.XS)


class _Delegate(QStyledItemDelegate):
    """Paints a thumbnail with rounded corners and its title below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return cell()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect.x() + RING, rect.y() + RING, THUMB.width(), THUMB.height())
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
    """The samples; arrows move, Enter, Space or a click chooses.

    Signals:
        chosen: the id of a sample.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sampleList")
        self._marked: str | None = None
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._on_list_clicked)
        self._fit()

    def set_samples(self, samples: Sequence[tuple[str, str, str]]) -> None:
        """Show these pictures, each with id, title and path; the files are read when they are first seen."""
        self.clear()
        for name, title, path in samples:
            item = QListWidgetItem(title)
            item.setToolTip(f"{title} · {name}")
            item.setData(_ID, name)
            item.setData(_PATH, path)
            self.addItem(item)
        self._fit()
        self.mark(self._marked)
        if self.isVisible():
            self._load()

    def mark(self, name: str | None) -> None:
        """Mark the sample that is on show."""
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
        self.setGridSize(cell())
        rows = max(1, -(-self.count() // COLUMNS))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if rows > _ROWS else policy.ScrollBarAlwaysOff)
        bar = Space.M if rows > _ROWS else 0
        self.setFixedSize(COLUMNS * cell().width() + RING + bar, min(rows, _ROWS) * cell().height() + RING)

    def _load(self) -> None:
        scale = self.devicePixelRatioF()
        for item in self._items():
            if item.data(Qt.ItemDataRole.DecorationRole) is None:
                item.setData(Qt.ItemDataRole.DecorationRole, _thumbnail(item.data(_PATH), scale))


def _thumbnail(path: str, scale: float) -> QPixmap:
    """The middle of a picture, large enough to fill a cell on a screen of this density."""
    wanted = THUMB * scale
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setScaledSize(reader.size().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    left, top = (image.width() - wanted.width()) // 2, (image.height() - wanted.height()) // 2
    pixmap = QPixmap.fromImage(image.copy(QRect(left, top, wanted.width(), wanted.height())))
    pixmap.setDevicePixelRatio(scale)
    return pixmap
