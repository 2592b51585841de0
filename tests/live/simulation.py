"""A user who drags, a worker and a painter around a real gate, on a clock that is simulated."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.engine.view import Job
from cnnlab.live.gate import Gate, Request


@dataclass
class Simulation:
    """A user, a worker, a maker of results and a painter around a real gate; times in milliseconds.

    The window's thread handles one thing at a time, in order; while it paints, edits wait. A paint is acknowledged
    when the edits that waited for it have been handled, as the canvas does.
    """

    plan: Plan
    job: float
    paint: float
    make: float = 0.0
    lanes: int = 1
    gate: Gate = field(init=False)
    now: float = 0.0
    edited: dict[int, float] = field(default_factory=dict)
    ages: list[float] = field(default_factory=list)
    frame_ages: list[float] = field(default_factory=list)
    latencies: dict[int, float] = field(default_factory=dict)
    in_flight: int = 0
    most_in_flight: int = 0
    passes: int = 0
    most_passes: int = 0
    painted: list[tuple[int, float]] = field(default_factory=list)  # number of the frame, when
    passed: list[Job] = field(default_factory=list)
    made: Job | None = None

    def __post_init__(self) -> None:
        self.gate = Gate(lambda: self.now)
        self.gate.lanes = self.lanes
        self._order = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._window_free = 0.0
        self._look_at: float | None = None

    def at(self, time: float, action: Callable[[], None]) -> None:
        """Something that happens by itself."""
        heapq.heappush(self._events, (time, next(self._order), action))

    def in_window(self, time: float, cost: float, action: Callable[[], None]) -> None:
        """Something that the window's thread does when it comes to it."""

        def begin() -> None:
            start = max(self.now, self._window_free)
            self._window_free = start + cost
            self.at(start + cost, action)

        self.at(time, begin)

    def run(self) -> None:
        """Until nothing happens any more."""
        while self._events:
            self.now, _, action = heapq.heappop(self._events)
            action()
            self._hand_on()
            self._try_work()

    def _try_work(self) -> None:
        job = self.gate.try_take()
        if job is not None:
            self.passes += 1
            self.most_passes = max(self.most_passes, self.passes)
            self.at(self.now + self.job, lambda: self._pass_done(job))
            self._try_work()
            return
        pause = self.gate.pause()
        if pause is not None and (self._look_at is None or self.now + pause < self._look_at):
            self._look_at = self.now + pause
            self.at(self._look_at, self._look)

    def _look(self) -> None:
        """The time of the next job may have come: whoever handles events tries to take it."""
        self._look_at = None

    def _pass_done(self, job: Job) -> None:
        self.passes -= 1
        self.gate.passed(job)
        self.passed.append(job)

    def _result_made(self, job: Job) -> None:
        self.gate.made()
        self.made = job

    def _hand_on(self) -> None:
        """A pass waits while the result of another is made, and a result while another is painted."""
        if self.made is not None and self.gate.painter_free:
            self._hand_over(self.made)
            self.made = None
        job = next((job for job in self.passed if self.gate.next_is(job)), None)
        if job is not None:
            self.passed.remove(job)
            self.gate.hand_on(job)
            self.at(self.now + self.make, lambda: self._result_made(job))

    def _hand_over(self, job: Job) -> None:
        assert self.gate.hand_over()
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.in_window(self.now, self.paint, lambda: self._painted(job))

    def _painted(self, job: Job) -> None:
        self.in_flight -= 1
        self.in_window(self.now, 0.0, self.gate.painted)
        edit = job.statistics_version
        self.ages.append(self.now - self.edited[edit])
        self.frame_ages.append(self.now - job.frame.time)
        self.painted.append((job.frame.number, self.now))
        for earlier in range(edit + 1):
            self.latencies.setdefault(earlier, self.now - self.edited[earlier])

    def edit(self, number: int) -> None:
        """The user's edit reaches the document; requests are told apart by their version."""
        self.gate.put_request(Request(self.plan, statistics_version=number))

    def drag(self, seconds: float, rate: float = 60.0) -> None:
        """Edits in a steady stream."""
        for number in range(int(seconds * rate)):
            time = number * 1000 / rate
            self.edited[number] = time
            self.in_window(time, 0.2, lambda number=number: self.edit(number))  # type: ignore[misc]

    def film(self, picture: Frame, seconds: float, rate: float) -> None:
        """The same picture in a steady stream of frames."""
        for number in range(int(seconds * rate)):
            time = number * 1000 / rate
            frame = Frame(picture.values, number, time, live=True)
            self.at(time, lambda frame=frame: self.gate.put_frame(frame))  # type: ignore[misc]
