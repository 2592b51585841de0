"""A live source that a test drives by hand."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.text import Message


def plain(level: int, size: tuple[int, int] = (48, 64)) -> Levels:
    """A picture `[h, w, 3]` of one level."""
    return np.full((*size, 3), level, np.uint8)


class FakeSource(LiveSource):
    """Delivers what `give` is handed; `calls` says when it was started and stopped."""

    def __init__(self, source: str) -> None:
        super().__init__(source, "test film")
        self.calls: list[str] = []
        self.asked = 0

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def give(self, pixels: Levels) -> None:
        """Deliver a picture."""

        def made() -> Levels:
            self.asked += 1
            return pixels

        self.arrived.emit(Shot(pixels.shape[:2], made, time.monotonic()))


class Fakes:
    """A kind of live source that remembers what it made; it takes the name of videos."""

    def __init__(self, asks: Message | None = None) -> None:
        self.made: list[FakeSource] = []
        self.kind = LiveKind("video", self._make, asks)

    def _make(self, source: str) -> Any:
        self.made.append(FakeSource(source))
        return self.made[-1]

    @property
    def last(self) -> FakeSource:
        """The source made last."""
        return self.made[-1]
