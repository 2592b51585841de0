"""A live source that always has a newer frame: the program alone sets the pace."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QObject

from cnnlab.app.bench.lab import Lab
from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame
from cnnlab.engine.view import Result
from cnnlab.gui.files.stills import prepare

_PICTURES = 16
_STEP = 3  # pixels by which the picture moves from one frame to the next
FEWEST = 4


@dataclass(frozen=True)
class Painted:
    """A frame that was painted.

    Attributes:
        at: when, in seconds.
        layers: seconds that the layers took to compute.
    """

    at: float
    layers: float


def moving(values: Array) -> tuple[Array, ...]:
    """`[1, c, h, w]` as it moves sideways, in steps of 1/255 as pictures with 8 bits have them."""
    levels = np.round(values * 255) / 255
    frames = [np.ascontiguousarray(np.roll(levels, _STEP * i, 3), np.float32) for i in range(_PICTURES)]
    for frame in frames:
        frame.flags.writeable = False
    return tuple(frames)


class Feed(QObject):
    """Puts the next frame as soon as the last was taken, and notes what was painted."""

    def __init__(self, lab: Lab) -> None:
        super().__init__()
        presenter = lab.program.presenter
        assert presenter.still is not None
        self._lab, self._bridge, self._spec = lab, lab.program.bridge, presenter.stack.input
        self._pictures = moving(prepare(presenter.still, self._spec).values)
        self._painted: list[Painted] = []
        self._number = presenter.frames
        self._arrived: Result | None = None
        self._until = (0.0, 0)
        self._running = False
        self._bridge.result.connect(self._on_bridge_result)
        lab.canvas.painted.connect(self._on_canvas_painted)

    def painted(self, seconds: float, frames: int = FEWEST) -> list[Painted]:
        """What is painted in so many seconds, and at least so many frames; both have to be reached.

        Raises:
            UserError: a frame failed.
        """
        self._painted, self._running = [], True
        self._until = time.perf_counter() + seconds, frames
        self._put()
        self._lab.run()
        self._running = False
        self._lab.rest()
        return self._painted

    def _put(self) -> None:
        self._number += 1
        values = self._pictures[self._number % len(self._pictures)]
        self._bridge.frame(Frame(values, self._number, time.monotonic(), live=True, spec=self._spec))

    def _on_bridge_result(self, result: Result) -> None:
        self._arrived = result
        if self._running:  # the worker has taken the last one
            self._put()

    def _on_canvas_painted(self) -> None:
        if not self._running or self._arrived is None or not self._arrived.job.frame.live:
            return
        now = time.perf_counter()
        self._painted.append(Painted(now, sum(self._arrived.seconds.values())))
        self._arrived = None
        end, least = self._until
        if now >= end and len(self._painted) >= least:
            self._lab.done()


def gaps(painted: list[Painted]) -> list[float]:
    """Seconds from each painted frame to the next."""
    return [after.at - before.at for before, after in pairwise(painted)]
