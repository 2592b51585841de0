"""One round of work from plan and frame to pictures: what the worker calls, over and over."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Mapping

import torch
from torch import Tensor

from cnnlab.document.stack import INPUT
from cnnlab.document.statistics import Statistics
from cnnlab.engine.allocator import give_memory_back
from cnnlab.engine.bounds import Bounds
from cnnlab.engine.device import device_title, devices, exact_arithmetic
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.large import PlaneMaker
from cnnlab.engine.memory import need
from cnnlab.engine.pictures import PictureMaker, as_planes
from cnnlab.engine.ranking import orders
from cnnlab.engine.statistics import layer_statistics, sample_statistics
from cnnlab.engine.view import Device, Job, LayerStatistics, Probe, Result
from cnnlab.text import N_, Message


class Session:
    """Keeps what the rounds share: activations, device weights, pictures and the statistics that training moves.

    A device that ran out of memory is asked again for less, or when it is chosen anew. Used by one thread at a time.
    """

    def __init__(self) -> None:
        exact_arithmetic()
        self._exact = True
        self._runner = Runner()
        self._pictures = PictureMaker()
        self._planes = PlaneMaker()
        self._bounds = Bounds()
        self._numbers: dict[str, tuple[weakref.ref[Tensor], LayerStatistics]] = {}
        self._statistics: Statistics = {}
        self._version: int | None = None
        self._full: dict[str, int] = {}  # by device, the bytes for which its memory did not suffice
        self._asked = "cpu"

    def compute(self, job: Job) -> Result:
        """Run a job. Out of memory on an accelerator, it goes on on the CPU and says so."""
        started = time.perf_counter()
        if job.statistics_version != self._version:
            self._version, self._statistics = job.statistics_version, job.statistics
        if job.device != self._asked:
            self._asked = job.device
            self._full.clear()
        needed = sum(need(layer) for layer in job.plan.layers if layer.runs)
        device = "cpu" if needed >= self._full.get(job.device, needed + 1) else job.device
        try:
            return self._round(job, device, None, started)
        except torch.OutOfMemoryError:
            if device == "cpu":
                raise
        self._full[device] = needed
        notice = Message(
            N_("{device} ran out of memory: computing on the CPU; lower the working size to go back"),
            device=device_title(device),
        )
        return self._round(job, "cpu", notice, started)

    def devices(self) -> tuple[Device, ...]:
        """Where it can compute."""
        return devices()

    def close(self) -> None:
        """Let go of all tensors and give their memory back."""
        self._runner = Runner()
        self._forget_tensors()
        give_memory_back()

    def _round(self, job: Job, device: str, notice: Message | None, started: float) -> Result:
        if device != self._runner.device or job.exact != self._exact:
            self._exact = job.exact
            exact_arithmetic(job.exact)
            self._forget_tensors()
            self._runner = Runner(device, self._runner.moved)
        forward = self._runner.run(job.plan, job.frame, self._statistics, keep=not job.trial)
        self._statistics = forward.statistics
        return self._result(job, forward, device, notice, started)

    def _forget_tensors(self) -> None:
        """Let go of all tensors but the runner's."""
        self._pictures = PictureMaker()
        self._planes = PlaneMaker()
        self._bounds = Bounds()
        self._numbers.clear()

    def _result(self, job: Job, forward: Forward, device: str, notice: Message | None, started: float) -> Result:
        with torch.inference_mode():
            tensors = {INPUT: forward.input, **forward.outputs}
            pictures = self._pictures.pictures(job.view, tensors, job.plan.stack.input, job.frame.live)
            layers = self._layer_numbers(job, forward, tensors)
            found = orders(job.view.ranking, forward.outputs)
            value = probed(job.view.probe, tensors)
            large = self._planes.plane(job.view, tensors, job.plan.stack.input, job.frame.live)
        return Result(
            job=job,
            pictures=pictures,
            layers=layers,
            seconds=forward.seconds,
            recomputed=forward.recomputed,
            failures=forward.failures,
            statistics=forward.statistics,
            probed=value,
            large=large,
            orders=found,
            total=time.perf_counter() - started,
            memory=self._runner.memory,
            device=device,
            notice=notice,
        )

    def _layer_numbers(self, job: Job, forward: Forward, tensors: dict[str, Tensor]) -> dict[str, LayerStatistics]:
        """Exact for a still picture; of live frames a sample, where no value can be other than finite."""
        live, found = job.frame.live, {}
        bounds = self._bounds.of(job.plan, forward.input, self._runner.weights, forward.statistics) if live else {}
        for row in job.view.rows:
            tensor = tensors.get(row.layer)
            if tensor is None:
                continue
            known = self._numbers.get(row.layer)
            if known is None or known[0]() is not tensor or not (live or known[1].exact):
                of = sample_statistics if bounds.get(row.layer, math.inf) < math.inf else layer_statistics
                known = self._numbers[row.layer] = (weakref.ref(tensor), of(as_planes(tensor)))
            found[row.layer] = known[1]
        self._numbers = {layer: known for layer, known in self._numbers.items() if layer in tensors}
        return found


def probed(probe: Probe | None, tensors: Mapping[str, Tensor]) -> float | None:
    """The value of one element, or None where there is none."""
    tensor = tensors.get(probe[0]) if probe is not None else None
    if probe is None or tensor is None:
        return None
    planes = as_planes(tensor)
    inside = all(0 <= i < n for i, n in zip(probe[1:], planes.shape, strict=True))
    return float(planes[probe[1:]]) if inside else None
