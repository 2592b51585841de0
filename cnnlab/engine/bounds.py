"""What no value of an activation can exceed, worked out from the weights: where that is known, nobody has to look.

A layer is read from end to end only to find values that are not finite, and that costs as much as a good part of the
network. But a convolution of numbers within ±1 whose kernels' sizes sum up to 3 is within ±3.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from cnnlab.blocks.base import Run
from cnnlab.blocks.weight import Array
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT, Mode
from cnnlab.document.statistics import Statistics, statistics_of
from cnnlab.engine.statistics import in_memory_order
from cnnlab.engine.weights import DeviceWeights, as_tensor

LIMIT = 1e30  # far enough below the largest float32 for all rounding and all that a convolution does in between


@dataclass(frozen=True, eq=False)
class _Known:
    """A bound and all that it follows from."""

    plan: LayerPlan
    sizes: tuple[float, ...]
    training: bool
    statistics: tuple[Array, ...]
    bound: float

    def holds(self, plan: LayerPlan, sizes: tuple[float, ...], training: bool, statistics: tuple[Array, ...]) -> bool:
        same = self.plan.version is plan.version and self.sizes == sizes and self.training == training
        return same and len(self.statistics) == len(statistics) and all(map(_is, self.statistics, statistics))


class Bounds:
    """Works out bounds and remembers them; what depends on the frame is the size of the input alone."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._input: tuple[weakref.ref[Tensor], float] | None = None

    def of(
        self, plan: Plan, x: Tensor, weights: DeviceWeights, statistics: Statistics, largest: float | None = None
    ) -> dict[str, float]:
        """For the input and every layer that runs; infinity where nothing is known.

        No |value| of the input exceeds `largest`, where that is known; else all of them are looked at.
        """
        found = {INPUT: self._of_input(x) if largest is None else rounded_up(largest)}
        training = plan.stack.mode is Mode.TRAIN
        for layer in plan.layers:
            names = (INPUT if s < 0 else plan.layers[s].id for s in layer.sources)
            sizes = tuple(found.get(name, math.inf) for name in names)
            if layer.runs and not layer.layer.enabled:
                found[layer.id] = sizes[0]
            elif layer.runs and math.inf not in sizes:
                found[layer.id] = self._of_layer(layer, sizes, training, weights, statistics)
        self._known = {layer: known for layer, known in self._known.items() if layer in found}
        return {name: found.get(name, math.inf) for name in (INPUT, *(layer.id for layer in plan.layers))}

    def _of_input(self, x: Tensor) -> float:
        if self._input is None or self._input[0]() is not x:
            values = in_memory_order(x).cpu().numpy()  # not in torch, whose threads cost more to wake than this takes
            size = max(abs(float(values.min())), abs(float(values.max()))) if values.size else 0.0
            self._input = weakref.ref(x), rounded_up(size)
        return self._input[1]

    def _of_layer(
        self, plan: LayerPlan, sizes: tuple[float, ...], training: bool, weights: DeviceWeights, statistics: Statistics
    ) -> float:
        used = () if training else tuple(statistics.get(plan.id, {}).values())
        known = self._known.get(plan.id)
        if known is None or not known.holds(plan, sizes, training, used):
            current: Mapping[str, Array] = statistics_of(plan, statistics) if plan.statistic_specs else {}
            run = Run(training, {name: as_tensor(array) for name, array in current.items()})
            bound = rounded_up(plan.layer.block.bound(sizes, weights.of(plan), run))
            known = self._known[plan.id] = _Known(plan, sizes, training, used, bound)
        return known.bound


def rounded_up(size: float) -> float:
    """The next power of two, 1 at least, so that frames of about the same size share their bounds; infinity for NaN."""
    if not size <= LIMIT:
        return math.inf
    part, power = math.frexp(size)  # size = part · 2^power, with part in [0.5, 1)
    return math.ldexp(1.0, max(0, power - (part == 0.5)))


def _is(a: object, b: object) -> bool:
    return a is b
