"""A frame of Qt's multimedia becomes pixels."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from cnnlab.document.frame import Levels


class VideoPicture:
    """One frame, converted when its pixels are first asked for, on whichever thread does; then the frame is let go.

    A `QVideoFrame` keeps what it has converted, without a lock: two threads may want the same one.
    """

    def __init__(self, frame: Any, mirror: bool = False) -> None:
        self._frame = frame
        self._mirror = mirror
        self._lock = threading.Lock()
        self._pixels: Levels | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width, upright."""
        turned = int(self._frame.rotation().value) % 180 != 0
        h, w = self._frame.height(), self._frame.width()
        return (w, h) if turned else (h, w)

    def pixels(self) -> Levels:
        """`[h, w, 3]`, RGB, uint8."""
        with self._lock:
            if self._pixels is None:
                self._pixels = rgb_pixels(self._frame.toImage(), self._mirror)
                self._frame = None
            return self._pixels


def rgb_pixels(image: QImage, mirror: bool = False) -> Levels:
    """An image as `[h, w, 3]`, RGB, uint8, a copy of its own; `mirror` exchanges left and right."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    h, w = image.height(), image.width()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(h, image.bytesPerLine())
    pixels = lines[:, : 3 * w].reshape(h, w, 3)
    return (pixels[:, ::-1] if mirror else pixels).copy()
