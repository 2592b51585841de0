"""When the next job starts: the rules one by one, then a simulation of a user who drags, a worker and a painter."""

from __future__ import annotations

import statistics
import threading
import time
from itertools import pairwise

import pytest

from cnnlab.document.frame import Frame
from cnnlab.document.statistics import Statistics
from cnnlab.engine.view import Job, View
from cnnlab.live.gate import Gate, Request
from cnnlab.live.least import Least
from tests.building import frame_of, plan_of
from tests.live.simulation import Simulation

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


def hand_through(gate: Gate, job: Job) -> None:
    """A job becomes a result on its way to the screen."""
    gate.passed(job)
    gate.hand_on(job)
    gate.made()
    assert gate.hand_over()


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
    gate, view = Gate(), View(fixed_scale=3.0)
    numbers: Statistics = {"a": {}}
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
    job = taken(gate)
    gate.put_frame(frame_of(SHAPE, 1))
    hand_through(gate, job)
    assert gate.try_take() is None
    assert not gate.idle
    gate.painted()
    assert taken(gate).frame.number == 1


def test_job_without_a_result_need_not_be_painted() -> None:
    gate = ready_gate()
    job = taken(gate)
    gate.put_request(Request(PLAN))
    gate.dropped(job)
    taken(gate)


def test_newest_is_taken_and_the_rest_is_forgotten() -> None:
    gate = ready_gate()
    for number in range(100):
        gate.put_frame(frame_of(SHAPE, number))
        gate.put_request(Request(PLAN, statistics_version=number))
    job = taken(gate)
    assert (job.frame.number, job.statistics_version) == (99, 99)
    hand_through(gate, job)
    gate.painted()
    assert gate.try_take() is None
    assert gate.idle


def test_edit_made_meanwhile_rides_on_the_next_frame() -> None:
    gate = ready_gate()
    job = taken(gate)
    gate.put_request(Request(PLAN, statistics_version=5))
    gate.put_frame(frame_of(SHAPE, 1))
    hand_through(gate, job)
    gate.painted()
    job = taken(gate)
    assert (job.frame.number, job.statistics_version) == (1, 5)


def test_frame_of_a_new_size_waits_for_its_plan() -> None:
    gate = ready_gate()
    job = taken(gate)
    hand_through(gate, job)
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


def dragged(job: float, paint: float) -> Simulation:
    """Two seconds of dragging over a still picture."""
    simulation = Simulation(PLAN, job, paint)
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
    assert statistics.median(simulation.ages) < 2 * (2 + 20)
    # At worst an edit comes just after a job was taken: it waits for that job and paint, and comes with the next.
    assert max(simulation.latencies.values()) < 60
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
    simulation = Simulation(PLAN, job=40, paint=4)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=60)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 // 41, "the paint is done beside the next round"
    # The film's last frame is overtaken by none while it waits.
    assert max(simulation.frame_ages[:-1]) <= 44 + 1000 / 60 + 1e-6
    assert simulation.most_in_flight == 1


def test_edit_during_a_film_is_seen_within_two_rounds() -> None:
    simulation = Simulation(PLAN, job=30, paint=4)
    simulation.film(FRAME, seconds=2, rate=30)
    simulation.drag(2)
    simulation.run()
    assert max(simulation.latencies.values()) <= 2 * 34 + 1000 / 30


def test_film_slower_to_paint_than_to_compute_waits_with_its_work() -> None:
    simulation = Simulation(PLAN, job=5, paint=30)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=60)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 // 36
    assert max(simulation.frame_ages[:-1]) <= 35 + 1000 / 60 + 1e-6, "no frame is taken early only to wait"


@pytest.mark.parametrize(("job", "paint"), [(30, 10), (10, 30), (20, 20), (100, 3)])
def test_film_keeps_the_slower_of_worker_and_painter_busy(job: float, paint: float) -> None:
    simulation = Simulation(PLAN, job, paint)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=200)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 / (max(job, paint) + 5) - 1
    assert simulation.most_in_flight == 1


@pytest.mark.parametrize(("job", "make", "paint"), [(5, 30, 4), (5, 4, 30), (5, 20, 20), (10, 10, 10), (30, 5, 10)])
def test_film_keeps_the_slowest_of_three_busy(job: float, make: float, paint: float) -> None:
    simulation = Simulation(PLAN, job, paint, make)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=500)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 / (max(job, make, paint) + 2) - 3
    assert max(simulation.frame_ages[3:-1]) <= job + make + paint + 2 + 1e-6, "nothing is taken early only to wait"


def test_live_job_may_start_while_the_last_is_painted_and_its_result_waits() -> None:
    now = [0.0]
    gate = Gate(lambda: now[0])
    gate.put_request(Request(PLAN))
    gate.put_frame(Frame(FRAME.values, 1, live=True))
    job = taken(gate)
    now[0] = 1.0
    hand_through(gate, job)
    gate.put_frame(Frame(FRAME.values, 2, live=True))
    assert gate.try_take() is None, "nobody knows yet how long a paint takes"
    now[0] = 1.5
    gate.painted()
    job = taken(gate)
    assert job.frame.number == 2
    now[0] = 2.5
    hand_through(gate, job)
    gate.put_frame(Frame(FRAME.values, 3, live=True))
    job = taken(gate)
    assert job.frame.number == 3
    assert not gate.painter_free
    gate.put_frame(Frame(FRAME.values, 4, live=True))
    assert gate.try_take() is None, "one at a time"
    gate.painted()
    assert gate.painter_free


def test_a_pass_runs_while_the_result_of_the_last_is_made() -> None:
    simulation = Simulation(PLAN, job=30, paint=4, make=10)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=120)
    simulation.run()
    assert len(simulation.frame_ages) >= 3000 // 32
    assert max(simulation.frame_ages[:-1]) <= 44 + 1000 / 120 + 1e-6
    assert simulation.most_in_flight == 1


@pytest.mark.parametrize(("job", "make", "paint"), [(5, 30, 4), (5, 4, 30), (5, 20, 20), (10, 10, 10)])
def test_nothing_is_taken_early_only_to_wait(job: float, make: float, paint: float) -> None:
    simulation = Simulation(PLAN, job, paint, make)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=200)
    simulation.run()
    assert max(simulation.frame_ages[2:-1]) <= job + make + paint + 5 + 1e-6


def film_in_lanes(job: float, make: float, paint: float, lanes: int, rate: float = 500) -> Simulation:
    """Three seconds of a film whose passes run beside each other."""
    simulation = Simulation(PLAN, job, paint, make, lanes)
    simulation.edited[0] = 0.0
    simulation.edit(0)
    simulation.film(FRAME, seconds=3, rate=rate)
    simulation.run()
    return simulation


@pytest.mark.parametrize("lanes", [2, 3])
@pytest.mark.parametrize(("job", "make", "paint"), [(40, 5, 4), (20, 10, 5), (20, 5, 10), (6, 20, 20), (30, 4, 25)])
def test_film_in_lanes_keeps_the_slowest_busy_and_in_step(job: float, make: float, paint: float, lanes: int) -> None:
    simulation = film_in_lanes(job, make, paint, lanes)
    pace = max(job / lanes, make, paint)
    assert len(simulation.painted) >= 3000 / (pace + 2) - 4
    numbers = [number for number, _time in simulation.painted]
    assert numbers == sorted(set(numbers)), "in order"
    assert simulation.most_passes <= lanes
    assert simulation.most_in_flight == 1
    assert max(simulation.frame_ages[3:-1]) <= job + make + paint + 4 + 1e-6, "nothing is taken early only to wait"
    times = [time for _number, time in simulation.painted][6:-1]
    gaps = [after - before for before, after in pairwise(times)]
    assert max(gaps) <= pace + 4, "at even distances"


def test_lanes_stay_empty_where_the_source_is_slow() -> None:
    simulation = film_in_lanes(job=20, make=5, paint=4, lanes=2, rate=30)
    assert simulation.most_passes == 1
    assert max(simulation.frame_ages) <= 29 + 1e-6


def gate_of_two_lanes() -> Gate:
    """A gate that knows how long everything takes: no time at all."""
    gate = Gate()
    gate.lanes = 2
    gate.put_request(Request(PLAN))
    gate._make = gate._paint = Least(0.0)
    return gate


def two_under_way(gate: Gate) -> list[Job]:
    """The jobs of two live frames, both taken."""
    jobs = []
    for number in (1, 2):
        gate.put_frame(Frame(FRAME.values, number, live=True))
        jobs.append(taken(gate))
    return jobs


def test_a_pass_that_is_done_first_waits_for_the_one_before() -> None:
    gate = gate_of_two_lanes()
    jobs = two_under_way(gate)
    gate.put_frame(Frame(FRAME.values, 3, live=True))
    assert gate.try_take() is None, "both lanes are taken"
    gate.passed(jobs[1])
    assert not gate.next_is(jobs[1])
    hand_through(gate, jobs[0])
    assert gate.next_is(jobs[1])
    assert not gate.idle


def test_a_pass_that_came_to_nothing_keeps_nobody_waiting() -> None:
    gate = gate_of_two_lanes()
    jobs = two_under_way(gate)
    gate.dropped(jobs[0])
    hand_through(gate, jobs[1])
    gate.painted()
    assert gate.idle


@pytest.mark.parametrize("live", [True, False])
def test_a_still_picture_is_computed_alone_however_many_lanes_there_are(live: bool) -> None:
    gate = gate_of_two_lanes()
    gate.put_frame(Frame(FRAME.values, 1, live=live))
    first = taken(gate)
    gate.put_frame(Frame(FRAME.values, 2, live=not live))
    assert gate.try_take() is None
    hand_through(gate, first)
    gate.painted()
    assert taken(gate).frame.number == 2


def test_still_picture_waits_for_the_paint_whatever_is_made() -> None:
    gate = ready_gate()
    job = taken(gate)
    gate.passed(job)
    gate.hand_on(job)
    gate.put_frame(frame_of(SHAPE, 1))
    assert gate.try_take() is None
    gate.made()
    assert gate.hand_over()
    assert gate.try_take() is None
    gate.painted()
    assert taken(gate).frame.number == 1


def test_closed_gate_lets_go_of_a_result_that_waits() -> None:
    gate = ready_gate()
    job = taken(gate)
    hand_through(gate, job)
    gate.painted()
    gate.put_frame(Frame(FRAME.values, 1, live=True))
    job = taken(gate)
    gate.passed(job)
    gate.hand_on(job)
    gate.close()
    assert gate.hand_over(), "the painter is free"
    assert gate.take() is None


def test_a_rough_result_is_asked_for_once_more_when_nothing_else_is_wanted() -> None:
    now = [0.0]
    gate = Gate(lambda: now[0])
    gate.put_frame(FRAME)
    gate.put_request(Request(PLAN))
    job = taken(gate)
    assert job.quick
    gate.passed(job)
    gate.hand_on(job)
    gate.made()
    assert gate.hand_over(rough=True)
    assert gate.try_take() is None, "not before it is on screen"
    gate.painted()
    assert gate.idle
    assert not gate.at_rest
    assert gate.try_take() is None, "not at once: the next edit would wait for it"
    now[0] += 0.2
    again = taken(gate)
    assert not again.quick
    assert again.frame is FRAME
    hand_through(gate, again)
    gate.painted()
    assert gate.at_rest


def test_what_is_wanted_meanwhile_comes_before_exactness() -> None:
    gate = ready_gate()
    job = taken(gate)
    gate.passed(job)
    gate.hand_on(job)
    gate.made()
    assert gate.hand_over(rough=True)
    gate.put_request(Request(PLAN, statistics_version=3))
    gate.painted()
    job = taken(gate)
    assert (job.quick, job.statistics_version) == (True, 3)


def test_take_waits_until_a_rough_result_may_be_asked_for_again() -> None:
    gate = ready_gate()
    job = taken(gate)
    gate.passed(job)
    gate.hand_on(job)
    gate.made()
    assert gate.hand_over(rough=True)
    gate.painted()
    begun = time.monotonic()
    job = gate.take()
    assert job is not None
    assert not job.quick
    assert time.monotonic() - begun >= 0.14
