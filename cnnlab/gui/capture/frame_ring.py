"""The last frames of a live source as the items of a batch."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from cnnlab.blocks.weight import Shape
from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_source import Shot
from cnnlab.sources.live import live_levels


class _Look(NamedTuple):
    """What a frame was made for; frames made for another are of no use."""

    channels: int
    size: tuple[int, int]
    fit: str


class FrameRing:
    """Keeps the frames that were computed last, each converted once. Not for the window's thread, which would wait
    while a frame is converted on another.

    Only converted frames are kept, not the source's own pictures: those may hold the few buffers of a device.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._look: _Look | None = None
        self._newest: Shot | None = None
        self._frames: tuple[Levels, ...] = ()  # [1, c, h, w] each, the newest first

    def levels(self, shot: Shot, shape: Shape, fit: str) -> Levels:
        """`[b, c, h, w]`, uint8: `shot`, and earlier frames after it; the oldest stands in for missing ones."""
        with self._lock:
            self._take(shot, _Look(shape[1], (shape[2], shape[3]), fit), shape[0])
            return _stacked(self._frames, shape[0])

    def earlier(self, shot: Shot) -> tuple[Levels, ...]:
        """The frames before a shot, each `[1, c, h, w]`, the newest first; none if it was never computed."""
        with self._lock:
            return self._frames[1:] if self._newest is shot else ()

    def _take(self, shot: Shot, look: _Look, most: int) -> None:
        if look != self._look:
            self._frames = ()
        elif shot is self._newest:  # computed again after an edit
            self._frames = self._frames[:most]
            return
        new = live_levels(shot.pixels(), look.channels, look.size, look.fit)
        self._frames = (new, *self._frames[: most - 1])
        self._look, self._newest = look, shot


def _stacked(frames: tuple[Levels, ...], count: int) -> Levels:
    """So many frames in one array, whose cells keep their channels side by side."""
    if count == 1:
        return frames[0]
    _b, channels, h, w = frames[0].shape
    whole = np.empty((count, h, w, channels), np.uint8)
    for item in range(count):
        whole[item] = frames[min(item, len(frames) - 1)][0].transpose(1, 2, 0)
    planes = whole.transpose(0, 3, 1, 2)
    planes.flags.writeable = False
    return planes
