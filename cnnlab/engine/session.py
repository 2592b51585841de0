"""One round of work from plan and frame to a result: what the worker calls, over and over."""

from __future__ import annotations

import time

import torch

from cnnlab.blocks.weight import Shape
from cnnlab.document.statistics import Statistics
from cnnlab.engine.allocator import give_memory_back
from cnnlab.engine.bounds import Bounds
from cnnlab.engine.device import device_title, devices, exact_arithmetic
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.input import largest
from cnnlab.engine.memory import NoRoom, need
from cnnlab.engine.results import Answer, Pass, ResultMaker
from cnnlab.engine.threads import ThreadCount
from cnnlab.engine.view import Device, Job, Result
from cnnlab.text import N_, Message

_FIRST = 6  # passes of one shape
_ROOM = 2**23  # bytes


class Session:
    """Keeps what the rounds share: activations, device weights, pictures and the statistics that training moves.

    A round has two parts, so that the next pass can run while the result of the last is made: `begin` and `finish`
    may be called on two threads at once, each of them on one thread at a time. A device that ran out of memory is asked
    again for less, or when it is chosen anew. `answer` answers the questions of a view, on the thread of `finish`.
    """

    def __init__(self, answer: Answer | None = None) -> None:
        exact_arithmetic()
        self._exact = True
        self._runner = Runner()
        self._bounds = Bounds()
        self._answer = answer
        self._maker = ResultMaker(answer=answer)
        self._threads = ThreadCount()
        self._statistics: Statistics = {}
        self._version: int | None = None
        self._full: dict[str, int] = {}  # by device, the bytes for which its memory did not suffice
        self._just_full = ""  # the device that a result did not fit on
        self._asked = "cpu"
        self._before: tuple[Forward, ...] = ()
        self._shape: Shape = ()
        self._passes = 0  # live ones of this shape

    def compute(self, job: Job) -> Result:
        """Run a job. Out of memory on an accelerator, it goes on on the CPU and says so."""
        while (result := self.finish(self.begin(job))) is None:
            pass
        return result

    def begin(self, job: Job) -> Pass:
        """The forward pass of a job."""
        started = time.perf_counter()
        if job.statistics_version != self._version:
            self._version, self._statistics = job.statistics_version, job.statistics
        if job.device != self._asked:
            self._asked = job.device
            self._full.clear()
        needed = sum(need(layer) for layer in job.plan.layers if layer.runs)
        device = "cpu" if needed >= self._full.get(job.device, needed + 1) else job.device
        full, self._just_full = self._just_full, ""
        try:
            return self._pass(job, device, full, needed, started)
        except torch.OutOfMemoryError:
            if device == "cpu":
                raise
        self._full[device] = needed
        return self._pass(job, "cpu", device, needed, started)

    def finish(self, done: Pass) -> Result | None:
        """The result of a pass; None where the device's memory did not suffice: begin once more, on the CPU."""
        try:
            return self._maker.result(done)
        except torch.OutOfMemoryError:
            if done.device == "cpu":
                raise
        self._full[done.device], self._just_full = done.needed, done.device
        return None

    def devices(self) -> tuple[Device, ...]:
        """Where it can compute."""
        return devices()

    def close(self) -> None:
        """Let go of all tensors and give their memory back."""
        self._runner = Runner()
        self._bounds = Bounds()
        self._maker = ResultMaker(answer=self._answer)
        if self._answer is not None:
            self._answer.asked(())
        self._threads.reset()
        self._before = ()
        give_memory_back()

    def _pass(self, job: Job, device: str, full: str, needed: int, started: float) -> Pass:
        if device != self._runner.device or job.exact != self._exact:
            self._exact = job.exact
            exact_arithmetic(job.exact)
            self._bounds = Bounds()
            self._runner = Runner(device, self._runner.moved)
        runner, live = self._runner, job.frame.live
        dragged = job.quick and not live and device == "cpu"
        self._threads.choose(job.plan, live and device == "cpu", dragged)
        early = self._is_early(job)
        before = self._before if live else ()  # held on to while this pass runs
        forward = runner.run(job.plan, job.frame, self._statistics, keep=not job.trial)
        self._before = (*before[-1:], forward) if live and early else ()
        if early:
            _touch_room()
        del before
        self._statistics = forward.statistics
        bounds = {}
        if live or job.quick:
            most = largest(job.frame)
            bounds = self._bounds.of(job.plan, forward.input, runner.weights, forward.statistics, most)
        seconds = time.perf_counter() - started
        if dragged:
            self._threads.took(seconds, forward.recomputed)
        return Pass(job, forward, bounds, device, runner.memory, seconds, needed, runner, _notice(full))

    def _is_early(self, job: Job) -> bool:
        """Whether this is one of the first passes of its shape. Live ones of them are held on to for two more.

        The result of a pass may be made while the next one is over already: then the tensors of both are there, and
        those of a third under way. So much memory is taken at once and not at some later moment.
        """
        shape = job.plan.input_shape
        self._passes = self._passes + 1 if shape == self._shape else 0
        self._shape = shape
        return self._passes < _FIRST


def _touch_room() -> None:
    """Touch a little more memory than the pass has taken, and give it back.

    What the window takes next comes from there. It would else be the first to touch a page of 2 MiB, for which some
    systems take as long as for a frame.
    """
    torch.ones(_ROOM, dtype=torch.uint8)


def _notice(full: str) -> Message | None:
    """What the user should know if a device was full."""
    if not full:
        return None
    text = N_("{device} ran out of memory: computing on the CPU; lower the working size to go back")
    return NoRoom(text, device=device_title(full))
