"""How many passes run at once, with how many threads each."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from itertools import groupby

import pytest
import torch

from cnnlab.document.plan import Plan
from cnnlab.engine.threads import ThreadCount
from tests.building import plan_of

PLAN = plan_of((1, 3, 8, 8), ("relu1", "relu"))
LARGER = plan_of((1, 3, 16, 16), ("relu1", "relu"))
OTHER = plan_of((1, 3, 8, 8), ("pool1", "adaptive_avg_pool2d"))


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    """As on two cores, whatever this machine has."""
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


class Machine:
    """A clock that moves by what a frame takes with one thread or with two."""

    def __init__(self, one: float, two: float) -> None:
        self.now, self.seconds = 0.0, {1: one, 2: two}
        self.threads = ThreadCount(lambda: self.now)

    def frames(self, count: int, plan: Plan = PLAN) -> list[int]:
        """How many threads each of so many frames got."""
        used = []
        for _ in range(count):
            self.threads.choose(plan, live=True)
            used.append(torch.get_num_threads())
            self.now += self.seconds[self.threads.count]
        return used

    def frames_in_lanes(self, count: int, ways: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
        """The lanes and threads that each of so many frames got, by what a frame takes in each."""
        used = []
        for _ in range(count):
            self.threads.choose(PLAN, live=True, lanes=2)
            used.append((self.threads.lanes, torch.get_num_threads()))
            self.now += ways[used[-1]]
        return used

    def edits(self, count: int, computed: tuple[str, ...]) -> list[int]:
        """How many threads each of so many edits got that had these layers computed."""
        used = []
        for _ in range(count):
            self.threads.choose(PLAN, live=False, quick=True)
            used.append(torch.get_num_threads())
            self.threads.took(self.seconds[self.threads.count] if computed else 0.0001, computed)
        return used


@pytest.mark.parametrize(("one", "two", "best"), [(0.006, 0.010, 1), (0.010, 0.006, 2)])
def test_the_faster_count_is_kept(one: float, two: float, best: int) -> None:
    machine = Machine(one, two)
    assert set(machine.frames(30)) == {1, 2}, "both are tried"
    assert set(machine.frames(70)) == {best}


def test_a_choice_that_is_found_again_is_kept_for_longer() -> None:
    machine = Machine(0.006, 0.010)
    used = machine.frames(4000)
    kept = [len(list(group)) for count, group in groupby(used) if count == 1]
    kept = [length for length in kept if length > 20]  # what is shorter is a turn
    assert kept[:5] == pytest.approx([150, 300, 600, 1200, 1200], abs=15)
    machine.seconds = {1: 0.010, 2: 0.006}
    again = machine.frames(2500)
    assert again.count(2) > 1000, "another choice is not, at first"


def test_a_machine_that_slows_down_during_the_trial_does_not_mislead_it() -> None:
    machine = Machine(0.0060, 0.0066)
    for _ in range(30):
        machine.frames(1)
        machine.seconds = {count: 1.02 * seconds for count, seconds in machine.seconds.items()}
    assert set(machine.frames(70)) == {1}


def test_a_slow_frame_keeps_all_threads() -> None:
    machine = Machine(0.8, 0.4)
    assert set(machine.frames(2000)) == {2}


def test_a_round_in_which_something_came_between_does_not_decide_about_edits() -> None:
    machine = Machine(0.012, 0.010)
    for number in range(17):
        machine.seconds = {1: 0.012, 2: 0.010 if number % 4 == 3 else 0.030}
        machine.edits(1, ("conv1",))
    assert set(machine.edits(70, ("conv1",))) == {2}


def test_it_follows_when_the_machine_changes() -> None:
    machine = Machine(0.006, 0.010)
    machine.frames(100)
    machine.seconds = {1: 0.010, 2: 0.006}
    machine.frames(700)
    assert machine.frames(50)[-1] == 2


@pytest.mark.parametrize("other", [LARGER, OTHER])
def test_what_computes_other_shapes_is_tried_anew(other: Plan) -> None:
    machine = Machine(0.006, 0.010)
    machine.frames(100)
    machine.seconds = {1: 0.030, 2: 0.016}
    assert machine.frames(60, other)[-1] == 2


def test_a_still_picture_takes_all_threads_and_its_pause_does_not_count() -> None:
    machine = Machine(0.006, 0.010)
    machine.frames(100)
    machine.threads.choose(PLAN, live=False)
    assert torch.get_num_threads() == 2
    machine.now += 100
    assert machine.frames(20)[-1] == 1
    machine.threads.reset()
    assert torch.get_num_threads() == 2


def test_edits_that_are_dragged_take_what_is_faster_for_them() -> None:
    machine = Machine(0.006, 0.010)
    assert set(machine.edits(17, ("conv1", "relu1"))) == {1, 2}
    assert set(machine.edits(70, ("conv1", "relu1"))) == {1}
    machine.seconds = {1: 0.030, 2: 0.016}
    assert machine.edits(20, ("conv2",))[-1] == 2, "what computes other layers is tried anew"
    machine.threads.choose(PLAN, live=False)
    assert torch.get_num_threads() == 2


def test_a_slow_edit_keeps_all_threads() -> None:
    assert set(Machine(0.8, 0.4).edits(2000, ("conv1",))) == {2}


def test_a_look_at_other_tiles_is_no_edit() -> None:
    machine = Machine(0.006, 0.010)
    for _ in range(20):
        machine.edits(1, ("conv1",))
        machine.edits(1, ())
    assert machine.edits(1, ("conv1",)) == [1]


@pytest.mark.parametrize(
    ("ways", "best"),
    [
        ({(1, 2): 0.012, (1, 1): 0.013, (2, 1): 0.009}, (2, 1)),
        ({(1, 2): 0.012, (1, 1): 0.009, (2, 1): 0.010}, (1, 1)),
        ({(1, 2): 0.012, (1, 1): 0.0092, (2, 1): 0.009}, (1, 1)),
        ({(1, 2): 0.009, (1, 1): 0.010, (2, 1): 0.012}, (1, 2)),
        ({(1, 2): 0.0333, (1, 1): 0.0333, (2, 1): 0.0330}, (1, 2)),  # the source gives no more
    ],
)
def test_several_passes_run_at_once_where_that_is_worth_it(
    ways: Mapping[tuple[int, int], float], best: tuple[int, int]
) -> None:
    machine = Machine(0.0, 0.0)
    assert set(machine.frames_in_lanes(43, ways)) == set(ways), "all are tried"
    assert set(machine.frames_in_lanes(70, ways)) == {best}


def test_eight_cores_are_shared_by_halves_too() -> None:
    torch.set_num_threads(8)
    machine = Machine(0.0, 0.0)
    ways = {(1, 8): 0.012, (1, 1): 0.025, (2, 4): 0.008, (2, 1): 0.020}
    assert set(machine.frames_in_lanes(57, ways)) == set(ways)
    assert set(machine.frames_in_lanes(70, ways)) == {(2, 4)}


def test_one_core_leaves_no_choice() -> None:
    torch.set_num_threads(1)
    assert set(Machine(0.0, 0.0).frames_in_lanes(100, {(1, 1): 0.01})) == {(1, 1)}


@pytest.mark.parametrize(("cores", "share"), [(2, 1), (8, 4)])
def test_another_thread_computes_with_its_share_at_most(cores: int, share: int) -> None:
    torch.set_num_threads(cores)
    machine = Machine(0.010, 0.006)
    machine.seconds[cores] = 0.006
    machine.frames(60)
    seen = []

    def lane() -> None:
        machine.threads.choose(PLAN, live=True)
        seen.append((machine.threads.count, torch.get_num_threads()))

    thread = threading.Thread(target=lane)
    thread.start()
    thread.join()
    assert seen == [(cores, share)]
    assert torch.get_num_threads() == cores, "the first goes on as it was"
