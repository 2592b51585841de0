"""One round of work from plan and frame to pictures: what the worker calls, over and over."""

from __future__ import annotations

import time

import torch
from torch import Tensor

from cnnlab.document.stack import INPUT
from cnnlab.document.statistics import Statistics
from cnnlab.engine.allocator import give_memory_back
from cnnlab.engine.device import device_title, exact_arithmetic
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.pictures import PictureMaker, as_planes
from cnnlab.engine.statistics import layer_statistics
from cnnlab.engine.view import Job, LayerStatistics, Result
from cnnlab.text import N_, Message


class Session:
    """Keeps what the rounds share: activations, device weights, pictures and the statistics that training moves.

    Used by one thread at a time.
    """

    def __init__(self) -> None:
        exact_arithmetic()
        self._runner = Runner()
        self._pictures = PictureMaker()
        self._numbers: dict[str, tuple[Tensor, LayerStatistics]] = {}
        self._statistics: Statistics = {}
        self._version: int | None = None
        self._full: set[str] = set()  # devices whose memory did not suffice

    def compute(self, job: Job) -> Result:
        """Run a job. Out of memory on an accelerator, it goes on on the CPU and says so."""
        started = time.perf_counter()
        if job.statistics_version != self._version:
            self._version, self._statistics = job.statistics_version, job.statistics
        notice = None
        device = "cpu" if job.device in self._full else job.device
        try:
            forward = self._forward(job, device)
        except torch.OutOfMemoryError:
            if device == "cpu":
                raise
            self._full.add(device)
            notice = Message(
                N_("{device} ran out of memory: computing on the CPU; lower the working size to go back"),
                device=device_title(device),
            )
            device = "cpu"
            forward = self._forward(job, device)
        self._statistics = forward.statistics
        return self._result(job, forward, device, notice, started)

    def retry_device(self, device: str) -> None:
        """Try a device again that had run out of memory."""
        self._full.discard(device)

    def close(self) -> None:
        """Let go of all tensors and give their memory back."""
        self._runner = Runner()
        self._pictures = PictureMaker()
        self._numbers.clear()
        give_memory_back()

    def _forward(self, job: Job, device: str) -> Forward:
        if device != self._runner.device:
            self._runner = Runner(device)
        return self._runner.run(job.plan, job.frame, self._statistics)

    def _result(self, job: Job, forward: Forward, device: str, notice: Message | None, started: float) -> Result:
        with torch.inference_mode():
            tensors = {INPUT: forward.input, **forward.outputs}
            pictures = self._pictures.pictures(job.view, tensors, job.plan.stack.input, job.frame.live)
            layers = self._layer_numbers(job, tensors)
        return Result(
            job=job,
            pictures=pictures,
            layers=layers,
            seconds=forward.seconds,
            recomputed=forward.recomputed,
            failures=forward.failures,
            statistics=forward.statistics,
            total=time.perf_counter() - started,
            device=device,
            notice=notice,
        )

    def _layer_numbers(self, job: Job, tensors: dict[str, Tensor]) -> dict[str, LayerStatistics]:
        found = {}
        for row in job.view.rows:
            tensor = tensors.get(row.layer)
            if tensor is None:
                continue
            known = self._numbers.get(row.layer)
            if known is None or known[0] is not tensor:
                known = self._numbers[row.layer] = (tensor, layer_statistics(as_planes(tensor)))
            found[row.layer] = known[1]
        self._numbers = {layer: known for layer, known in self._numbers.items() if layer in tensors}
        return found
