"""When the next job starts: the rules one by one, then a simulation of a user who drags, a worker and a painter."""

from __future__ import annotations

import heapq
import itertools
import statistics
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.engine.view import Job, View
from cnnlab.live.gate import Gate, Request
from tests.building import frame_of, plan_of

SHAPE = (1, 3, 4, 5)
PLAN = plan_of(SHAPE, ("relu1", "relu"))
FRAME = frame_of(SHAPE)


def ready_gate() -> Gate:
    """A gate with a request and a frame."""
    gate = Gate()
    gate.put_frame(FRAME)
    gate.put_request(Request(PLAN))
    return gate


def taken(gate: Gate) -> Job:
    """The next job, which must be there."""
    job = gate.try_take()
    assert job is not None
    return job


def test_nothing_starts_before_both_are_there() -> None:
    gate = Gate()
    assert gate.try_take() is None
    gate.put_frame(FRAME)
    assert gate.try_take() is None
    assert gate.idle
    gate.put_request(Request(PLAN))
    assert not gate.idle
    assert taken(gate).frame is FRAME


def test_job_carries_everything_that_was_asked() -> None:
    gate, view, numbers = Gate(), View(fixed_scale=3.0), {"a": {}}
    gate.put_frame(FRAME)
    gate.put_request(Request(PLAN, view, numbers, 7, "toy:0"))
    job = taken(gate)
    assert (job.plan, job.view, job.statistics) == (PLAN, view, numbers)
    assert (job.statistics_version, job.device) == (7, "toy:0")


def test_one_job_at_a_time() -> None:
    gate = ready_gate()
    taken(gate)
    gate.put_frame(frame_of(SHAPE, 1))
    assert gate.try_take() is None


def test_next_job_waits_until_the_last_was_painted() -> None:
    gate = ready_gate()
    taken(gate)
    gate.put_frame(frame_of(SHAPE, 1))
    gate.finished(delivered=True)
    assert gate.try_take() is None
    assert not gate.idle
    gate.painted()
    assert taken(gate).frame.number == 1


def test_job_without_a_result_need_not_be_painted() -> None:
    gate = ready_gate()
    taken(gate)
    gate.put_request(Request(PLAN))
    gate.finished(delivered=False)
    taken(gate)


def test_newest_is_taken_and_the_rest_is_forgotten() -> None:
    gate = ready_gate()
    for number in range(100):
        gate.put_frame(frame_of(SHAPE, number))
        gate.put_request(Request(PLAN, statistics_version=number))
    job = taken(gate)
    assert (job.frame.number, job.statistics_version) == (99, 99)
    gate.finished(delivered=True)
    gate.painted()
    assert gate.try_take() is None
    assert gate.idle


def test_edit_made_meanwhile_rides_on_the_next_frame() -> None:
    gate = ready_gate()
    taken(gate)
    gate.put_request(Request(PLAN, statistics_version=5))
    gate.put_frame(frame_of(SHAPE, 1))
    gate.finished(delivered=True)
    gate.painted()
    job = taken(gate)
    assert (job.frame.number, job.statistics_version) == (1, 5)


def test_frame_of_a_new_size_waits_for_its_plan() -> None:
    gate = ready_gate()
    taken(gate)
    gate.finished(delivered=True)
    gate.painted()
    larger = (1, 3, 6, 7)
    gate.put_frame(frame_of(larger))
    assert gate.try_take() is None
    gate.put_request(Request(plan_of(larger, ("relu1", "relu"))))
    assert taken(gate).plan.input_shape == larger


def test_plan_for_a_new_size_waits_for_its_frame() -> None:
    gate = ready_gate()
    larger = (1, 3, 6, 7)
    gate.put_request(Request(plan_of(larger, ("relu1", "relu"))))
    assert gate.try_take() is None
    gate.put_frame(frame_of(larger))
    assert taken(gate).frame.shape == larger


def test_closed_gate_wakes_whoever_waits() -> None:
    gate, seen = Gate(), []
    thread = threading.Thread(target=lambda: seen.append(gate.take()))
    thread.start()
    gate.close()
    thread.join(5)
    assert seen == [None]
    gate.put_frame(FRAME)
    gate.put_request(Request(PLAN))
    assert gate.take() is None


def test_take_waits_for_what_another_thread_puts() -> None:
    gate, seen = Gate(), []
    thread = threading.Thread(target=lambda: seen.append(gate.take()))
    thread.start()
    gate.put_frame(FRAME)
    gate.put_request(Request(PLAN))
    thread.join(5)
    assert [job.plan for job in seen if job is not None] == [PLAN]


# -- figures, with a clock that is simulated --


@dataclass
class Simulation:
    """A user, a worker and a painter around a real gate; times in milliseconds.

    The window's thread handles one thing at a time, in order; while it paints, edits wait.
    """

    job: float
    paint: float
    gate: Gate = field(default_factory=Gate)
    now: float = 0.0
    edited: dict[int, float] = field(default_factory=dict)
    ages: list[float] = field(default_factory=list)
    frame_ages: list[float] = field(default_factory=list)
    latencies: dict[int, float] = field(default_factory=dict)
    in_flight: int = 0
    most_in_flight: int = 0

    def __post_init__(self) -> None:
        self._order = itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._window_free = 0.0

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
            self._try_work()

    def _try_work(self) -> None:
        job = self.gate.try_take()
        if job is not None:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self.at(self.now + self.job, lambda: self._finish(job))

    def _finish(self, job: Job) -> None:
        self.gate.finished(delivered=True)
        self.in_window(self.now, self.paint, lambda: self._painted(job))

    def _painted(self, job: Job) -> None:
        self.in_flight -= 1
        self.gate.painted()
        edit = job.statistics_version
        self.ages.append(self.now - self.edited[edit])
        self.frame_ages.append(self.now - job.frame.time)
        for earlier in range(edit + 1):
            self.latencies.setdefault(earlier, self.now - self.edited[earlier])

    def edit(self, number: int, plan: Plan = PLAN) -> None:
        """The user's edit reaches the document; requests are told apart by their version."""
        self.gate.put_request(Request(plan, statistics_version=number))

    def drag(self, seconds: float, rate: float = 60.0) -> None:
        """Edits in a steady stream."""
        for number in range(int(seconds * rate)):
            time = number * 1000 / rate
            self.edited[number] = time
            self.in_window(time, 0.2, lambda number=number: self.edit(number))  # type: ignore[misc]

    def film(self, seconds: float, rate: float) -> None:
        """Frames in a steady stream."""
        for number in range(int(seconds * rate)):
            time = number * 1000 / rate
            frame = Frame(FRAME.values, number, time, live=True)
            self.at(time, lambda frame=frame: self.gate.put_frame(frame))  # type: ignore[misc]


def dragged(job: float, paint: float) -> Simulation:
    """Two seconds of dragging over a still picture."""
    simulation = Simulation(job, paint)
    simulation.gate.put_frame(FRAME)
    simulation.drag(2)
    simulation.run()
    return simulation


def test_picture_follows_a_drag_that_is_faster_than_the_job() -> None:
    simulation = dragged(job=30, paint=4)
    assert len(simulation.ages) >= 55, "every round that is finished is painted"
    assert statistics.median(simulation.ages) < 2 * 30
    assert max(simulation.ages) < 2 * 34 + 1000 / 60
    assert simulation.most_in_flight == 1


def test_painter_that_is_slower_than_the_job_builds_no_lag() -> None:
    simulation = dragged(job=2, paint=20)
    assert max(simulation.ages) < 60
    assert statistics.median(simulation.latencies.values()) < 60
    # At worst an edit waits for one paint, just misses a round, and comes with the next.
    assert max(simulation.latencies.values()) < 3 * 20 + 2 * 2 + 1
    assert simulation.most_in_flight == 1


@pytest.mark.parametrize(("job", "paint"), [(2, 1), (30, 4), (2, 20), (200, 5), (5, 100), (17, 17)])
def test_last_edit_is_painted_and_lag_never_grows(job: float, paint: float) -> None:
    simulation = dragged(job, paint)
    last = max(simulation.edited)
    assert len(simulation.latencies) == last + 1
    assert simulation.latencies[last] <= 2 * (job + paint) + 20
    halves = simulation.ages[: len(simulation.ages) // 2], simulation.ages[len(simulation.ages) // 2 :]
    assert max(halves[1]) <= max(halves[0]) + job + paint
    assert simulation.gate.idle


def test_film_faster_than_the_worker_stays_fresh() -> None:
    simulation = Simulation(job=40, paint=4)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(seconds=3, rate=60)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 // 45
    assert max(simulation.frame_ages) <= 44 + 1000 / 60 + 1e-6
    assert simulation.most_in_flight == 1


def test_edit_during_a_film_is_seen_within_two_rounds() -> None:
    simulation = Simulation(job=30, paint=4)
    simulation.film(seconds=2, rate=30)
    simulation.drag(2)
    simulation.run()
    assert max(simulation.latencies.values()) <= 2 * 34 + 1000 / 30
