"""One round of work from plan and frame to a result: what the worker calls, over and over."""

from __future__ import annotations

import threading
import time
from functools import partial

import torch
from torch import Tensor

from cnnlab.blocks.weight import Shape
from cnnlab.document.stack import Mode
from cnnlab.document.statistics import Statistics
from cnnlab.engine.ahead import Ahead
from cnnlab.engine.allocator import give_memory_back
from cnnlab.engine.bounds import Bounds
from cnnlab.engine.device import device_title, devices, exact_arithmetic, free_memory
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.input import largest
from cnnlab.engine.memory import NoRoom, need
from cnnlab.engine.results import Answer, Pass, ResultMaker
from cnnlab.engine.threads import LANES, ThreadCount
from cnnlab.engine.view import Device, Job, Result, View
from cnnlab.text import N_, Message

_FIRST = 6  # passes of one shape
_ROOM = 2**23  # bytes
_SLACK = 1.5  # of what a pass needs, for each that runs beside it: so much is lost between tensors in time
_SHARE = 1 / 8  # of the free memory, that a pass may need to run beside another: results of several are held


class Session:
    """Keeps what the rounds share: activations, device weights, pictures and the statistics that training moves.

    A round has two parts, so that the next pass can run while the result of the last is made: `begin` and `finish`
    may be called on two threads at once. Several threads may `begin` at once: as many passes of live frames as there
    are `lanes` run beside each other, each with a runner of its own, and any other pass alone. A device that ran out of
    memory is asked again for less, or when it is chosen anew. `answer` answers the questions of a view, on the thread
    of `finish`. `ahead` makes pictures of the first layers of a pass that leaves a core free; the session closes it.
    """

    def __init__(self, answer: Answer | None = None, ahead: Ahead | None = None) -> None:
        exact_arithmetic()
        self._exact = True
        self._answer = answer
        self._maker = ResultMaker(answer=answer)
        self._ahead = ahead
        self._turn = threading.Condition()  # what follows is read and written in one's turn
        self._running = 0  # passes
        self._alone = False  # whether the one that is running wants no other beside it
        self._device = "cpu"
        self._runners = [Runner()]  # the first is that of passes that run alone
        self._busy: set[Runner] = set()
        self._origin = object()
        self._bounds = Bounds()
        self._threads = ThreadCount()
        self._statistics: Statistics = {}
        self._version: int | None = None
        self._full: dict[str, int] = {}  # by device, the bytes for which its memory did not suffice
        self._just_full = ""  # the device that a result did not fit on
        self._asked = "cpu"
        self._before: tuple[Forward, ...] = ()
        self._shape: Shape = ()
        self._passes = 0  # live ones of this shape
        self._needed, self._roomy = 0, False  # bytes of a pass; whether there is room for several at once

    def compute(self, job: Job) -> Result:
        """Run a job. Out of memory on an accelerator, it goes on on the CPU and says so."""
        while (result := self.finish(self.begin(job))) is None:
            pass
        return result

    @property
    def lanes(self) -> int:
        """How many passes of live frames may run at once, of stacks such as that of the last one."""
        with self._turn:
            return self._threads.lanes

    def begin(self, job: Job) -> Pass:
        """The forward pass of a job."""
        started = time.perf_counter()
        with self._turn:
            self._wait_for_turn(job)
            self._running += 1
            needed, full = self._prepare(job)
            device = "cpu" if needed >= self._full.get(job.device, needed + 1) else job.device
        try:
            return self._pass(job, device, full, needed, started)
        except torch.OutOfMemoryError:
            if device == "cpu":
                raise
            with self._turn:
                self._full[device] = needed
            return self._pass(job, "cpu", device, needed, started)
        finally:
            with self._turn:
                self._running -= 1
                self._turn.notify_all()

    def finish(self, done: Pass) -> Result | None:
        """The result of a pass; None where the device's memory did not suffice: begin once more, on the CPU."""
        try:
            result = self._maker.result(done)
            with self._turn:
                if _is_dragged(done.job, done.device):
                    self._threads.took(result.total, result.recomputed)
            return result
        except torch.OutOfMemoryError:
            if done.device == "cpu":
                raise
        with self._turn:
            self._full[done.device], self._just_full = done.needed, done.device
        return None

    def devices(self) -> tuple[Device, ...]:
        """Where it can compute."""
        return devices()

    def close(self) -> None:
        """Let go of all tensors and give their memory back."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None
        self._device, self._runners = "cpu", [Runner()]
        self._bounds = Bounds()
        self._maker = ResultMaker(answer=self._answer)
        if self._answer is not None:
            self._answer.asked(())
        self._threads.reset()
        self._before = ()
        give_memory_back()

    def _wait_for_turn(self, job: Job) -> None:
        """Wait until a job may run beside those that are running."""
        same = job.device == self._asked and job.exact == self._exact
        alone = not (same and _beside_others(job))
        self._turn.wait_for(lambda: not self._running or not (alone or self._alone))
        self._alone = alone

    def _prepare(self, job: Job) -> tuple[int, str]:
        """Take over what a job says of device and statistics; gives the bytes it needs and the device that is full."""
        if job.statistics_version != self._version:
            self._version, self._statistics = job.statistics_version, job.statistics
        if job.device != self._asked:
            self._asked = job.device
            self._full.clear()
        full, self._just_full = self._just_full, ""
        return sum(need(layer) for layer in job.plan.layers if layer.runs), full

    def _pass(self, job: Job, device: str, full: str, needed: int, started: float) -> Pass:
        live = job.frame.live
        with self._turn:
            if job.exact != self._exact or device != self._device:
                self._begin_anew(job.exact, device)
            dragged, on_cpu = _is_dragged(job, device), device == "cpu"
            beside = self._lanes_for(job, needed)
            self._threads.choose(job.plan, live and on_cpu, dragged, beside)
            ahead = self._ahead if dragged and self._threads.spare else None
            tell = partial(self._make_ahead, ahead, job.view) if ahead is not None else None
            lanes, runner, statistics = self._threads.lanes, self._take_runner(), self._statistics
            early = self._is_early(job)
            before = self._before if live else ()  # held on to while this pass runs
        try:
            forward = runner.run(job.plan, job.frame, statistics, keep=not job.trial, tell=tell)
        finally:
            if ahead is not None:
                ahead.finish()
            with self._turn:
                self._busy.discard(runner)
        bounds = {}
        with self._turn:
            self._before = (*before, forward)[-beside:] if live and early else ()
            if job.plan.stack.mode is Mode.TRAIN:
                self._statistics = forward.statistics
            if live or job.quick:
                most = largest(job.frame)
                bounds = self._bounds.of(job.plan, forward.input, runner.weights, forward.statistics, most)
            memory = sum(runner.memory for runner in self._runners)
        if early:
            _touch_room(_ROOM + int((beside - 1) * _SLACK * needed))
        del before
        seconds = time.perf_counter() - started
        return Pass(job, forward, bounds, device, memory, seconds, needed, self._origin, lanes, _notice(full))

    def _make_ahead(self, ahead: Ahead, view: View, layer: str, output: Tensor) -> None:
        ahead.put(partial(self._maker.ahead, view, layer, output))

    def _begin_anew(self, exact: bool, device: str) -> None:
        """Change the arithmetic or the device; nothing else is running."""
        self._exact, self._device = exact, device
        exact_arithmetic(exact)
        self._origin = object()
        self._bounds = Bounds()
        self._runners = [Runner(device, self._runners[0].moved)]

    def _lanes_for(self, job: Job, needed: int) -> int:
        """How many passes may run at once of what needs so many bytes."""
        if not _beside_others(job):
            return 1
        if needed != self._needed:
            self._needed, self._roomy = needed, needed <= _SHARE * free_memory("cpu")
        return LANES if self._roomy else 1

    def _take_runner(self) -> Runner:
        """A runner that nobody uses; those beyond what the lanes need are let go of."""
        if self._threads.lanes == 1:
            self._runners = [runner for i, runner in enumerate(self._runners) if i == 0 or runner in self._busy]
        free = next((runner for runner in self._runners if runner not in self._busy), None)
        if free is None:
            free = Runner(self._device)
            self._runners.append(free)
        self._busy.add(free)
        return free

    def _is_early(self, job: Job) -> bool:
        """Whether this is one of the first passes of its shape. Live ones are held on to for as many as run at once.

        The result of a pass may be made while the next ones are over already or under way: then the tensors of all are
        there. So much memory is taken at once and not at some later moment.
        """
        shape = job.plan.input_shape
        self._passes = self._passes + 1 if shape == self._shape else 0
        self._shape = shape
        return self._passes < _FIRST


def _is_dragged(job: Job, device: str) -> bool:
    """Whether this is an edit of a picture that stands still, after which more may come."""
    return job.quick and not job.frame.live and device == "cpu"


def _beside_others(job: Job) -> bool:
    """Whether the pass of a job may run beside another: nothing that it does depends on the one before."""
    return job.frame.live and job.device == "cpu" and job.plan.stack.mode is not Mode.TRAIN


def _touch_room(size: int) -> None:
    """Touch more memory than the pass has taken, and give it back.

    What the window takes next comes from there, and so do tensors for which no room of their size is left between
    others, where several passes take and give back theirs in turns. They would else be the first to touch a page of
    2 MiB, for which some systems take as long as for a frame.
    """
    torch.ones(size, dtype=torch.uint8)


def _notice(full: str) -> Message | None:
    """What the user should know if a device was full."""
    if not full:
        return None
    text = N_("{device} ran out of memory: computing on the CPU; lower the working size to go back")
    return NoRoom(text, device=device_title(full))
