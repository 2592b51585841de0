"""From a number set in the kernel grid to the finished paint ÷ what the bare network takes from that layer on."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.networks import TEN, TEN_WITH_CONV, Network, size_text
from cnnlab.app.bench.result import Bar, Result, beyond_allowance, result

if TYPE_CHECKING:
    from cnnlab.app.bench.lab import Lab

SIZES = (240, 320), (480, 640)
EDIT, LAST = Bar(1.5, p95=2.5), Bar(2.0)
_FEWEST = 3


def edit(ground: Ground, sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[Result]:
    """An edit in the first of ten layers."""
    for size in sizes:
        yield _one(ground, "edit", TEN, 0, size, EDIT)


def last_layer(ground: Ground, sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[Result]:
    """An edit in the last of ten layers, a convolution: only this one is computed anew."""
    for size in sizes:
        yield _one(ground, "last-layer", TEN_WITH_CONV, len(TEN_WITH_CONV) - 1, size, LAST)


def _one(ground: Ground, name: str, network: Network, layer: int, size: tuple[int, int], bar: Bar) -> Result:
    from cnnlab.app.bench.lab import laboratory

    ground.tell(f"{name}, {size_text(size)}")
    rounds, samples = [], []
    with laboratory() as lab:
        lab.show(network, size)
        lab.select(layer)
        hand = Editing(lab)
        setting = ground.bare.fastest(network, size, ground.effort, layer, lab.device)
        ground.tell(f"fastest bare loop: {setting}")
        for _round in range(ROUNDS):
            edits = hand.times(ground.effort.slice)
            bare = statistics.median(ground.bare.measure(setting, ground.effort.slice))
            ratios = [beyond_allowance(seconds, bare) for seconds in edits]
            rounds.append(statistics.median(ratios))
            samples += ratios
    return result(name, size_text(size), rounds, samples, bar)


class Editing:
    """Sets numbers in the selected kernel, each when the last is painted, as while one is dragged."""

    def __init__(self, lab: Lab) -> None:
        self._lab, self._number = lab, 0
        self._shown = False
        lab.program.presenter.result_changed.connect(self._on_presenter_result_changed)
        lab.canvas.painted.connect(self._on_canvas_painted)

    def times(self, seconds: float) -> list[float]:
        """Seconds that each edit took to be painted, for so long; the first ones are not counted."""
        self._lab.rest()
        for _warming in range(_FEWEST):
            self._time()
        end, found = time.perf_counter() + seconds, list[float]()
        while time.perf_counter() < end or len(found) < _FEWEST:
            found.append(self._time())
        return found

    def _time(self) -> float:
        from PySide6.QtCore import QCoreApplication

        QCoreApplication.processEvents()  # what is left of the last one is not waited for by this one
        kernel = self._lab.kernel()
        self._number += 1
        value, self._shown = self._number % 7 / 7, False
        started = time.perf_counter()
        if not kernel.setData(kernel.index(1, 1), value):
            raise RuntimeError("the kernel took no number")
        self._lab.run()
        return time.perf_counter() - started

    def _on_presenter_result_changed(self, result: object) -> None:
        presenter = self._lab.program.presenter
        self._shown = getattr(result, "job").plan is presenter.plan  # noqa: B009

    def _on_canvas_painted(self) -> None:
        if self._shown:
            self._lab.done()
