"""The thread that computes: it ends when told, outlives what a job does to it, and tells in sentences."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.engine.palette import dark_colours
from cnnlab.engine.view import Device, Job, Result, RowView, View
from cnnlab.live.gate import Gate, Request
from cnnlab.live.least import Least
from cnnlab.live.worker import Computer, Worker, make_session
from cnnlab.text import Message
from tests.building import frame_of, plan_of

SHAPE = (1, 3, 6, 7)
PLAN = plan_of(SHAPE, ("conv1", "conv2d", {"out_channels": 4}), ("relu1", "relu"))
CPU = Device("cpu", "CPU")


@dataclass
class Fake:
    """Computes by calling a function."""

    work: Callable[[Job], object] = lambda _job: None
    closed: bool = False
    lanes: int = 1
    threads: set[int] = field(default_factory=set)

    def begin(self, job: Job) -> Job:
        self.threads.add(threading.get_ident())
        self.work(job)
        return job

    def finish(self, done: Job) -> Result | None:
        self.threads.add(threading.get_ident())
        return Result(done)

    def devices(self) -> tuple[Device, ...]:
        return (CPU,)

    def close(self) -> None:
        self.closed = True


class Desk:
    """A gate, a worker, and what the worker has said."""

    def __init__(self, make: Callable[[], Computer]) -> None:
        self.gate = Gate()
        self.results: queue.Queue[Result] = queue.Queue()
        self.failures: queue.Queue[str] = queue.Queue()
        self.devices: queue.Queue[tuple[Device, ...]] = queue.Queue()
        self.worker = Worker(self.gate, self.results.put, self._on_failure, self.devices.put, make)

    def _on_failure(self, message: Message) -> None:
        self.failures.put(str(message))

    def ask(self, number: int = 0) -> None:
        """Put a job there."""
        self.gate.put_frame(frame_of(SHAPE, number))
        self.gate.put_request(Request(PLAN, statistics_version=number))

    def painted_result(self) -> Result:
        """The next result, painted."""
        result = self.results.get(timeout=20)
        self.gate.painted()
        return result


@pytest.fixture
def start() -> Iterator[Callable[[Callable[[], Computer]], Desk]]:
    """Starts a worker, and ends it when the test is over."""
    desks: list[Desk] = []

    def begin(make: Callable[[], Computer]) -> Desk:
        desk = Desk(make)
        desks.append(desk)
        desk.worker.start()
        return desk

    yield begin
    for desk in desks:
        assert desk.worker.stop(20)


Start = Callable[[Callable[[], Computer]], Desk]


@pytest.mark.parametrize(("live", "threads"), [(False, 1), (True, 2)])
def test_only_live_passes_and_their_results_have_a_thread_each(start: Start, live: bool, threads: int) -> None:
    fake = Fake()
    desk = start(lambda: fake)
    desk.gate.put_request(Request(PLAN))
    for number in range(20):
        desk.gate.put_frame(Frame(frame_of(SHAPE).values, number, live=live))
        assert desk.painted_result().job.frame.number == number
    assert len(fake.threads) == threads
    assert threading.get_ident() not in fake.threads


def test_a_still_picture_between_live_ones_is_answered_in_order(start: Start) -> None:
    desk = start(Fake)
    desk.gate.put_request(Request(PLAN))
    for number in range(40):
        desk.gate.put_frame(Frame(frame_of(SHAPE).values, number, live=number % 3 > 0))
        assert desk.painted_result().job.frame.number == number


def test_devices_are_told_once_before_any_job(start: Start) -> None:
    desk = start(Fake)
    assert desk.devices.get(timeout=20) == (CPU,)
    desk.ask()
    desk.painted_result()
    assert desk.devices.empty()


def test_worker_ends_when_told_and_lets_go(start: Start) -> None:
    fake = Fake()
    desk = start(lambda: fake)
    desk.ask()
    desk.painted_result()
    assert desk.worker.stop(20)
    assert fake.closed
    assert not {"cnnlab-worker", "cnnlab-maker"} & {thread.name for thread in threading.enumerate()}
    desk.ask(1)
    assert desk.results.empty()


def test_worker_ends_while_a_result_waits_to_be_painted(start: Start) -> None:
    desk = start(Fake)
    desk.ask()
    desk.results.get(timeout=20)
    desk.ask(1)
    assert desk.worker.stop(20)


def test_worker_finishes_the_job_at_hand_and_no_other(start: Start) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_job: Job) -> None:
        begun.set()
        assert go_on.wait(20)

    desk = start(lambda: Fake(wait))
    desk.ask()
    assert begun.wait(20)
    desk.ask(1)
    assert not desk.worker.stop(0.05)
    go_on.set()
    assert desk.worker.stop(20)
    assert desk.results.qsize() == 1


def test_worker_that_never_started_has_ended() -> None:
    assert Desk(Fake).worker.stop(0)


@pytest.mark.parametrize(
    "error", [RuntimeError("odd\nsecond line"), MemoryError(), RecursionError("deep"), KeyError("x")]
)
def test_worker_outlives_an_exception(error: Exception, start: Start) -> None:
    def fail_first(job: Job) -> None:
        if job.frame.number == 0:
            raise error

    desk = start(lambda: Fake(fail_first))
    desk.ask(0)
    said = desk.failures.get(timeout=20)
    assert said.startswith("this could not be computed: ")
    assert "\n" not in said
    desk.ask(1)
    assert desk.painted_result().job.frame.number == 1


def test_engine_that_cannot_start_is_said_in_a_sentence(start: Start) -> None:
    def broken() -> Computer:
        raise ImportError("no torch here\ntraceback")

    desk = start(broken)
    assert desk.failures.get(timeout=20) == "the engine could not start: no torch here"
    assert desk.worker.stop(20)


def test_engine_that_cannot_list_its_devices_is_said_in_a_sentence(start: Start) -> None:
    class Blind(Fake):
        def devices(self) -> tuple[Device, ...]:
            raise RuntimeError("driver gone")

    desk = start(Blind)
    assert desk.failures.get(timeout=20) == "the engine could not start: driver gone"


def test_real_engine_reuses_what_an_edit_did_not_touch(start: Start) -> None:
    desk = start(make_session)
    desk.gate.put_frame(frame_of(SHAPE))
    view = View((RowView("conv1", (0, 1), (6, 7)), RowView("relu1", (0,), (6, 7))), dark_colours())
    desk.gate.put_request(Request(PLAN, view))
    first = desk.painted_result()
    assert first.recomputed == ("conv1", "relu1")
    assert set(first.pictures) == {"conv1", "relu1"}
    stack = edits.set_value(PLAN.stack, PLAN.layer("conv1"), "bias", (0,), 3.0)
    desk.gate.put_request(Request(infer(stack, SHAPE, PLAN), view))
    second = desk.painted_result()
    assert second.recomputed == ("conv1", "relu1")
    assert second.pictures["conv1"].pixels.tolist() != first.pictures["conv1"].pixels.tolist()
    at_rest = desk.painted_result() if second.rough else second
    shift = at_rest.layers["conv1"].high - first.layers["conv1"].high
    assert shift > 1
    assert at_rest.layers["conv1"].exact
    desk.gate.put_request(Request(infer(stack, SHAPE, PLAN), View()))
    assert desk.painted_result().pictures == {}


def test_results_of_the_real_engine_do_not_change_any_more(start: Start) -> None:
    desk = start(make_session)
    view = View((RowView("relu1", (0, 1, 2, 3), (6, 7)),), dark_colours())
    kept = []
    for number in range(5):
        desk.gate.put_frame(frame_of(SHAPE, number, seed=number))
        desk.gate.put_request(Request(PLAN, view))
        pixels = desk.painted_result().pictures["relu1"].pixels
        assert not pixels.flags.writeable
        kept.append((pixels, pixels.copy()))
    assert all((pixels == copy).all() for pixels, copy in kept)
    assert len({copy.tobytes() for _, copy in kept}) == 5


def test_many_edits_from_another_thread_end_with_the_last(start: Start) -> None:
    desk = start(Fake)
    seen: list[int] = []

    def type_fast() -> None:
        for number in range(500):
            desk.gate.put_request(Request(PLAN, statistics_version=number))

    desk.gate.put_frame(Frame(np.zeros(SHAPE, np.float32)))
    typist = threading.Thread(target=type_fast)
    typist.start()
    while not seen or seen[-1] < 499:
        seen.append(desk.painted_result().job.statistics_version)
    typist.join()
    assert seen == sorted(set(seen))


def test_live_room_loads_without_torch() -> None:
    code = (
        "import sys, cnnlab.live.worker, cnnlab.live.gate; sys.exit('torch' in sys.modules or 'PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("death", [SystemExit("asked to exit"), KeyboardInterrupt("stop"), GeneratorExit("odd")])
def test_worker_that_dies_is_started_again_once_with_its_job(death: BaseException, start: Start) -> None:
    deaths = [death, death]

    def die(job: Job) -> None:
        if job.frame.number == 0 and len(deaths) == 2:
            raise deaths.pop()

    fakes: list[Fake] = []

    def make() -> Fake:
        fakes.append(Fake(die))
        return fakes[-1]

    desk = start(make)
    desk.ask(0)
    assert desk.failures.get(timeout=20).startswith("the engine stopped and was started again: ")
    assert desk.painted_result().job.frame.number == 0, "the job is done after all"
    assert len(fakes) == 2
    desk.ask(1)
    assert desk.painted_result().job.frame.number == 1


def test_worker_that_dies_twice_says_what_to_do_and_stops(start: Start) -> None:
    def die(_job: Job) -> None:
        raise SystemExit("asked to exit")

    desk = start(lambda: Fake(die))
    desk.ask(0)
    desk.failures.get(timeout=20)
    assert "save your project" in desk.failures.get(timeout=20)
    assert desk.worker.stop(20)
    assert desk.gate.closed
    desk.ask(1)
    assert desk.gate.idle, "nobody waits for what nobody will do"


def test_live_pass_runs_while_the_last_result_is_made(start: Start) -> None:
    together = threading.Barrier(2)

    class Both(Fake):
        """Makes the results of live frames only while the next pass runs."""

        def begin(self, job: Job) -> Job:
            if job.frame.number == 4:
                together.wait(20)
            return job

        def finish(self, done: Job) -> Result | None:
            if done.frame.number == 3:
                together.wait(20)
            return Result(done)

    now = [0.0]
    desk = start(Both)
    desk.gate._clock = lambda: now[0]
    desk.gate._work = Least(1.0)
    desk.gate._make = desk.gate._paint = Least(0.5)
    desk.gate.put_request(Request(PLAN))
    desk.gate.put_frame(Frame(frame_of(SHAPE).values, 3, live=True))
    wait_until(lambda: not desk.gate.maker_free)
    desk.gate._work = Least(1.0)
    desk.gate.put_frame(Frame(frame_of(SHAPE).values, 4, live=True))
    assert desk.painted_result().job.frame.number == 3
    assert desk.painted_result().job.frame.number == 4


class Together(Fake):
    """Has two lanes, and computes the frames 3 and 4 only beside each other, the later one first."""

    def __init__(self) -> None:
        super().__init__(lanes=2)
        self.together = threading.Barrier(2)
        self.later = threading.Event()

    def begin(self, job: Job) -> Job:
        if job.frame.number in (3, 4):
            self.together.wait(20)
        if job.frame.number == 3:
            assert self.later.wait(20)
        if job.frame.number == 4:
            self.later.set()
        return super().begin(job)


def ask_for_two(desk: Desk) -> None:
    """Two live frames, the second when the first is under way, and before them one from which the lanes are known."""
    desk.gate.put_request(Request(PLAN))
    desk.gate.put_frame(Frame(frame_of(SHAPE).values, 1, live=True))
    assert desk.painted_result().job.frame.number == 1
    for number in (3, 4):
        desk.gate.put_frame(Frame(frame_of(SHAPE).values, number, live=True))
        wait_until(lambda: not desk.gate._fresh)


def test_passes_of_two_lanes_run_at_once_and_their_results_come_in_order(start: Start) -> None:
    fake = Together()
    desk = start(lambda: fake)
    ask_for_two(desk)
    assert desk.painted_result().job.frame.number == 3
    assert desk.painted_result().job.frame.number == 4
    assert desk.worker.stop(20)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("cnnlab-")]


@pytest.mark.parametrize("error", [RuntimeError("odd"), SystemExit("asked to exit")])
def test_a_lane_outlives_what_happens_to_its_pass(error: BaseException, start: Start) -> None:
    class Broken(Together):
        def begin(self, job: Job) -> Job:
            super().begin(job)
            if threading.current_thread().name == "cnnlab-lane":
                raise error
            return job

    desk = start(Broken)
    ask_for_two(desk)
    assert desk.failures.get(timeout=20).startswith("this could not be computed: ")
    assert desk.painted_result().job.frame.number in (3, 4)
    desk.ask(5)
    assert desk.painted_result().job.frame.number == 5


def wait_until(true: Callable[[], bool]) -> None:
    """Wait, for at most twenty seconds."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_result_that_does_not_fit_is_begun_once_more(start: Start) -> None:
    class Tight(Fake):
        """Has no room for the first result."""

        begun = 0

        def begin(self, job: Job) -> Job:
            self.begun += 1
            return job

        def finish(self, done: Job) -> Result | None:
            return Result(done) if self.begun > 1 else None

    fake = Tight()
    desk = start(lambda: fake)
    desk.ask()
    assert desk.painted_result().job.frame.number == 0
    assert fake.begun == 2


@pytest.mark.parametrize("error", [RuntimeError("odd"), SystemExit("asked to exit")])
def test_result_that_cannot_be_made_is_said_and_the_next_is(error: BaseException, start: Start) -> None:
    class Clumsy(Fake):
        """Cannot make the first result."""

        def finish(self, done: Job) -> Result | None:
            if done.frame.number == 0:
                raise error
            return Result(done)

    desk = start(Clumsy)
    desk.ask(0)
    assert desk.failures.get(timeout=20).startswith("this could not be computed: ")
    desk.ask(1)
    assert desk.painted_result().job.frame.number == 1
