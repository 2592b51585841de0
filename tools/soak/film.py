"""A live source that is as fast as its frames are taken."""

from __future__ import annotations

import time
from functools import partial

import numpy as np
from PySide6.QtCore import QTimer

from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_flow import LiveFlow, LiveKind
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.sources.naming import VIDEO, source_name

NAME = "soak"
_PATTERNS = 16
_AGAIN = 100  # milliseconds after which a picture that nobody took is followed by the next all the same


class Film(LiveSource):
    """Moving noise: the next picture arrives as soon as the last one is taken."""

    def __init__(self, source: str, size: tuple[int, int], seed: int = 0) -> None:
        """A film of pictures of this height and width."""
        super().__init__(source, f"{NAME} {size[0]}×{size[1]}")
        rng = np.random.default_rng(seed)
        self._pictures = [rng.integers(0, 256, (*size, 3), np.uint8) for _ in range(_PATTERNS)]
        self._size = size
        self._number = self._taken = 0
        self._again = QTimer(self, interval=_AGAIN)
        self._again.timeout.connect(self._deliver)
        self._look = QTimer(self, interval=1)
        self._look.timeout.connect(self._on_look_timeout)

    def start(self) -> None:
        self._again.start()
        self._look.start()
        self._deliver()

    def stop(self) -> None:
        self._again.stop()
        self._look.stop()

    def _on_look_timeout(self) -> None:
        if self._taken == self._number:
            self._again.start()
            self._deliver()

    def _deliver(self) -> None:
        self._number += 1
        self.arrived.emit(Shot(self._size, partial(self._pixels, self._number), time.monotonic()))

    def _pixels(self, number: int) -> Levels:
        self._taken = number  # no signal: the source may be deleted at this moment
        return self._pictures[number % _PATTERNS]


def film_source(size: tuple[int, int], number: int = 0) -> str:
    """The name of a film of this height and width; another number is another film."""
    return f"{VIDEO}:{NAME}-{size[0]}x{size[1]}-{number}"


def offer_films(flow: LiveFlow) -> None:
    """Let a window show these films beside those in files."""
    real = flow.kinds.get(VIDEO)

    def make(source: str) -> LiveSource:
        name, *rest = source_name(source).value.split("-")
        if name == NAME and len(rest) == 2:
            height, width = (int(side) for side in rest[0].split("x"))
            return Film(source, (height, width), int(rest[1]))
        assert real is not None
        return real.make(source)

    flow.add_kind(LiveKind(VIDEO, make, several=True))
