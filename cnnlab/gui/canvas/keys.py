"""What keys do on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from cnnlab.gui.canvas.canvas import LayerCanvas

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (0, -(10**9)),
    Qt.Key.Key_End: (0, 10**9),
}


class Keys:
    """Turns keys into what the canvas does."""

    def __init__(self, canvas: LayerCanvas) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if it means nothing here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        key, canvas, layer = Qt.Key(event.key()), self._canvas, self._canvas.selected
        if key in _STEPS:
            if key is Qt.Key.Key_Right and layer and canvas.is_collapsed(layer):
                canvas.collapse(layer, False)
            else:
                canvas.step(*_STEPS[key])
        elif not layer:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            canvas.open_pinned()
        elif key is Qt.Key.Key_Space:
            canvas.expand(layer, not canvas.is_expanded(layer))
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            canvas.collapse(layer, key is Qt.Key.Key_Minus)
        else:
            return False
        return True
