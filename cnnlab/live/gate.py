"""When the next round of work starts, and with what: the newest of everything, as soon as it cannot age on its way.

Two one-place mailboxes, one for what the user wants (stack and view) and one for the frame, each overwritten in place.
Nothing queues, so nothing ages: what is taken is the newest there is, every result is painted, and the slowest of
source, worker and painter sets the pace. On a still picture a round starts when the last result is on screen, so that
an edit that waited for the paint rides on it. Live frames come without end: there a round starts while the result of
the last is made or painted, as soon as what it gives will find the next in line free, and waits where that takes longer
than it did lately. As many passes of live frames run at once as there are `lanes`; their results come in order, at even
distances.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.engine.view import Job, View
from cnnlab.live.least import Least

AT_REST = 0.15  # seconds without a wish, after which exact numbers are worth the wait for the next one
_SHORTEST = 0.0001  # seconds to sleep


@dataclass(frozen=True, eq=False)
class Request:
    """What the user wants computed and shown; see `Job`."""

    plan: Plan
    view: View = field(default_factory=View)
    statistics: Statistics = field(default_factory=dict)
    statistics_version: int = 0
    device: str = "cpu"
    exact: bool = True
    trial: bool = False


@dataclass(frozen=True, eq=False)
class _UnderWay:
    """A job whose pass has been begun, and when."""

    job: Job
    taken: float


class Gate:
    """Hands the worker its next job. Every method may be called from any thread; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        lock = threading.RLock()
        self._condition = threading.Condition(lock)
        self._beside = threading.Condition(lock)  # for whoever has nothing to do while there is one lane
        self._lanes = 1
        self._passes: list[_UnderWay] = []  # not handed on yet, in order
        self._making = False
        self._handed_on = self._handed_over = 0.0  # when a pass was handed on, a result was handed over
        self._work, self._make, self._paint = Least(), Least(unknown=math.inf), Least(unknown=math.inf)
        self._request: Request | None = None
        self._frame: Frame | None = None
        self._fresh = False
        self._painted_at = 0.0
        self._rough = False  # the last result is of a still picture, and could be told more exactly
        self._unpainted = False
        self._closed = False

    def put_request(self, request: Request) -> None:
        """Overwrite what is wanted."""
        with self._condition:
            self._request, self._fresh = request, True
            self._tell()

    def put_frame(self, frame: Frame) -> None:
        """Overwrite the frame."""
        with self._condition:
            self._frame, self._fresh = frame, True
            self._tell()

    def painted(self) -> None:
        """The last result is on screen."""
        with self._condition:
            if self._unpainted:
                self._paint.note(self._clock() - self._handed_over)
            self._unpainted, self._painted_at = False, self._clock()
            self._tell()

    # A job goes through the worker's hands (`passed`, `hand_on`) and those of whoever makes the result of it (`made`,
    # `hand_over`), who may hold one at a time.

    @property
    def lanes(self) -> int:
        """How many passes of live frames may run at once."""
        with self._condition:
            return self._lanes

    @lanes.setter
    def lanes(self, lanes: int) -> None:
        with self._condition:
            if lanes != self._lanes:
                self._lanes = lanes
                self._tell()

    def passed(self, job: Job) -> None:
        """The worker has done the pass of a job: note how long that took."""
        with self._condition:
            self._work.note(self._clock() - next(pass_.taken for pass_ in self._passes if pass_.job is job))

    def hand_on(self, job: Job) -> None:
        """Wait until those before this one are handed on, and no other result is being made; then this one is."""
        with self._condition:
            self._condition.wait_for(lambda: self.next_is(job))
            self._making, self._handed_on = True, self._clock()
            self._end(job)

    def next_is(self, job: Job) -> bool:
        """Whether a job can be handed on now."""
        with self._condition:
            return not self._making and self._passes[0].job is job

    def dropped(self, job: Job) -> None:
        """A job came to nothing."""
        with self._condition:
            self._end(job)

    def made(self) -> None:
        """The result is made: note how long that took."""
        with self._condition:
            self._make.note(self._clock() - self._handed_on)

    def hand_over(self, rough: bool = False) -> bool:
        """Wait until no other result is being painted; from then on this one is. False if the gate is closed first.

        A `rough` one is asked for once more, not in a hurry, when it is on screen and nothing else is wanted for a
        moment.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._closed or not self._unpainted)
            free = not self._unpainted
            self._making, self._unpainted, self._handed_over = False, True, self._clock()
            self._rough = rough
            self._tell()
            return free

    def unmade(self) -> None:
        """The result came to nothing."""
        with self._condition:
            self._making = False
            self._tell()

    @property
    def maker_free(self) -> bool:
        """Whether no result is being made."""
        with self._condition:
            return not self._making

    @property
    def painter_free(self) -> bool:
        """Whether no result is being painted."""
        with self._condition:
            return not self._unpainted

    def close(self) -> None:
        """No more jobs."""
        with self._condition:
            self._closed = True
            self._tell()

    def try_take(self) -> Job | None:
        """The next job if its time has come, else None."""
        with self._condition:
            return self._take() if self._ready() else None

    def take(self) -> Job | None:
        """Wait for the next job; None when closed."""
        with self._condition:
            while not (self._closed or self._ready()):
                self._condition.wait(self.pause())
            return None if self._closed else self._take()

    def take_beside(self, over: Callable[[], bool]) -> Job | None:
        """Wait for a job that may run beside others; None when closed, or after a `wake` when it is `over`."""
        with self._condition:
            while not (self._closed or over() or (self._has_room_beside() and self._ready())):
                self._beside.wait(self.pause() if self._has_room_beside() else None)
            return None if self._closed or over() else self._take()

    def wake(self) -> None:
        """Let those who `take_beside` look whether it is over."""
        with self._condition:
            self._beside.notify_all()

    def pause(self) -> float | None:
        """Seconds until the next job's time comes by itself; None if something has to happen first."""
        with self._condition:
            start = self._start()
            return max(_SHORTEST, start - self._clock()) if start < math.inf else None

    def take_again(self) -> None:
        """What is wanted was taken by somebody who did not live to do it."""
        with self._condition:
            self._fresh = True

    @property
    def closed(self) -> bool:
        """Whether there are no more jobs."""
        with self._condition:
            return self._closed

    @property
    def at_rest(self) -> bool:
        """Whether it is idle, and what is on screen is exact."""
        with self._condition:
            return self.idle and not self._rough

    @property
    def idle(self) -> bool:
        """Nothing is being computed, waits to be computed, or waits to be painted."""
        with self._condition:
            return not (self._passes or self._making or self._unpainted or self._ready())

    def _tell(self) -> None:
        """Something has changed: whoever waits looks whether that is what it waits for."""
        self._condition.notify_all()
        if self._lanes > 1:
            self._beside.notify_all()

    def _has_room_beside(self) -> bool:
        return self._lanes > 1 and self._is_live()

    def _is_live(self) -> bool:
        return self._frame is not None and self._frame.live

    def _end(self, job: Job) -> None:
        """The pass of a job is under way no more."""
        self._passes = [pass_ for pass_ in self._passes if pass_.job is not job]
        self._tell()

    def _ready(self) -> bool:
        return self._clock() >= self._start()

    def _start(self) -> float:
        """When the next job's time comes; infinity if something has to happen first."""
        if self._closed or not self._matching():
            return math.inf
        if self._passes or self._making or self._unpainted:
            return self._early_start() if self._may_overlap() else math.inf
        if self._fresh:
            return -math.inf
        return self._painted_at + AT_REST if self._rough else math.inf

    def _may_overlap(self) -> bool:
        """Whether the next round may begin while others are not over."""
        among_live = self._is_live() and all(pass_.job.frame.live for pass_ in self._passes)
        return among_live and self._fresh and len(self._passes) < self._lanes

    def _early_start(self) -> float:
        """When to begin a round so that nothing of it waits: what it took would only grow old.

        The maker should be free when the pass is done, and the painter when the result is made, if all take as long as
        they did lately. Passes that run at once begin at even distances.
        """
        work, make, paint = self._work.seconds, self._make.seconds, self._paint.seconds
        if math.inf in (make, paint):
            return math.inf
        painter_free = self._handed_over + paint if self._unpainted else -math.inf
        done = painter_free - make  # when the pass should be, at the earliest
        if self._making:
            done = max(self._handed_on + make, painter_free) + max(0.0, paint - make)
        for pass_ in self._passes:
            done = max(done, pass_.taken + work) + max(make, paint)
        even = self._passes[-1].taken + work / self._lanes if self._passes else -math.inf
        return max(done - work, even)

    def _matching(self) -> bool:
        """A frame of a new size or range waits for the plan that was made for it, and the reverse."""
        if self._request is None or self._frame is None:
            return False
        plan, frame = self._request.plan, self._frame
        return plan.input_shape == frame.shape and frame.spec in (None, plan.stack.input)

    def _take(self) -> Job:
        assert self._request is not None
        assert self._frame is not None
        quick = self._fresh
        self._fresh = self._rough = False
        request = self._request
        job = Job(
            plan=request.plan,
            frame=self._frame,
            view=request.view,
            statistics=request.statistics,
            statistics_version=request.statistics_version,
            device=request.device,
            exact=request.exact,
            trial=request.trial,
            quick=quick,
        )
        self._passes.append(_UnderWay(job, self._clock()))
        return job
