"""How much larger than usual a page is written where the drawer gives it more room: a lecture hall reads it too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize

from cnnlab.gui.fonts import scaled

MOST: Final = 2.0


def zoom_for(size: QSize, wanted: tuple[int, int]) -> float:
    """The factor, 1 … 2, by which what fills `wanted` at the usual size of type fills `size`."""
    return max(1.0, min(size.width() / scaled(wanted[0]), size.height() / scaled(wanted[1]), MOST))
