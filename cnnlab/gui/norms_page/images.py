"""Small pictures, from the colours' indices that the worker made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage

from cnnlab.engine.view import Pixels


def image_of(indices: NDArray[np.uint8], table: Pixels, ratio: float = 1.0) -> QImage:
    """One picture `[h, w]`; it owns its pixels."""
    pixels = np.ascontiguousarray(table[indices])
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image


def fitted(plane: tuple[int, int], room: QSize) -> QSize:
    """The largest size with the sides of a plane, height and width, that has room; at least one pixel."""
    height, width = plane
    factor = min(room.width() / width, room.height() / height)
    return QSize(max(1, int(width * factor)), max(1, int(height * factor)))


def places(count: int, box: QRect, plane: tuple[int, int], gap: int) -> list[QRect]:
    """Where some pictures lie in a box: one, two side by side, or two lines of two."""
    across, down = (1 if count < 2 else 2), (1 if count < 3 else 2)
    room = QSize((box.width() - (across - 1) * gap) // across, (box.height() - (down - 1) * gap) // down)
    size = fitted(plane, room)
    left = box.left() + (box.width() - across * size.width() - (across - 1) * gap) // 2
    top = box.top() + (box.height() - down * size.height() - (down - 1) * gap) // 2
    return [
        QRect(
            left + (i % across) * (size.width() + gap), top + (i // across) * (size.height() + gap),
            size.width(), size.height(),
        )
        for i in range(count)
    ]  # fmt: skip
