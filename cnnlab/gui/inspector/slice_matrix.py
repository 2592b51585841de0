"""The map of a weight: every slice as a tiny heat picture, rows are inputs, columns are outputs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from cnnlab.blocks.weight import Weight
from cnnlab.gui.inspector.late_update import LateUpdate
from cnnlab.gui.inspector.slice_geometry import HEADER, SliceGeometry
from cnnlab.gui.inspector.slice_keys import SLICE_KEYS
from cnnlab.gui.inspector.slice_paint import SlicePainter, thinned
from cnnlab.gui.inspector.slices import SliceLayout
from cnnlab.gui.layer_text import kernel_text
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import N_, Message, _


class SliceMatrix(QAbstractScrollArea):
    """Paints the slices in view and no others, so that a weight of any size opens at once.

    Signals:
        picked: row and column that were clicked or reached by key.
    """

    picked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sliceMatrix")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setMouseTracking(True)
        self._paint = SlicePainter(theme)
        self._late = LateUpdate(self.viewport())
        self._layout = SliceLayout(0, 0)
        self._weight: Weight | None = None
        self._scale = 0.0
        self._names: tuple[str, ...] = ()
        self._selected = (0, 0)
        self._hovered: tuple[int, int] | None = None
        self._geometry = SliceGeometry()
        self.retranslate()

    # -- told what to show --

    def show_weight(self, weight: Weight, layout: SliceLayout, scale: float) -> None:
        """Show a weight; only slices that changed are painted again."""
        before, old_layout, old_scale = self._weight, self._layout, self._scale
        self._weight, self._layout, self._scale = weight, layout, scale
        if before is None or layout != old_layout or before.shape != weight.shape:
            self._selected = layout.clamped(*self._selected)
            self._arrange()
            self.viewport().update()
        elif scale != old_scale:
            self._late.update(self._body())
        elif before is not weight:
            self._update_changed(before, weight)

    def select(self, row: int, column: int) -> None:
        """Mark a slice and bring it into view."""
        place = self._layout.clamped(row, column)
        if place != self._selected:
            self._selected = place
            self._reveal()
            self.viewport().update()

    def selected(self) -> tuple[int, int]:
        """Row and column of the marked slice."""
        return self._selected

    def set_names(self, names: tuple[str, ...]) -> None:
        """Name the input's channels."""
        if names != self._names:
            self._names = names
            self._arrange()
            self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._paint = SlicePainter(theme)
        self._arrange()  # type may have another size
        self.viewport().update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Slices"))
        self.setAccessibleDescription(
            _("One small picture a slice: rows are input channels, columns are output channels; arrows move")
        )

    # -- geometry --

    def _side(self) -> int:
        """Width of the column of row names."""
        if self._layout.planes:
            return 0
        names = (self._layout.row_name(row, self._names) for row in (0, max(0, self._layout.rows - 1)))
        return max(self._paint.text_width(name) for name in names) + Space.S

    def _arrange(self) -> None:
        """Choose the tiles' size, the own height and what can be scrolled."""
        if self._weight is None:
            return
        kh, kw = self._weight.shape[-2:]
        width, layout = self.width(), self._layout
        self._geometry = geometry = SliceGeometry.for_width(layout.rows, layout.columns, self._side(), (kh, kw), width)
        self.setFixedHeight(geometry.height_in(width))
        whole, seen, pitch = geometry.size, geometry.seen_in(width), geometry.pitch
        for bar, content, view, step in (
            (self.horizontalScrollBar(), whole.width(), seen.width(), pitch.width()),
            (self.verticalScrollBar(), whole.height(), seen.height(), pitch.height()),
        ):
            bar.setPageStep(max(1, view))
            bar.setSingleStep(step)
            bar.setRange(0, max(0, content - view))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def tile_rect(self, row: int, column: int) -> QRect:
        """Where a slice lies in the viewport."""
        return self._geometry.rect(row, column).translated(-self._offset())

    def place_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column of the slice at a point of the viewport."""
        if point.x() < self._geometry.side or point.y() < scaled(HEADER):
            return None
        return self._geometry.place_at(point + self._offset())

    def _body(self) -> QRect:
        """The part of the viewport that shows slices."""
        return self.viewport().rect().adjusted(self._geometry.side, scaled(HEADER), 0, 0)

    def _places(self, area: QRect) -> Iterator[tuple[int, int]]:
        return self._geometry.places(area.translated(self._offset()))

    def _reveal(self) -> None:
        rect = self.tile_rect(*self._selected)
        view = self._body()
        for bar, low, high in (
            (self.horizontalScrollBar(), rect.left() - view.left(), rect.right() - view.right()),
            (self.verticalScrollBar(), rect.top() - view.top(), rect.bottom() - view.bottom()),
        ):
            if low < 0:
                bar.setValue(bar.value() + low)
            elif high > 0:
                bar.setValue(bar.value() + high + 3)

    def _update_changed(self, before: Weight, after: Weight) -> None:
        """Paint again the slices in view whose numbers are others."""
        if len(before.chunks) != len(after.chunks):
            self.viewport().update()
            return
        other = [k for k, (old, new) in enumerate(zip(before.chunks, after.chunks, strict=True)) if old is not new]
        places = np.array(list(self._places(self._body())), np.intp).reshape(-1, 2)
        touched = np.isin(self._layout.leadings(places[:, 0], places[:, 1])[0], other)
        for row, column in places[touched].tolist():
            old, new = (self._layout.slice(weight, row, column) for weight in (before, after))
            if not np.may_share_memory(old, new) and not np.array_equal(old, new):
                self._late.update(self.tile_rect(row, column))

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- painting --

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._weight is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = event.rect()
        body = self._body()
        painter.setClipRect(body)
        places = list(self._places(area & body))
        boxes = self._geometry.rects(places, self._offset())
        self._paint.paint_tiles(painter, boxes, self._layout.slices(self._weight, places), self._scale)
        if self._hovered is not None:
            self._paint.paint_hover(painter, self.tile_rect(*self._hovered))
        self._paint.paint_selection(painter, self.tile_rect(*self._selected), self.hasFocus())
        painter.setClipping(False)
        if not body.contains(area):
            self._paint_names(painter)

    def _paint_names(self, painter: QPainter) -> None:
        """Names of rows and columns; where the numbers would touch, some are left out."""
        view, pitch, side = self.viewport().rect(), self._geometry.pitch, self._geometry.side
        rows, columns = self._geometry.span(self._body().translated(self._offset()))
        chosen_row, chosen_column = self._selected
        widest = self._paint.text_width(str(self._layout.columns - 1)) + 7
        painter.setClipRect(view.adjusted(side - Space.XS, 0, 0, 0))
        for column in thinned(columns, chosen_column, -(-widest // pitch.width())):
            box = QRect(self.tile_rect(0, column).center().x() - scaled(24), 0, scaled(48), scaled(HEADER) - 3)
            self._paint.paint_name(painter, box, str(column), column == chosen_column, right=False)
        if self._layout.planes:
            return
        painter.setClipRect(view.adjusted(0, scaled(HEADER), 0, 0))
        for row in thinned(rows, chosen_row, -(-scaled(TextSize.SMALL) // pitch.height())):
            box = QRect(0, self.tile_rect(row, 0).top(), side - Space.XS, self._geometry.tile.height())
            name = self._layout.row_name(row, self._names)
            self._paint.paint_name(painter, box, name, row == chosen_row, right=True)

    # -- mouse and keys --

    def _pick(self, row: int, column: int) -> None:
        before = self._selected
        self.select(row, column)
        if self._selected != before:
            self.picked.emit(*self._selected)

    def _hover(self, place: tuple[int, int] | None) -> None:
        for changed in {self._hovered, place} - {None} if self._hovered != place else set():
            assert changed is not None
            self.viewport().update(self.tile_rect(*changed).adjusted(-2, -2, 2, 2))
        self._hovered = place

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pick(*place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        self._hover(place)
        if place is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._pick(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self._selected
        page = max(1, self._body().height() // self._geometry.pitch.height())
        places = {
            "left": (row, column - 1),
            "right": (row, column + 1),
            "up": (row - 1, column),
            "down": (row + 1, column),
            "page_up": (row - page, column),
            "page_down": (row + page, column),
            "first": (row, 0),
            "last": (row, self._layout.columns - 1),
        }
        asked = SLICE_KEYS.find(event)
        if asked in places:
            self._pick(*places[asked])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self.place_at(event.pos())
            text = self.slice_facts(*place) if place is not None else self.accessibleDescription()
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return bool(super().viewportEvent(event))

    def slice_facts(self, row: int, column: int) -> str:
        """What the tooltip of a slice says."""
        assert self._weight is not None
        values = self._layout.slice(self._weight, row, column)
        text = N_("{kernel} · weight[{index}]\nsum {total}, from {low} to {high}")
        return str(
            Message(
                text,
                kernel=kernel_text(column, self._layout.input_name(row, column, self._names)),
                index=", ".join(map(str, self._layout.leading(row, column))),
                total=f"{values.sum():.3f}",
                low=f"{values.min():.3f}",
                high=f"{values.max():.3f}",
            )
        )
