"""A live source that always has a newer picture: the program alone sets the pace."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QObject

from cnnlab.app.bench.lab import Lab
from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Levels
from cnnlab.engine.view import Result
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.gui.files.stills import prepare
from cnnlab.sources.naming import VIDEO, SourceName

_PICTURES = 16
_STEP = 3  # pixels by which the picture moves from one frame to the next
_SETTLING = 60  # frames in which the program finds out how to share the cores, as the bare loop's setting was found
FEWEST = 4


@dataclass(frozen=True)
class Painted:
    """A frame that was painted.

    Attributes:
        at: when, in seconds.
        layers: seconds that the layers took to compute; of passes that run at once, each has its share of the time.
    """

    at: float
    layers: float


def moving(values: Array) -> tuple[Levels, ...]:
    """`[1, 3, h, w]`, 0…1, as 8-bit pictures `[h, w, 3]` that move sideways."""
    levels = np.round(values[0].transpose(1, 2, 0) * 255).astype(np.uint8)
    return tuple(np.ascontiguousarray(np.roll(levels, _STEP * i, 1)) for i in range(_PICTURES))


class MovingPicture(LiveSource):
    """Delivers the next of some pictures whenever it is asked to."""

    def __init__(self, source: str, pictures: tuple[Levels, ...]) -> None:
        super().__init__(source, "moving picture")
        self._pictures, self._number = pictures, 0

    def start(self) -> None:
        self.give()

    def stop(self) -> None:
        """There is nothing to let go of."""

    def give(self) -> None:
        """Deliver the next picture."""
        self._number += 1
        pixels = self._pictures[self._number % len(self._pictures)]
        self.arrived.emit(Shot((pixels.shape[0], pixels.shape[1]), lambda: pixels, time.monotonic()))


class Feed(QObject):
    """Lays a moving picture under the network on show, one frame always waiting, and notes what is painted."""

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        presenter, live = lab.program.presenter, lab.program.window.live
        assert presenter.still is not None
        self._lab = lab
        self._source: MovingPicture
        self._pictures = moving(prepare(presenter.still, presenter.stack.input).values)
        self._painted: list[Painted] = []
        self._arrived: Result | None = None
        self._until = (0.0, 0)
        self._running = False
        lab.program.bridge.result.connect(self._on_bridge_result)
        lab.canvas.painted.connect(self._on_canvas_painted)
        live.add_kind(LiveKind(VIDEO, self._made))
        live.open(str(SourceName(VIDEO, "moving picture")))
        lab.rest()
        self.painted(0.0, _SETTLING)

    def painted(self, seconds: float, frames: int = FEWEST) -> list[Painted]:
        """What is painted in so many seconds, and at least so many frames; both have to be reached.

        Raises:
            UserError: a frame failed.
        """
        self._painted, self._running = [], True
        self._until = time.perf_counter() + seconds, frames
        self._source.give()
        self._lab.run()
        self._running = False
        self._lab.rest()
        return self._painted

    def _made(self, source: str) -> MovingPicture:
        self._source = MovingPicture(source, self._pictures)
        return self._source

    def _on_bridge_result(self, result: Result) -> None:
        self._arrived = result
        if self._running:  # the worker has taken the last one, or is about to
            self._source.give()

    def _on_canvas_painted(self) -> None:
        if not self._running or self._arrived is None or not self._arrived.job.frame.live:
            return
        now = time.perf_counter()
        lanes = self._lab.program.bridge.gate.lanes
        self._painted.append(Painted(now, sum(self._arrived.seconds.values()) / lanes))
        self._arrived = None
        end, least = self._until
        if now >= end and len(self._painted) >= least:
            self._lab.done()
        else:
            self._lab.go_on()
            self._source.give()


def gaps(painted: list[Painted]) -> list[float]:
    """Seconds from each painted frame to the next."""
    return [after.at - before.at for before, after in pairwise(painted)]
