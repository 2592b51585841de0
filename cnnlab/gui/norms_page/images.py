"""Small pictures, from the colours' indices that the worker made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage

from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Pixels
from cnnlab.gui.colormaps import ZERO, grey_table


def image_of(indices: NDArray[np.uint8], table: Pixels, ratio: float = 1.0) -> QImage:
    """One picture `[h, w]`; it owns its pixels."""
    pixels = np.ascontiguousarray(table[indices])
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image


def plain_colours(source: str, spec: InputSpec, table: Pixels) -> Pixels:
    """The colours of activations that no norm has changed: grey for those of a picture, as it is everywhere else."""
    if source != INPUT or spec.mean or spec.std:
        return table
    codes = np.arange(256)
    levels = np.clip((codes - ZERO) * 255 // (255 - ZERO), 0, 255) if spec.range[0] >= 0 else codes
    greys = np.array(grey_table()[levels])
    greys[0] = table[0]  # what is not finite stays marked
    return greys


def fitted(plane: tuple[int, int], room: QSize) -> QSize:
    """The largest size with the sides of a plane, height and width, that has room; at least one pixel."""
    height, width = plane
    factor = max(0.0, min(room.width() / width, room.height() / height))
    return QSize(max(1, int(width * factor)), max(1, int(height * factor)))


def places(count: int, box: QRect, plane: tuple[int, int], gap: int) -> list[QRect]:
    """Where some pictures lie in a box: in as many lines as make them largest, the block of them in its middle."""
    across, size = max(
        ((n, fitted(plane, _room(box, n, -(-count // n), gap))) for n in range(count, 0, -1)),
        key=lambda found: found[1].width(),
    )
    down = -(-count // across)
    wide, high = size.width() + gap, size.height() + gap
    left = box.left() + (box.width() - across * wide + gap) // 2
    top = box.top() + (box.height() - down * high + gap) // 2
    return [QRect(QPoint(left + i % across * wide, top + i // across * high), size) for i in range(count)]


def _room(box: QRect, across: int, down: int, gap: int) -> QSize:
    """What one picture has of a box, where so many lie in it."""
    return QSize((box.width() - (across - 1) * gap) // across, (box.height() - (down - 1) * gap) // down)
