"""What keys do on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cnnlab.gui.canvas.canvas_keys import CANVAS_KEYS

if TYPE_CHECKING:
    from cnnlab.gui.canvas.canvas import LayerCanvas

_STEPS = {
    "left": (0, -1),
    "right": (0, 1),
    "up": (-1, 0),
    "down": (1, 0),
    "first": (0, -(10**9)),
    "last": (0, 10**9),
}


class Keys:
    """Turns keys into what the canvas does."""

    def __init__(self, canvas: LayerCanvas) -> None:
        self._canvas = canvas

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; False if it means nothing here."""
        # Some keyboards have + and = on Shift.
        asked = CANVAS_KEYS.find(event, besides=Qt.KeyboardModifier.ShiftModifier)
        canvas, layer = self._canvas, self._canvas.selected
        if asked in _STEPS:
            if asked == "right" and layer and canvas.is_collapsed(layer):
                canvas.collapse(layer, False)
            else:
                canvas.step(*_STEPS[asked])
        elif not layer or not asked:
            return False
        elif asked == "large":
            canvas.open_pinned()
        elif asked == "expand":
            canvas.expand(layer, not canvas.is_expanded(layer))
        else:
            canvas.collapse(layer, asked == "collapse")
        return True
