"""When the next round of work starts, and with what: the newest of everything, and only after the last was painted.

Two one-place mailboxes, one for what the user wants (stack and view) and one for the frame, each overwritten in place.
Nothing queues, so nothing ages: what is taken is the newest there is, every result is painted, and the slowest of
source, worker and painter sets the pace.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.engine.view import Job, View


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


class Gate:
    """Hands the worker its next job. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._request: Request | None = None
        self._frame: Frame | None = None
        self._fresh = False
        self._working = False
        self._unpainted = False
        self._closed = False

    def put_request(self, request: Request) -> None:
        """Overwrite what is wanted."""
        with self._condition:
            self._request, self._fresh = request, True
            self._condition.notify()

    def put_frame(self, frame: Frame) -> None:
        """Overwrite the frame."""
        with self._condition:
            self._frame, self._fresh = frame, True
            self._condition.notify()

    def painted(self) -> None:
        """The last result is on screen."""
        with self._condition:
            self._unpainted = False
            self._condition.notify()

    def finished(self, delivered: bool) -> None:
        """The worker is done with its job; `delivered` if there is a result that will be painted."""
        with self._condition:
            self._working, self._unpainted = False, delivered
            self._condition.notify()

    def close(self) -> None:
        """No more jobs."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def try_take(self) -> Job | None:
        """The next job if its time has come, else None."""
        with self._condition:
            return self._take() if self._ready() else None

    def take(self) -> Job | None:
        """Wait for the next job; None when closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._ready())
            return None if self._closed else self._take()

    @property
    def idle(self) -> bool:
        """Nothing is being computed, waits to be computed, or waits to be painted."""
        with self._condition:
            return not (self._working or self._unpainted or self._ready())

    def _ready(self) -> bool:
        return self._fresh and not self._working and not self._unpainted and self._matching()

    def _matching(self) -> bool:
        """A frame of a new size or range waits for the plan that was made for it, and the reverse."""
        if self._request is None or self._frame is None:
            return False
        plan, frame = self._request.plan, self._frame
        return plan.input_shape == frame.shape and frame.spec in (None, plan.stack.input)

    def _take(self) -> Job:
        assert self._request is not None
        assert self._frame is not None
        self._fresh, self._working = False, True
        request = self._request
        return Job(
            plan=request.plan,
            frame=self._frame,
            view=request.view,
            statistics=request.statistics,
            statistics_version=request.statistics_version,
            device=request.device,
            exact=request.exact,
            trial=request.trial,
        )
