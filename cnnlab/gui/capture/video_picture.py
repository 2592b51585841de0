"""A frame of a camera, converted once."""

from __future__ import annotations

import threading
from typing import Any

from cnnlab.document.frame import Levels
from cnnlab.gui.capture.multimedia import frame_levels, frame_size


class VideoPicture:
    """One frame, converted when its pixels are first asked for, on whichever thread does; then the frame is let go.

    A `QVideoFrame` keeps what it has converted, without a lock: two threads may want the same one.
    """

    def __init__(self, frame: Any, mirror: bool = False) -> None:
        self._frame = frame
        self._size = frame_size(frame)
        self._mirror = mirror
        self._lock = threading.Lock()
        self._pixels: Levels | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width, upright."""
        return self._size

    def pixels(self) -> Levels:
        """`[h, w, 3]`, RGB, uint8.

        Raises:
            UserError: they cannot be had.
        """
        with self._lock:
            if self._pixels is None:
                upright = frame_levels(self._frame)
                self._pixels = upright[:, ::-1].copy() if self._mirror else upright
                self._frame = None
            return self._pixels
