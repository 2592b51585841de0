"""Rounds of work: what they share, and what happens when a device is full."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch

from cnnlab.blocks.weight import frozen
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import LayerPlan, Plan, infer
from cnnlab.document.stack import INPUT, Mode
from cnnlab.document.statistics import Statistics
from cnnlab.engine import results as results_module
from cnnlab.engine import session as session_module
from cnnlab.engine.ahead import Ahead
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.memory import need
from cnnlab.engine.palette import dark_colours
from cnnlab.engine.results import Pass, ResultMaker
from cnnlab.engine.session import Session
from cnnlab.engine.statistics import layer_statistics
from cnnlab.engine.threads import ThreadCount, Way
from cnnlab.engine.view import Job, Result, RowView, ScaleMode, View
from tests.building import Row, frame_of, noise, plan_of

SHAPE = (1, 3, 8, 9)
ROWS: tuple[Row, ...] = (("conv1", "conv2d", {"out_channels": 4}), ("norm", "batch_norm2d"), ("relu1", "relu"))


def view_of(*layers: str) -> View:
    """A view in which the first channel of some layers is visible."""
    return View(tuple(RowView(layer, (0,), (6, 7)) for layer in layers), dark_colours())


def test_round_gives_pictures_and_numbers_of_what_is_visible() -> None:
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of(INPUT, "conv1", "gone"))
    result = Session().compute(job)
    assert result.job is job
    assert list(result.pictures) == list(result.layers) == [INPUT, "conv1"]
    assert result.pictures["conv1"].pixels.shape == (1, 6, 7)
    assert result.recomputed == ("conv1", "norm", "relu1")
    assert result.layers[INPUT].low == pytest.approx(float(noise(SHAPE).min()))
    assert result.total > 0
    assert (result.device, result.notice, result.failures) == ("cpu", None, {})


def test_other_view_computes_nothing_anew() -> None:
    session = Session()
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of("conv1"))
    first = session.compute(job)
    second = session.compute(dataclasses.replace(job, view=view_of("conv1", "relu1")))
    assert second.recomputed == ()
    assert second.pictures["conv1"] is first.pictures["conv1"]
    assert second.layers["conv1"] is first.layers["conv1"]
    assert "relu1" in second.pictures


def test_values_that_are_not_finite_survive_and_are_said() -> None:
    values = noise(SHAPE).copy()
    values[0, 0, 2, 3] = np.nan
    values[0, 1, 5, 5] = np.inf
    frame = Frame(values)
    plan = plan_of(SHAPE, ("same", "relu"), ("root", "sqrt"))
    view = View((RowView("same", (0, 1), (8, 9)), RowView("root", (2,), (8, 9))), dark_colours())
    result = Session().compute(Job(plan, frame, view))
    assert result.layers["same"].nonfinite == 2
    assert result.pictures["same"].pixels[0, 2, 3] == dark_colours().activation[0]
    assert result.pictures["same"].pixels[1, 5, 5] == dark_colours().activation[0]
    assert result.layers["root"].nonfinite == 2


def test_live_numbers_come_from_a_sample_and_those_of_a_still_picture_from_all() -> None:
    shape = (1, 3, 120, 160)
    plan, still, session = plan_of(shape, *ROWS), frame_of(shape), Session()
    job = Job(plan, Frame(still.values, live=True), view_of(INPUT, "conv1", "relu1"))
    live = session.compute(job).layers
    frozen = session.compute(dataclasses.replace(job, frame=still)).layers
    for name in (INPUT, "conv1", "relu1"):
        assert not live[name].exact
        assert frozen[name].exact
        assert frozen[name].low <= live[name].low < live[name].high <= frozen[name].high
        assert live[name].mean == pytest.approx(frozen[name].mean, abs=0.05)
        assert live[name].zeros == pytest.approx(frozen[name].zeros, abs=0.05)
    assert frozen[INPUT].low == float(still.values.min())
    assert session.compute(job).layers[INPUT] is frozen[INPUT], "what is known exactly stays known"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_every_value_of_a_live_frame_that_is_not_finite_is_counted(bad: float) -> None:
    shape = (1, 3, 120, 160)
    values = noise(shape).copy()
    values[0, 1, 3, 3] = bad
    frame = Frame(values, live=True)
    found = Session().compute(
        Job(plan_of(shape, ("conv1", "conv2d", {"out_channels": 2})), frame, view_of(INPUT, "conv1"))
    )
    assert found.layers[INPUT].nonfinite == 1
    assert found.layers["conv1"].nonfinite == 2 * 9


def test_root_of_a_live_frame_is_looked_at_although_its_input_is_finite() -> None:
    shape = (1, 3, 120, 160)
    frame = Frame(noise(shape), live=True)
    found = Session().compute(Job(plan_of(shape, ("root", "sqrt")), frame, view_of("root")))
    assert found.layers["root"].nonfinite == int((noise(shape) < 0).sum())


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (("input", 0, 2, 7, 8), float(noise(SHAPE)[0, 2, 7, 8])),
        (("relu1", 0, 0, 6, 0), None),
        (("input", 1, 0, 0, 0), None),
        (("input", 0, 0, -1, 0), None),
        (("gone", 0, 0, 0, 0), None),
    ],
)
def test_probe_gives_one_value(probe: tuple[str, int, int, int, int], expected: float | None) -> None:
    result = Session().compute(Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), View(probe=probe)))
    assert result.probed == (pytest.approx(expected) if expected is not None else None)


# -- running statistics --


def test_statistics_go_on_until_the_document_changes_them() -> None:
    session, plan = Session(), plan_of(SHAPE, *ROWS, mode=Mode.TRAIN)
    first = session.compute(Job(plan, frame_of(SHAPE, 1)))
    stale = session.compute(Job(plan, frame_of(SHAPE, 2)))
    assert not np.array_equal(stale.statistics["norm"]["running_mean"], first.statistics["norm"]["running_mean"]), (
        "the second frame goes on from the first, although the job brings the document's older ones"
    )
    edited = {"norm": {"running_mean": np.full(4, 7, np.float32), "running_var": np.ones(4, np.float32)}}
    after = session.compute(Job(plan, frame_of(SHAPE, 2), statistics=edited, statistics_version=1))
    assert after.statistics["norm"]["running_mean"].tolist() == [7] * 4


def test_a_trial_moves_no_statistics_also_of_a_layer_that_it_switches_on() -> None:
    session, frame = Session(), frame_of(SHAPE, number=1)
    off = edits.set_enabled(edits.set_mode(plan_of(SHAPE, *ROWS).stack, Mode.TRAIN), "norm", False)
    plan, tried = infer(off, SHAPE), infer(edits.set_enabled(off, "norm", True), SHAPE)
    session.compute(Job(plan, frame, view_of("norm")))
    assert session.compute(Job(tried, frame, view_of("norm"), trial=True)).statistics == {}
    assert "norm" in session.compute(Job(tried, frame, view_of("norm"))).statistics, "done for good, it does move them"


def test_still_picture_does_not_run_away() -> None:
    session, plan = Session(), plan_of(SHAPE, *ROWS, mode=Mode.TRAIN)
    frame = frame_of(SHAPE, 1)
    first = session.compute(Job(plan, frame))
    for value in range(5):
        stack = edits.set_value(plan.stack, plan.layer("norm"), "weight", (0,), value)
        plan = infer(stack, SHAPE, plan)
        again = session.compute(Job(plan, frame))
        assert again.recomputed == ("norm", "relu1")
    assert again.statistics == first.statistics


# -- a device that is full --


class Full(Runner):
    """Has memory on the CPU only."""

    tried: list[str]

    def run(self, *given: Any, **named: Any) -> Forward:
        type(self).tried.append(self.device)
        if self.device != "cpu":
            raise torch.OutOfMemoryError
        return super().run(*given, **named)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    Full.tried = []
    monkeypatch.setattr(session_module, "Runner", Full)
    return Session()


def test_full_device_falls_back_to_the_cpu_and_says_so(session: Session) -> None:
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of("relu1"), device="toy:0")
    result = session.compute(job)
    assert result.device == "cpu"
    assert str(result.notice).startswith("TOY ran out of memory: computing on the CPU")
    assert result.recomputed == ("conv1", "norm", "relu1")
    assert "relu1" in result.pictures


def test_full_device_is_not_tried_again_for_as_much(session: Session) -> None:
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), device="toy:0")
    session.compute(job)
    again = session.compute(job)
    assert Full.tried == ["toy:0", "cpu", "cpu"]
    assert again.notice is None
    assert again.recomputed == ()


def test_full_device_is_tried_again_for_less(session: Session) -> None:
    session.compute(Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), device="toy:0"))
    smaller = (1, 3, 5, 5)
    session.compute(Job(plan_of(smaller, *ROWS), frame_of(smaller), device="toy:0"))
    assert Full.tried == ["toy:0", "cpu", "toy:0", "cpu"]


def test_full_device_is_tried_again_when_chosen_anew(session: Session) -> None:
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), device="toy:0")
    session.compute(job)
    session.compute(dataclasses.replace(job, device="cpu"))
    session.compute(job)
    assert Full.tried == ["toy:0", "cpu", "cpu", "toy:0", "cpu"]


def test_full_device_moves_the_statistics_once(session: Session) -> None:
    plan = plan_of(SHAPE, ("norm", "batch_norm2d", {"momentum": 0.5}), mode=Mode.TRAIN)
    job = Job(plan, frame_of(SHAPE, 1))
    first = session.compute(job)
    after = session.compute(dataclasses.replace(job, device="toy:0"))
    np.testing.assert_allclose(first.statistics["norm"]["running_mean"], noise(SHAPE).mean((0, 2, 3)) / 2, rtol=1e-4)
    assert after.statistics == first.statistics


def test_full_cpu_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise torch.OutOfMemoryError("all of it")

    monkeypatch.setattr(Runner, "run", full)
    with pytest.raises(torch.OutOfMemoryError):
        Session().compute(Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE)))


def test_pictures_that_do_not_fit_fall_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    original = layer_statistics

    def once_full(planes: torch.Tensor) -> object:
        calls.append("statistics")
        if len(calls) == 1:
            raise torch.OutOfMemoryError
        return original(planes)

    class Pretending(Runner):
        def __init__(self, device: str = "cpu", moved: object = None) -> None:
            super().__init__("cpu", moved)  # type: ignore[arg-type]
            self.device = device if not calls else "cpu"

        def run(self, *given: Any, **named: Any) -> Forward:
            asked, self.device = self.device, "cpu"
            try:
                return super().run(*given, **named)
            finally:
                self.device = asked

    monkeypatch.setattr(results_module, "layer_statistics", once_full)
    monkeypatch.setattr(session_module, "Runner", Pretending)
    result = Session().compute(Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of("relu1"), device="toy:0"))
    assert result.device == "cpu"
    assert result.notice is not None
    assert "relu1" in result.pictures


def test_closed_session_has_let_go_and_can_go_on() -> None:
    session = Session()
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of("conv1"))
    session.compute(job)
    session.close()
    assert session.compute(job).recomputed == ("conv1", "norm", "relu1")
    assert session.devices()[-1].id == "cpu"


@pytest.mark.cuda
def test_cuda_shows_what_the_cpu_shows() -> None:
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of(INPUT, "conv1", "relu1"))
    cpu = Session().compute(job)
    cuda = Session().compute(dataclasses.replace(job, device="cuda:0"))
    assert cuda.device == "cuda:0"
    for name, picture in cpu.pictures.items():
        np.testing.assert_allclose(cuda.pictures[name].scales, picture.scales, rtol=1e-4)


def test_arithmetic_goes_with_the_job_and_a_change_of_it_computes_everything_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(session_module, "exact_arithmetic", lambda exact=True: asked.append(exact))
    session = Session()
    job = Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view_of("conv1"))
    session.compute(job)
    fast = session.compute(dataclasses.replace(job, exact=False))
    again = session.compute(dataclasses.replace(job, exact=False))
    assert asked == [True, False]
    assert fast.recomputed == ("conv1", "norm", "relu1")
    assert again.recomputed == ()


def test_live_numbers_change_a_few_times_a_second_and_still_ones_always() -> None:
    now = [0.0]
    maker, session = ResultMaker(lambda: now[0]), Session()
    plan = plan_of(SHAPE, *ROWS)
    seen = []
    for number in range(20):
        frame = Frame(frame_of(SHAPE, seed=number).values, number, live=True)
        seen.append(maker.result(session.begin(Job(plan, frame, view_of("conv1")))).layers["conv1"])
        now[0] += 0.05
    assert 4 <= len({id(numbers) for numbers in seen}) <= 6
    still = maker.result(session.begin(Job(plan, frame_of(SHAPE, 30, seed=30), view_of("conv1")))).layers["conv1"]
    assert still.exact
    assert still != seen[-1]


def test_numbers_of_quick_edits_change_a_few_times_a_second_and_are_asked_for_once_more() -> None:
    now = [0.0]
    maker, session = ResultMaker(lambda: now[0]), Session()
    plan, results = plan_of(SHAPE, *ROWS), []
    for number in range(20):
        job = Job(plan, frame_of(SHAPE, number, seed=number), view_of("conv1"), quick=True)
        results.append(maker.result(session.begin(job)))
        now[0] += 0.05
    highs = [result.layers["conv1"].high for result in results]
    assert 4 <= len(set(highs)) <= 6
    assert results[-1].rough, "they are those of an earlier edit"
    rest = maker.result(session.begin(dataclasses.replace(results[-1].job, quick=False)))
    assert not rest.rough
    assert rest.layers["conv1"].high not in highs


def test_a_quick_job_samples_its_numbers_and_the_same_asked_again_counts_them() -> None:
    session, plan, frame = Session(), plan_of((1, 3, 200, 200), *ROWS), frame_of((1, 3, 200, 200))
    job = Job(plan, frame, view_of("conv1"), quick=True)
    quick = session.compute(job)
    assert quick.rough
    assert not quick.layers["conv1"].exact
    again = session.compute(dataclasses.replace(job, quick=False))
    assert not again.rough
    assert again.recomputed == ()
    assert again.pictures["conv1"] is quick.pictures["conv1"]
    values = session._runners[0].run(plan, frame, {}).outputs["conv1"]
    assert again.layers["conv1"].high == float(values.max())
    assert session.compute(job).layers["conv1"].exact, "what is known exactly stays known"


# -- several passes at once --


def in_lanes(session: Session, jobs: Sequence[Job]) -> list[Pass]:
    """The passes of some jobs, all begun at once."""
    with ThreadPoolExecutor(len(jobs)) as lanes:
        return list(lanes.map(session.begin, jobs))


def live_job(plan: Plan, number: int, version: int = 0, **changes: Any) -> Job:
    """A job of a live frame with a picture of its own."""
    frame = Frame(noise(SHAPE, seed=number), number, live=True)
    return dataclasses.replace(Job(plan, frame, view_of(INPUT, "conv1"), statistics_version=version), **changes)


@dataclass
class Meeting:
    """What is seen of passes that meet: how many ran whenever one began, and the frames in order."""

    running: int = 0
    seen: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """All passes take a moment, so that they meet."""
    meeting, real, lock = Meeting(), Runner.run, threading.Lock()

    def run(self: Runner, *given: Any, **named: Any) -> Forward:
        with lock:
            meeting.running += 1
            meeting.seen.append(meeting.running)
            meeting.frames.append(given[1].number)
        time.sleep(0.02)
        try:
            return real(self, *given, **named)
        finally:
            with lock:
                meeting.running -= 1

    monkeypatch.setattr(Runner, "run", run)
    return meeting


def test_live_passes_run_beside_each_other_and_give_what_each_gives_alone(meeting: Meeting) -> None:
    plan, session = plan_of(SHAPE, *ROWS), Session()
    edited = infer(edits.set_value(plan.stack, plan.layer("conv1"), "bias", (0,), 3.0), SHAPE, plan)
    jobs = [live_job(plan if number % 3 else edited, number) for number in range(12)]
    for pair in batched(jobs):
        for job, done in zip(pair, in_lanes(session, pair), strict=True):
            assert done.job is job
            alone = Runner().run(job.plan, job.frame, {})
            for layer, output in alone.outputs.items():
                assert torch.equal(done.forward.outputs[layer], output)
            result = session.finish(done)
            assert result is not None
            assert set(result.pictures) == {INPUT, "conv1"}
    assert max(meeting.seen) == 2
    assert len(session._runners) == 2


def batched(jobs: list[Job]) -> list[list[Job]]:
    """Two and two."""
    return [jobs[at : at + 2] for at in range(0, len(jobs), 2)]


@pytest.mark.parametrize(
    "changes", [{"frame": Frame(noise(SHAPE), 1)}, {"exact": False}], ids=["a still picture", "another arithmetic"]
)
def test_what_cannot_run_beside_another_waits(meeting: Meeting, changes: Mapping[str, Any]) -> None:
    plan, session = plan_of(SHAPE, *ROWS), Session()
    in_lanes(session, [live_job(plan, 1), live_job(plan, 2)])
    meeting.seen.clear()
    in_lanes(session, [live_job(plan, 3), live_job(plan, 4, **changes), live_job(plan, 5)])
    assert max(meeting.seen) <= 2
    meeting.seen.clear()
    in_lanes(session, [live_job(plan, 6, **changes)] * 2)
    assert max(meeting.seen) == (2 if "exact" in changes else 1), "the same arithmetic once more is no change"


def test_frames_in_train_mode_move_the_statistics_one_after_the_other(meeting: Meeting) -> None:
    plan = plan_of(SHAPE, *ROWS, mode=Mode.TRAIN)
    session, alone = Session(), Session()
    in_lanes(session, [live_job(plan, number) for number in range(6)])
    assert max(meeting.seen) == 1
    assert sorted(meeting.frames) == list(range(6))
    for number in list(meeting.frames):
        last = alone.begin(live_job(plan, number)).forward.statistics["norm"]
    for name, array in last.items():
        np.testing.assert_array_equal(session._statistics["norm"][name], array)


@pytest.mark.usefixtures("meeting")
def test_an_older_pass_does_not_bring_back_statistics_that_were_replaced() -> None:
    plan, session = plan_of(SHAPE, *ROWS), Session()
    new: Statistics = {"norm": {"running_mean": frozen([9.0] * 4), "running_var": frozen([1.0] * 4)}}
    old = live_job(plan, 1)
    in_lanes(session, [old, live_job(plan, 2, version=1, statistics=new)])
    after = session.begin(live_job(plan, 3, version=1, statistics=new))
    assert after.forward.statistics["norm"] is new["norm"]


@pytest.mark.usefixtures("meeting")
def test_one_lane_lets_go_of_what_the_others_held() -> None:
    plan, session = plan_of(SHAPE, *ROWS), Session()
    done = in_lanes(session, [live_job(plan, 1), live_job(plan, 2)])
    both = max(pass_.memory for pass_ in done)
    assert len(session._runners) == 2
    still = session.begin(Job(plan, frame_of(SHAPE)))
    assert len(session._runners) == 1
    assert still.memory < both


def test_what_needs_much_of_the_memory_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(SHAPE, *ROWS)
    needed = sum(need(layer) for layer in plan.layers)
    monkeypatch.setattr(session_module, "free_memory", lambda _device: 8 * needed - 1)
    session = Session()
    for number in range(20):
        session.begin(live_job(plan, number))
        assert session.lanes == 1


def test_a_pass_that_fails_leaves_its_lane_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, session = plan_of(SHAPE, *ROWS), Session()
    with monkeypatch.context() as patch:
        patch.setattr(Runner, "run", _broken)
        for number in range(5):
            with pytest.raises(RuntimeError, match="odd"):
                session.begin(live_job(plan, number))
    session.begin(Job(plan, frame_of(SHAPE)))
    assert len(session._runners) == 1


def _broken(*_given: object, **_named: object) -> Forward:
    raise RuntimeError("odd")


# -- ahead --


@pytest.fixture
def one_of_two_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Edits that are dragged are computed by one thread of two."""
    monkeypatch.setattr(ThreadCount, "_ways", lambda _self, _lanes: (Way(1, 1),))
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    monkeypatch.setattr(torch, "set_num_threads", lambda _count: None)
    yield
    monkeypatch.undo()
    torch.set_num_threads(before)


def dragged(session: Session, plan: Plan, view: View, number: int) -> Result:
    """What comes of an edit that is dragged."""
    layer = plan.layer("conv1")
    edited = infer(edits.set_value(plan.stack, layer, "bias", (0,), float(number)), plan.input_shape, plan)
    return session.compute(Job(edited, STILL, view, quick=True))


STILL = frame_of((1, 3, 40, 50))


@pytest.mark.usefixtures("one_of_two_threads")
@pytest.mark.parametrize("scale", list(ScaleMode))
def test_pictures_that_were_made_ahead_are_what_they_would_be(scale: ScaleMode) -> None:
    plan, session = plan_of((1, 3, 40, 50), *ROWS), Session(ahead=Ahead())
    rows = tuple(RowView(layer, (0, 2), (30, 30)) for layer in ("conv1", "norm", "relu1"))
    view = View((RowView(INPUT, (0,), (30, 30)), *rows), dark_colours(), scale=scale, fixed_scale=0.5)
    for number in range(4):
        result = dragged(session, plan, view, number)
        fresh = ResultMaker().result(Session().begin(result.job))
        assert list(result.pictures) == list(fresh.pictures)
        for layer, picture in result.pictures.items():
            np.testing.assert_array_equal(picture.pixels, fresh.pictures[layer].pixels)
            np.testing.assert_array_equal(picture.scales, fresh.pictures[layer].scales)
    session.close()


@pytest.mark.usefixtures("one_of_two_threads")
def test_pictures_of_an_edit_are_made_while_later_layers_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    made, waiting = threading.Event(), []
    ahead, compute = ResultMaker.ahead, Runner._compute

    def make(self: ResultMaker, view: View, layer: str, tensor: torch.Tensor) -> None:
        ahead(self, view, layer, tensor)
        made.set()

    def wait(self: Runner, plan: LayerPlan, *rest: Any) -> torch.Tensor:
        if plan.id == "relu1":
            waiting.append(made.wait(20))
        return compute(self, plan, *rest)

    session = Session(ahead=Ahead())
    plan = plan_of((1, 3, 40, 50), *ROWS)
    session.compute(Job(plan, STILL, view_of("conv1")))
    monkeypatch.setattr(ResultMaker, "ahead", make)
    monkeypatch.setattr(Runner, "_compute", wait)
    dragged(session, plan, view_of("conv1", "norm"), 1)
    assert waiting == [True]
    session.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("cnnlab-ahead")]


@pytest.mark.usefixtures("one_of_two_threads")
def test_what_could_not_be_made_ahead_is_made_after_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ResultMaker, "ahead", _broken)
    session = Session(ahead=Ahead())
    result = dragged(session, plan_of((1, 3, 40, 50), *ROWS), view_of("conv1", "norm"), 1)
    assert set(result.pictures) == {"conv1", "norm"}
    session.close()
