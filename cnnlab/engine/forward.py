"""The forward pass, layer by layer, reusing every activation whose version and inputs are the same as before."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from cnnlab.blocks.base import Run
from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame, Levels
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import Mode
from cnnlab.document.statistics import Statistics, statistics_of
from cnnlab.document.weights import stable_seed
from cnnlab.engine.device import synchronize
from cnnlab.engine.input import input_tensor
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.weights import DeviceWeights, as_tensor, frozen_array
from cnnlab.text import N_, Message, first_line


@dataclass(frozen=True, eq=False)
class Forward:
    """What a pass gave.

    Attributes:
        input: `[b, c, h, w]` on the device.
        outputs: the output of every layer that has one, by id, in stack order.
        recomputed: ids of the layers that were computed this time.
        seconds: their times.
        failures: what went wrong, by layer id.
        statistics: the running statistics afterwards.
    """

    input: Tensor
    outputs: Mapping[str, Tensor]
    recomputed: tuple[str, ...]
    seconds: Mapping[str, float]
    failures: Mapping[str, Message]
    statistics: Statistics


@dataclass(frozen=True, eq=False)
class _Kept:
    """An activation and all that it was made from; `number` is None in eval mode, where the frame's does not count."""

    plan: LayerPlan
    inputs: tuple[Tensor, ...]
    statistics: tuple[Array, ...]
    number: int | None
    output: Tensor

    def holds(
        self, plan: LayerPlan, inputs: tuple[Tensor, ...], statistics: tuple[Array, ...], number: int | None
    ) -> bool:
        """Whether it would come out the same again."""
        same = self.plan.version is plan.version and self.number == number
        return same and _same(self.inputs, inputs) and _same(self.statistics, statistics)


@dataclass
class _Pass:
    """One pass under way."""

    training: bool
    number: int
    moved: dict[str, int]
    outputs: dict[str, Tensor] = field(default_factory=dict)
    recomputed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    failures: dict[str, Message] = field(default_factory=dict)


class Runner:
    """Runs plans on one device and keeps the activations of the last run.

    `moved` is another runner's, so that a frame that it has seen does not move the running statistics again: by layer
    id, the number of the last frame that did.

    Attributes:
        memory: bytes of the activations and weights that the last run has left; what shares memory counts once.
    """

    def __init__(self, device: str = "cpu", moved: Mapping[str, int] | None = None) -> None:
        self.device = device
        self.moved = dict(moved or {})
        self.weights = DeviceWeights(device)
        self.memory = 0
        self._kept: dict[str, _Kept] = {}
        self._frame: tuple[Array | Levels, Tensor] | None = None

    def run(
        self,
        plan: Plan,
        frame: Frame,
        statistics: Statistics,
        keep: bool = True,
        tell: Callable[[str, Tensor], None] | None = None,
    ) -> Forward:
        """Compute what has changed since the last run; `tell` hears of each layer's output as soon as it is there.

        In train mode each frame number moves the running statistics once, however often it is computed, and not at all
        without `keep`.

        Raises:
            torch.OutOfMemoryError: the device's memory is full.
        """
        with torch.inference_mode():
            x = self._input(frame)
            state = _Pass(plan.stack.mode is Mode.TRAIN, frame.number, dict(self.moved))
            moved = dict(statistics)
            tensors: list[Tensor | None] = []
            for layer in plan.layers:
                output = self._layer(layer, [x if s < 0 else tensors[s] for s in layer.sources], moved, state)
                tensors.append(output)
                if output is not None:
                    state.outputs[layer.id] = output
                    if tell is not None:
                        tell(layer.id, output)
            self._forget(plan)
            self.memory = self._held()
        if not keep:
            return Forward(x, state.outputs, tuple(state.recomputed), state.seconds, state.failures, statistics)
        self.moved = state.moved  # only now: a pass that ran out of memory has moved nothing
        return Forward(x, state.outputs, tuple(state.recomputed), state.seconds, state.failures, moved)

    def adopt(self, plan: Plan, statistics: Statistics, frame: Frame, other: Plan, forward: Forward) -> None:
        """Take over what `forward`, another runner's pass of `other` on this frame and device, has of this plan.

        That is the input, and every layer that is the same from the input down to it: the next run finds them done.
        """
        training = plan.stack.mode is Mode.TRAIN
        self._frame = (frame.values, forward.input)
        tensors: list[Tensor | None] = []
        for position, layer in enumerate(plan.layers):
            inputs = tuple(forward.input if s < 0 else tensors[s] for s in layer.sources)
            theirs = other.layers[position] if position < len(other.layers) else None
            known = tuple(t for t in inputs if t is not None)
            output = forward.outputs.get(layer.id) if theirs is not None and theirs.version is layer.version else None
            if output is None or len(known) < len(inputs):
                tensors.append(None)
                continue
            used, used_there = (
                () if training else tuple(s.get(layer.id, {}).values()) for s in (statistics, forward.statistics)
            )
            tensors.append(output if _same(used, used_there) else None)
            if tensors[-1] is not None and layer.layer.enabled:
                number = frame.number if training else None
                self._kept[layer.id] = _Kept(layer, known, used, number, output)
                self.moved[layer.id] = frame.number

    def _held(self) -> int:
        tensors = [kept.output for kept in self._kept.values()]
        tensors += [self._frame[1]] if self._frame is not None else []
        return sum({t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in tensors}.values()) + (
            self.weights.memory
        )

    def _input(self, frame: Frame) -> Tensor:
        values = frame.values
        if self._frame is None or self._frame[0] is not values:
            self._kept.clear()  # all follow from the input: what they hold is for the new ones
            self._frame = (values, input_tensor(values, frame.spec, self.device))
        return self._frame[1]

    def _layer(
        self, plan: LayerPlan, sources: list[Tensor | None], statistics: dict[str, Mapping[str, Array]], state: _Pass
    ) -> Tensor | None:
        inputs = tuple(source for source in sources if source is not None)
        if not plan.runs or len(inputs) < len(sources):
            return None
        if not plan.layer.enabled:
            return inputs[0]
        used = () if state.training else tuple(statistics.get(plan.id, {}).values())
        number = state.number if state.training else None
        kept = self._kept.get(plan.id)
        # What a trial left behind has not moved the statistics yet.
        due = state.training and bool(plan.statistic_specs) and state.moved.get(plan.id) != state.number
        if kept is not None and not due and kept.holds(plan, inputs, used, number):
            return kept.output
        started = time.perf_counter()
        try:
            output = self._compute(plan, inputs, statistics, state)
        except torch.OutOfMemoryError:
            raise
        except Exception as error:  # whatever a block raises becomes a sentence on its card
            state.failures[plan.id] = _failure(error)
            self._kept.pop(plan.id, None)
            return None
        synchronize(self.device)
        state.seconds[plan.id] = time.perf_counter() - started
        state.recomputed.append(plan.id)
        self._kept[plan.id] = _Kept(plan, inputs, used, number, output)
        return output

    def _compute(
        self,
        plan: LayerPlan,
        inputs: tuple[Tensor, ...],
        statistics: dict[str, Mapping[str, Array]],
        state: _Pass,
    ) -> Tensor:
        block = plan.layer.block
        run = layer_run(plan, statistics, state.training, state.number, self.device)
        output = block.forward(inputs, self.weights.of(plan), run)
        if state.training and run.statistics and state.moved.get(plan.id) != state.number:
            new = block.new_statistics(inputs, run.statistics)
            statistics[plan.id] = {name: frozen_array(tensor) for name, tensor in new.items()}
            state.moved[plan.id] = state.number
        return output

    def _forget(self, plan: Plan) -> None:
        running = {layer.id for layer in plan.layers if layer.runs and layer.layer.enabled}
        self._kept = {i: kept for i, kept in self._kept.items() if i in running}
        self.weights.keep_only({layer.id for layer in plan.layers})


def layer_run(plan: LayerPlan, statistics: Statistics, training: bool, number: int, device: str) -> Run:
    """What one layer knows of a pass besides its inputs and weights; `number` is the frame's."""
    current = statistics_of(plan, statistics) if plan.statistic_specs else {}
    held = {name: as_tensor(array).to(device) for name, array in current.items()}
    return Run(training, held, stable_seed(plan.seed, plan.id, number) if training else 0)  # eval mode draws nothing


def _same(a: tuple[object, ...], b: tuple[object, ...]) -> bool:
    return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))


def _failure(error: Exception) -> Message:
    """The sentence for whatever a block raised."""
    if "allocate memory" in str(error):  # the CPU's allocator raises no OutOfMemoryError
        return NoRoom(N_("ran out of memory: lower its channels or the working size"))
    return Message(N_("could not be computed: {error}"), error=first_line(error))
