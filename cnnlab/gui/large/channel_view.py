"""The channel itself: zoom with the wheel, drag to move, click to hold the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from cnnlab.engine.view import Colours, Plane
from cnnlab.gui.large.places import Cell
from cnnlab.gui.large.plane_item import PlaneItem
from cnnlab.gui.plot_view import PlotView
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_FEWEST = 3  # cells across, when zoomed in as far as possible
_STEP = 1.35
_AROUND = 2000  # cells of free room around a small channel, so that one pixel a cell can be had


class ChannelView(PlotView):
    """One channel, cell by cell.

    Signals:
        hovered: the cell under the pointer, `(y, x)`, or None.
        clicked: a cell was clicked.
        range_changed: another part of the channel is in view.
        painted: what was shown last is on screen.
    """

    hovered = Signal(object)
    clicked = Signal(object)
    range_changed = Signal()
    painted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("largePicture", theme, mouse=True, bottom=False)
        self._item = PlaneItem(theme)
        self.box.addItem(self._item)
        self.box.invertY(True)
        self._fitted = True
        self._pressed: QPointF | None = None
        self._owes_paint = False
        # As on the canvas: input that waited for the paint is handled first and rides on the next round.
        self._acknowledge = QTimer(self, singleShot=True, interval=0)
        self._acknowledge.timeout.connect(self.painted)
        self.box.sigRangeChanged.connect(lambda *_changed: self.range_changed.emit())
        self.box.sigRangeChangedManually.connect(self._on_box_moved)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if hasattr(self, "_item"):
            self._item.set_theme(theme)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Channel"))
        self.setAccessibleDescription(
            _("Wheel zooms, dragging moves, a click holds the cursor, a double click fits; Shift and arrows move it")
        )

    @property
    def size_in_cells(self) -> Cell:
        """Height and width of what is shown."""
        return self._item.size

    @property
    def strip(self) -> bool:
        """Whether there is one row only, which is shown taller than it is wide."""
        return self._item.size[0] == 1

    def show_plane(self, plane: Plane | None, colours: Colours) -> None:
        """Show a plane; the part in view stays if the size does. `painted` follows."""
        before = self._item.size
        self._item.show_plane(plane, colours)
        self._owes_paint = True
        if self._item.size != before:
            self._limit()
            self.fit()
        if self.isVisible():
            self.viewport().update()
        else:
            self._settle()

    def settle(self) -> None:
        """There is nothing new to paint: acknowledge."""
        self._owes_paint = True
        self._settle()

    def set_cursor(self, cell: Cell | None, pinned: bool) -> None:
        """Mark a cell."""
        self._item.set_cursor(cell, pinned)

    # -- what is in view --

    def fit(self) -> None:
        """Show all of it."""
        self._fitted = True
        if not self.strip and 0 not in self._item.size:
            self.box.setRange(self._item.boundingRect(), padding=0.015, disableAutoRange=True)
        else:
            self.box.setRange(self._item.boundingRect(), padding=0, disableAutoRange=True)

    def actual_size(self) -> None:
        """One pixel of the screen a cell, around the middle of what is in view."""
        self._fitted = False
        middle, ratio = self.box.viewRect().center(), self.devicePixelRatioF()
        size = self.box.rect()
        part = QRectF(0, 0, size.width() * ratio, (1 if self.strip else size.height()) * ratio)
        part.moveCenter(middle)
        self.box.setRange(part, padding=0, disableAutoRange=True)

    def zoom_by(self, steps: int) -> None:
        """Closer for more steps, wider for fewer than none."""
        self._fitted = False
        factor = _STEP**-steps
        self.box.scaleBy(x=factor, y=1 if self.strip else factor)

    def bring_into_view(self, cell: Cell) -> None:
        """Move so far that a cell is in view."""
        seen, (y, x) = self.box.viewRect(), cell
        right = max(0.0, x + 1 - seen.right()) + min(0.0, x - 1 - seen.left())
        down = max(0.0, y + 1 - seen.bottom()) + min(0.0, y - 1 - seen.top())
        if (right or down) and not self._fitted:
            self.box.translateBy(x=right, y=0 if self.strip else down)

    def pixels_a_cell(self) -> float:
        """How wide a cell is on screen, in device pixels."""
        width = self.box.viewRect().width()
        return float(self.box.rect().width() * self.devicePixelRatioF() / width) if width else 1.0

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell under a point of the widget."""
        if not self.frame().contains(point):
            return None
        place = self.box.mapSceneToView(point)
        y, x = round(place.y()), round(place.x())
        height, width = self._item.size
        return (y, x) if 0 <= y < height and 0 <= x < width else None

    def point_of(self, cell: Cell) -> QPointF:
        """The middle of a cell, in the widget's pixels."""
        return QPointF(self.box.mapViewToScene(QPointF(cell[1], cell[0])))

    def _limit(self) -> None:
        height, width = self._item.size
        if not height:
            return
        room = max(height, width, _AROUND)
        self.box.setAspectLocked(not self.strip)
        self.box.setMouseEnabled(x=True, y=not self.strip)
        limits = {"xMin": -room, "xMax": width + room, "minXRange": min(_FEWEST, width)}
        high = {"yMin": -0.5, "yMax": 0.5} if self.strip else {"yMin": -room, "yMax": height + room}
        self.box.setLimits(**limits, **high, maxXRange=width + 2 * room)
        for axis in self.axes:
            axis.set_cells(height)
            axis.setStyle(showValues=not self.strip)

    def _on_box_moved(self, *_changed: object) -> None:
        self._fitted = False

    # -- events --

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if getattr(self, "_fitted", False):
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.viewport().update()  # also after a time out of sight, when a paint may be owed

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._settle()

    def _settle(self) -> None:
        if self._owes_paint:
            self._owes_paint = False
            self._acknowledge.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            moved = (event.position() - pressed).manhattanLength()
            cell = self.cell_at(event.position())
            if moved < QApplication.startDragDistance() and cell is not None:
                self.clicked.emit(cell)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:  # takes back what the first of the two clicks did
            self.clicked.emit(cell)
        self.fit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit(self.cell_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)
