"""What mouse, wheel and pinch do on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QNativeGestureEvent, QWheelEvent

from cnnlab.gui.canvas.geometry import gap_of
from cnnlab.gui.canvas.hits import Hit, Part
from cnnlab.gui.canvas.zoom import scaled

if TYPE_CHECKING:
    from cnnlab.gui.canvas.canvas import LayerCanvas

_NOTCH = 120  # of a wheel, in eighths of a degree


class Pointer:
    """Turns the pointer's events into what the canvas does."""

    def __init__(self, canvas: LayerCanvas) -> None:
        self._canvas = canvas
        self._dragged: tuple[int, int] | None = None  # the row under the button, and where it was last moved along
        self._turned = 0  # of the wheel, since the last step
        self._pinched = 1.0

    def press(self, event: QMouseEvent) -> None:
        """Press what lies there; a row of one line can be dragged along from here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._canvas.hit(event.position().toPoint())
        if hit is None:
            if self._canvas.invites(event.position().toPoint()):
                self._canvas.add_requested.emit()
            return
        self._dragged = (hit.row, round(event.position().x())) if not hit.pressable else None
        self._canvas.press(hit)
        element = self._canvas.element(hit, event.position().toPoint())
        if element is not None:
            self._canvas.pinned.emit(element)

    def release(self, event: QMouseEvent) -> None:
        """Let go of what was dragged."""
        self._dragged = None
        event.accept()  # the base class hands it on, and a click here concerns nobody else

    def double_click(self, event: QMouseEvent) -> None:
        """Show a channel large, or collapse a row by its header; elsewhere it is a second press."""
        hit = self._canvas.hit(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or hit is None:
            return
        if hit.part is Part.TILE:
            self._canvas.open_channel(hit)
        elif hit.part is Part.HEADER:
            self._canvas.press(Hit(Part.CHEVRON, hit.row))
        elif hit.pressable:
            self._canvas.press(hit)

    def move(self, event: QMouseEvent) -> None:
        """Drag a line along, or say what lies under the pointer."""
        point = event.position().toPoint()
        if self._dragged is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(point)
            return
        hit = self._canvas.hit(point)
        self._canvas.mark_hover(hit)
        hand = (hit is not None and hit.pressable) or self._canvas.invites(point)
        self._canvas.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self._canvas.hovered.emit(self._canvas.element(hit, point) if hit is not None else None)

    def _drag(self, point: QPoint) -> None:
        assert self._dragged is not None
        row, start = self._dragged
        pitch = self._canvas.tile_width + gap_of(self._canvas.tile_width)
        tiles = int((start - point.x()) / pitch)
        least = QGuiApplication.styleHints().startDragDistance()
        if tiles and abs(start - point.x()) > least and self._canvas.move_line(row, tiles):
            self._dragged = (row, start - tiles * pitch)

    def wheel(self, event: QWheelEvent) -> bool:
        """With Ctrl other tile sizes, with Shift or sideways along a line; False for what scrolls the canvas."""
        turn, control = event.angleDelta(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if control:
            steps = self._steps(turn.y() or turn.x())
            if steps:
                self._canvas.zoom(steps, round(event.position().y()))
        elif shift or abs(turn.x()) > abs(turn.y()):
            hit = self._canvas.hit(event.position().toPoint())
            steps = self._steps(turn.x() or turn.y())
            if hit is not None and steps:
                self._canvas.move_line(hit.row, -steps)
        else:
            return False
        event.accept()
        return True

    def _steps(self, turned: int) -> int:
        """Whole notches; a fine wheel or a touchpad adds up."""
        if turned * self._turned < 0:
            self._turned = 0
        self._turned += turned
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        return steps

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """Two fingers apart make tiles larger; whether it was that gesture."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._pinched *= 1 + event.value()
        width = scaled(self._canvas.tile_width, self._pinched)
        if width != self._canvas.tile_width:
            self._pinched = 1.0
            self._canvas.set_tile_size(width, round(event.position().y()))
        return True
