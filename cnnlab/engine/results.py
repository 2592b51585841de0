"""What the window is told of a forward pass: pictures and numbers of what is visible."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor

from cnnlab.document.stack import INPUT
from cnnlab.engine.forward import Forward
from cnnlab.engine.large import PlaneMaker
from cnnlab.engine.pictures import PictureMaker
from cnnlab.engine.ranking import orders
from cnnlab.engine.sampling import as_planes
from cnnlab.engine.statistics import layer_statistics, sample_statistics
from cnnlab.engine.view import Job, LayerStatistics, Probe, Question, Result, View
from cnnlab.text import N_, Message, UserError, first_line

_NUMBERS_EVERY = 0.2  # seconds, for live frames and quick edits


@dataclass(frozen=True, eq=False)
class Pass:
    """A forward pass that is done, for whoever makes the result of it.

    Attributes:
        job: what was asked.
        forward: what came out; its tensors are never written to again.
        bounds: what no value of a layer can exceed, by layer id; infinity or absent where that is not known.
        device: where it ran.
        memory: bytes held there.
        seconds: what it took.
        needed: bytes that the stack needs.
        lanes: how many passes may run at once.
        origin: another object for another device or arithmetic, whose tensors are not to be compared with these.
        notice: something the user should know.
    """

    job: Job
    forward: Forward
    bounds: Mapping[str, float]
    device: str
    memory: int
    seconds: float
    needed: int
    origin: object
    lanes: int = 1
    notice: Message | None = None


class Answer(Protocol):
    """Answers questions about passes."""

    def __call__(self, done: Pass, question: Question) -> object:
        """What a question is answered with, or `LATER`."""

    def asked(self, questions: Sequence[Question]) -> None:
        """These are asked about the next pass, and no others: let go of what only others need."""


class ResultMaker:
    """Makes results and keeps what the next one shares with the last. Used by one thread at a time."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter, answer: Answer | None = None) -> None:
        self._clock = clock
        self._answer = answer
        self._origin: object = None
        self._begin_anew()

    def result(self, done: Pass) -> Result:
        """The result of a pass.

        Raises:
            torch.OutOfMemoryError: the device's memory is full.
        """
        started = time.perf_counter()
        if done.origin is not self._origin:
            self._origin = done.origin
            self._begin_anew()
        job, forward = done.job, done.forward
        with torch.inference_mode():
            tensors = {INPUT: forward.input, **forward.outputs}
            spec, live = job.plan.stack.input, job.frame.live
            pictures = self._pictures.pictures(job.view, tensors, spec, live, done.bounds)
            layers = self._layer_numbers(done, tensors)
            found = orders(job.view.ranking, forward.outputs)
            value = probed(job.view.probe, tensors)
            large = self._planes.plane(job.view, tensors, spec, live)
        answers = self._answers(done)
        seconds = time.perf_counter() - started
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
            answers=answers,
            total=done.seconds + seconds,
            longest=max(done.seconds / done.lanes, seconds) if job.frame.live else done.seconds + seconds,
            memory=done.memory,
            device=done.device,
            notice=done.notice,
        )

    def ahead(self, view: View, layer: str, tensor: Tensor) -> None:
        """Make what can be made of one layer while the others of a still picture are computed; not beside `result`."""
        with torch.inference_mode():
            self._pictures.ahead(view, layer, tensor)

    def _begin_anew(self) -> None:
        self._pictures = PictureMaker()
        self._planes = PlaneMaker()
        self._numbers: dict[str, tuple[weakref.ref[Tensor], LayerStatistics]] = {}
        self._counted = -math.inf  # when live numbers were worked out last

    def _answers(self, done: Pass) -> dict[Question, object]:
        if self._answer is None:
            return {}
        questions = done.job.view.questions
        self._answer.asked(questions)
        return {question: self._answered(done, question) for question in questions}

    def _answered(self, done: Pass, question: Question) -> object:
        """An answer, or the sentence that says why there is none: the pictures come in any case."""
        assert self._answer is not None
        try:
            return self._answer(done, question)
        except torch.OutOfMemoryError:
            raise
        except UserError as error:
            return error.message
        except Exception as error:
            return Message(N_("this could not be explained: {error}"), error=first_line(error))

    def _layer_numbers(self, done: Pass, tensors: dict[str, Tensor]) -> dict[str, LayerStatistics]:
        """Exact for a still picture; of live or quick ones a sample, where no value can be other than finite.

        Those are worked out a few times a second: numbers that change more often cannot be read.
        """
        live, found = done.job.frame.live, {}
        sampled = live or done.job.quick
        due = not sampled or self._clock() - self._counted >= _NUMBERS_EVERY
        if due:
            self._counted = self._clock()
        for row in done.job.view.rows:
            tensor = tensors.get(row.layer)
            if tensor is None:
                continue
            known = self._numbers.get(row.layer)
            if known is None or (due and not (known[0]() is tensor and (sampled or known[1].exact))):
                finite = done.bounds.get(row.layer, math.inf) < math.inf
                of = sample_statistics if sampled and finite else layer_statistics
                known = self._numbers[row.layer] = (weakref.ref(tensor), of(as_planes(tensor)))
            current = live or known[0]() is tensor  # of live frames nothing is asked for once more
            found[row.layer] = known[1] if current or not known[1].exact else replace(known[1], exact=False)
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
