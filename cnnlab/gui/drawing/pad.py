"""A pad to draw on by mouse, pen or keys. A stroke is told while it is made, and once more when it is done."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.document.frame import Levels
from cnnlab.gui.commands.keys import native
from cnnlab.gui.drawing import pad_paint
from cnnlab.gui.drawing.pad_geometry import PadGeometry
from cnnlab.gui.drawing.pad_keys import PAD_KEYS
from cnnlab.gui.inspector.wheel import Notches
from cnnlab.gui.theme import DARK, Theme
from cnnlab.sources.drawing import Brush, Place, Size, Stroke, empty
from cnnlab.text import _

_ARROWS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
_FAR = 4  # cells that the cursor goes with Shift
_LEAST = 120  # pixels a side
_NARROW = 56  # pixels of the shorter side of a drawing, at least, if its cells need no more than
_CELL = 7  # pixels for that
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class DrawingPad(QWidget):
    """Shows a drawing and lets strokes be made on it.

    Signals:
        drawn: the drawing `[h, w]` in the middle of a stroke.
        finished: the drawing at the end of a stroke.
        left: a stroke was given up; what was on show before it is again.
        pointed: row and column under the pointer or the cursor, −1 for none.
        wished: id of a row of `PAD_KEYS` that is about the tools.
    """

    drawn = Signal(object)
    finished = Signal(object)
    left = Signal()
    pointed = Signal(int, int)
    wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingPad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(_LEAST, _LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._theme = DARK
        self._cells = empty((28, 28))
        self._brush = Brush()
        self._stroke: Stroke | None = None
        self._by_key = False  # whether Space draws
        self._pointer: Place | None = None  # of the mouse
        self._cursor: tuple[int, int] | None = None  # of the keys
        self._last: Place | None = None  # where the last stroke ended
        self._notches = Notches()
        self.retranslate()

    # -- what is shown --

    @property
    def cells(self) -> Levels:
        """The drawing `[h, w]` that is on show."""
        return self._cells

    @property
    def geometry_of_cells(self) -> PadGeometry:
        """Where the cells stand now."""
        return PadGeometry((self._cells.shape[0], self._cells.shape[1]), self.size())

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._stroke is not None

    def show_cells(self, cells: Levels) -> None:
        """Show another drawing; a stroke that is under way is given up."""
        if cells.shape != self._cells.shape:
            self._cursor = self._last = None
            self.setMinimumSize(_least((cells.shape[0], cells.shape[1])))
            self.updateGeometry()
        self._stroke = None
        self._cells = cells
        self.update()

    def set_brush(self, brush: Brush) -> None:
        """Draw with this from the next stroke on."""
        self._brush = brush
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Drawing"))
        about = _("Draw with the mouse or a pen: the network follows every stroke. With Shift, a straight line.")
        keys = _("By keys: arrows move the cursor, Space draws. {undo} takes back a stroke, Esc the one being made.")
        self.setAccessibleDescription(f"{about} {keys.format(undo=native('Ctrl+Z'))}")
        self.setToolTip(f"{about}\n{keys.format(undo=native('Ctrl+Z'))}")

    def sizeHint(self) -> QSize:
        return QSize(256, self.heightForWidth(256))

    def heightForWidth(self, width: int) -> int:
        """As high as the drawing is at this width, and no higher."""
        h, w = self._cells.shape
        width = max(width, self.minimumWidth())
        return max(self.minimumHeight(), PadGeometry((h, w), QSize(width, h * width)).area.height() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self.geometry_of_cells
        h, w = self._cells.shape
        image = QImage(self._cells.data, w, h, w, QImage.Format.Format_Grayscale8)
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        pad_paint.paint_cells(painter, geometry, image, self._theme)
        if self._cursor is not None and self.hasFocus():
            pad_paint.paint_cursor(painter, geometry, self._cursor, self._theme)
        if self._pointer is not None:
            pad_paint.paint_brush(painter, geometry, self._brush.placed(self._pointer), self._brush.size)
        painter.end()

    # -- a stroke --

    def _begin(self, place: Place, strength: float = 1.0, straight: bool = False) -> None:
        start = self._last if straight and self._last is not None else place
        self._stroke = Stroke(self._cells, self._brush, start)
        self._go(place, strength, straight)

    def _go(self, place: Place, strength: float = 1.0, straight: bool = False) -> None:
        stroke = self._stroke
        if stroke is None:
            return
        before = stroke.place
        if straight:
            stroke.straight(place)
            self.update()
        else:
            stroke.to(place, strength)
            self.update(self.geometry_of_cells.around(before, stroke.place, self._brush.size))
        self._cells = stroke.cells()
        self.drawn.emit(self._cells)

    def _end(self) -> None:
        stroke, self._stroke, self._by_key = self._stroke, None, False
        if stroke is not None:
            self._last = stroke.place
            self.finished.emit(self._cells)

    def _give_up(self) -> None:
        self._stroke, self._by_key = None, False
        self.left.emit()

    # -- mouse and pen --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._stroke is None:
            self._point(event.position())
            self._hide_cursor()
            self._begin(self.geometry_of_cells.place(event.position()), straight=_straight(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton and not self._by_key:
            self._go(self.geometry_of_cells.place(event.position()), straight=_straight(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._by_key:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen's pressure is how strong the brush is."""
        place = self.geometry_of_cells.place(event.position())
        self._point(event.position())
        if event.type() == QEvent.Type.TabletPress and self._stroke is None:
            self._begin(place, event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go(place, event.pressure(), _straight(event))
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()
        event.accept()  # else it comes again as the mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel changes the size of the brush."""
        turned = self._notches.add(event)
        for _turn in range(abs(turned)):
            self.wished.emit("larger" if turned > 0 else "smaller")
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._show_ring(None)
        self.pointed.emit(-1, -1)

    def _point(self, at: QPointF) -> None:
        geometry = self.geometry_of_cells
        cell = geometry.cell_at(at)
        self._show_ring(geometry.place(at) if cell is not None or self._stroke is not None else None)
        self.pointed.emit(*(cell if cell is not None else (-1, -1)))

    def _show_ring(self, place: Place | None) -> None:
        """Repaint where the outline of the brush was and where it is."""
        before, self._pointer = self._pointer, place
        for where in (before, place):
            if where is not None:
                self.update(self.geometry_of_cells.around(where, where, self._brush.size))

    # -- keys --

    def event(self, event: QEvent) -> bool:
        """While a stroke is made, undo takes it back, and Esc means the same."""
        if event.type() == QEvent.Type.ShortcutOverride and self._stroke is not None and _gives_up(event):
            event.accept()
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and PAD_KEYS.find(event, _SHIFT)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = PAD_KEYS.find(event, _SHIFT)
        if self._stroke is not None and _gives_up(event):
            self._give_up()
        elif row in _ARROWS:
            self._move_cursor(_ARROWS[row], _FAR if _straight(event) else 1)
        elif row == "draw":
            self._press_space(event.isAutoRepeat())
        elif row:
            self.wished.emit(row)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if PAD_KEYS.find(event, _SHIFT) == "draw" and not event.isAutoRepeat():
            if self._by_key:
                self._end()
        else:
            super().keyReleaseEvent(event)

    def _press_space(self, repeated: bool) -> None:
        if repeated or self._stroke is not None:
            return
        if self._cursor is None:
            self._move_cursor((0, 0), 1)
        assert self._cursor is not None
        self._by_key = True
        self._begin(_middle(self._cursor))

    def _move_cursor(self, step: tuple[int, int], cells: int) -> None:
        h, w = self._cells.shape
        y, x = self._cursor if self._cursor is not None else (h // 2, w // 2)
        self._cursor = (min(max(y + step[0] * cells, 0), h - 1), min(max(x + step[1] * cells, 0), w - 1))
        if self._by_key:
            self._go(_middle(self._cursor))
        self.pointed.emit(*self._cursor)
        self.update()

    def _hide_cursor(self) -> None:
        if self._cursor is not None:
            self._cursor = None
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._move_cursor((0, 0), 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._by_key:
            self._end()  # the key comes up elsewhere
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end()


def _least(size: Size) -> QSize:
    """Room for a drawing of so many cells, also if it is long and narrow: then no side is a line of pixels."""
    side = min(_CELL, _NARROW / min(size))
    height, width = (max(_NARROW, math.ceil(cells * side)) for cells in size)
    return QSize(max(_LEAST, width), height if width > _LEAST else max(_LEAST, height))


def _middle(cell: tuple[int, int]) -> Place:
    return cell[0] + 0.5, cell[1] + 0.5


def _straight(event: QMouseEvent | QTabletEvent | QKeyEvent) -> bool:
    return bool(event.modifiers() & _SHIFT)


def _gives_up(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Escape
