"""Distributions of a pass, counted by hand in NumPy from the tensors that the pass left."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.engine.codes import REACH
from cnnlab.engine.palette import dark_colours
from cnnlab.engine.results import Pass
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, LargeView, ScaleMode, View
from cnnlab.explain.answers import Answers
from cnnlab.explain.distribution import NO_BAR, Distribution
from cnnlab.explain.distributions import Distributions, bar_counts, bar_numbers, bars_for, dead_channels, tally
from cnnlab.explain.questions import DistributionOf
from cnnlab.text import Message
from tests.building import Row, frame_of, noise, plan_of

SHAPE = (2, 3, 40, 50)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4}),
    ("norm1", "batch_norm2d"),
    ("relu1", "relu"),
    ("pool1", "adaptive_avg_pool2d", {"output_size": (1, 1)}),
)
VIEW = View(colours=dark_colours())


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def done(
    plan: Plan | None = None, view: View = VIEW, frame: Frame | None = None, session: Session | None = None, **job: bool
) -> Pass:
    """A pass of the rows."""
    plan = plan or plan_of(SHAPE, *ROWS)
    return (session or Session()).begin(Job(plan, frame or frame_of(SHAPE), view, **job))


def made(asked: DistributionOf, of: Pass | None = None) -> Distribution:
    with torch.inference_mode():
        return Distributions()(of or done(), asked)


def output(of: Pass, layer: str) -> Array:
    tensor = of.forward.input if layer == "input" else of.forward.outputs[layer]
    return np.asarray(tensor.numpy())


def by_hand(values: Array, shown: Distribution) -> list[int]:
    """Counts of finite values, with edges by `linspace`."""
    finite = values[np.isfinite(values)].astype(np.float64)
    low, high = shown.reach
    inner, _edges = np.histogram(finite, np.linspace(low, high, shown.inner + 1))
    return [int((finite < low).sum()), *inner.tolist(), int((finite > high).sum())]


@pytest.mark.parametrize("layer", ["conv1", "relu1", "input"])
@pytest.mark.parametrize("whole", [False, True])
def test_bars_and_numbers_are_those_of_the_values(layer: str, whole: bool) -> None:
    of = done()
    shown = made(DistributionOf(layer, 2, 1, whole), of)
    values = output(of, layer)[1] if whole else output(of, layer)[1, 2]
    assert shown.exact
    assert shown.total == values.size
    assert shown.values.counts.tolist() == by_hand(values, shown)
    numbers = shown.values.numbers
    assert (numbers.low, numbers.high) == (values.min(), values.max())
    assert numbers.mean == pytest.approx(values.mean(dtype=np.float64), rel=1e-9)
    assert numbers.std == pytest.approx(values.std(dtype=np.float64), rel=1e-9)
    assert numbers.zeros == int((values == 0).sum())
    assert numbers.clipped == shown.values.counts[0] + shown.values.counts[-1]
    assert numbers.nonfinite == 0


@pytest.mark.parametrize("scale", [ScaleMode.CHANNEL, ScaleMode.LAYER, ScaleMode.STACK, ScaleMode.FIXED])
@pytest.mark.parametrize("layer", ["relu1", "norm1"])
def test_each_is_clipped_by_the_ends_of_its_own_colours(layer: str, scale: ScaleMode) -> None:
    """The input's share is what its own page says of it; counted by hand, half a step of colour beyond the end."""
    of = done(view=dataclasses.replace(VIEW, scale=scale, fixed_scale=0.75))
    shown = made(DistributionOf(layer, 2, 1), of)
    source = {"relu1": "norm1", "norm1": "conv1"}[layer]
    alone = made(DistributionOf(source, 2, 1), of)
    assert shown.before is not None
    assert shown.before_levels == alone.levels
    assert shown.before.numbers == alone.values.numbers
    for values, levels, numbers in (
        (output(of, source)[1, 2], alone.levels, shown.before.numbers),
        (output(of, layer)[1, 2], shown.levels, shown.values.numbers),
    ):
        assert numbers.clipped == int((np.abs(values.astype(np.float64)) > levels[1] * (1 + 0.5 / REACH)).sum())


def test_the_picture_before_an_activation_is_clipped_by_the_range_of_the_input() -> None:
    values = np.array([-0.5, 0.0, 0.25, 1.0, 1.001, 1.5, 2.0, np.nan], np.float32).reshape(1, 1, 2, 4)
    shown = made(DistributionOf("relu1", 0), done(plan_of((1, 1, 2, 4), ("relu1", "relu")), frame=Frame(values)))
    assert shown.before is not None
    assert shown.before_levels == (0.0, 1.0)
    assert shown.before.numbers.clipped == 3  # -0.5, 1.5 and 2; what rounds to an end is not marked
    assert shown.before.numbers.nonfinite == 1


def test_what_the_picture_marks_as_clipped_is_what_is_counted_as_clipped() -> None:
    shown = made(DistributionOf("conv1", 1))
    clipped = np.isin(shown.codes, (1, 255))
    assert clipped.any()
    assert int(clipped.sum()) == shown.values.numbers.clipped
    np.testing.assert_array_equal(clipped, np.isin(shown.bars, (0, shown.inner + 1)))


def test_each_cell_of_the_picture_knows_its_bar() -> None:
    shown = made(DistributionOf("conv1", 1))
    assert shown.bars.shape == shown.cells == (38, 48)
    counted = np.bincount(shown.bars.reshape(-1), minlength=shown.inner + 2)
    np.testing.assert_array_equal(counted, shown.values.counts)


@pytest.mark.parametrize(("layer", "source"), [("relu1", "norm1"), ("norm1", "conv1")])
def test_activations_and_norms_are_compared_with_their_input_over_the_same_bars(layer: str, source: str) -> None:
    of = done()
    shown = made(DistributionOf(layer, 3, 0), of)
    assert shown.before is not None
    values = output(of, source)[0, 3]
    assert shown.before.counts.tolist() == by_hand(values, shown)
    assert shown.before.numbers.mean == pytest.approx(values.mean(dtype=np.float64), rel=1e-9)
    assert made(DistributionOf("conv1", 3, 0), of).before is None
    assert made(DistributionOf("pool1", 3, 0), of).before is None


def test_single_numbers_are_counted_together_in_a_row() -> None:
    of = done()
    shown = made(DistributionOf("pool1", 1, 1), of)
    assert shown.total == 4
    assert shown.codes.shape == (1, 4)
    assert sum(shown.values.counts) == 4
    assert shown.dead == ()


def test_the_scale_is_the_views_and_the_whole_layer_has_one() -> None:
    for mode in ScaleMode:
        of = done(view=dataclasses.replace(VIEW, scale=mode, fixed_scale=0.25))
        one, whole = made(DistributionOf("conv1", 0), of), made(DistributionOf("conv1", 0, whole=True), of)
        assert one.levels[0] == -one.levels[1]
        assert (one.levels == whole.levels) is (mode is not ScaleMode.CHANNEL)
        if mode is ScaleMode.FIXED:
            assert one.levels == (-0.25, 0.25)
    dragged = done(view=dataclasses.replace(VIEW, large=LargeView("conv1", 2, scale=0.5)))
    assert made(DistributionOf("conv1", 2), dragged).levels == (-0.5, 0.5)


def test_values_that_are_not_finite_are_counted_and_in_no_bar() -> None:
    values = noise((1, 3, 40, 50)).copy()
    values[0, 1, :2, 0] = math.nan, math.inf
    frame = Frame(values, 0)
    of = done(plan_of(frame.shape, ("relu1", "relu")), frame=frame)
    shown = made(DistributionOf("relu1", 1), of)
    assert shown.values.numbers.nonfinite == 2
    assert shown.values.counts.sum() == 1998
    assert (shown.bars == NO_BAR).sum() == 2
    assert (shown.codes == 0).sum() == 2


def test_in_a_sample_too_all_that_are_not_finite_are_counted() -> None:
    values = torch.zeros(1, 8, 200, 200)
    values[0, 3, 1, 1] = math.inf
    some = tally(values, (-1.0, 1.0), 21, exact=False)
    assert some.numbers.count < values.numel()
    assert some.numbers.nonfinite == 1


@given(arrays(np.float32, (2, 3, 4), elements=st.floats(-8, 8, width=32)), st.floats(0.01, 4), st.integers(1, 101))
def test_bars_divide_any_range_equally(values: Array, level: float, bars: int) -> None:
    found = bar_numbers(torch.from_numpy(values), (-level, level), bars).numpy()
    width = 2 * level / bars
    for value, bar in zip(values.reshape(-1).astype(np.float64), found.reshape(-1).tolist(), strict=True):
        low = -math.inf if bar == 0 else -level + (bar - 1) * width
        high = math.inf if bar == bars + 1 else -level + bar * width
        assert low - 1e-12 <= value <= high + 1e-12
    counts = bar_counts(torch.from_numpy(values), (-level, level), bars)
    assert counts.tolist() == np.bincount(found.reshape(-1), minlength=bars + 2).tolist()


@given(st.integers(1, 10**9))
def test_there_are_more_bars_for_more_values_and_zero_has_one(count: int) -> None:
    bars = bars_for(count)
    assert bars % 2 == 1
    assert 21 <= bars <= 101
    assert bars_for(count + 1) >= bars


@given(st.sets(st.integers(0, 7)), st.integers(0, 2))
def test_channels_whose_values_are_all_equal_are_dead(dead: set[int], level: int) -> None:
    values = noise((2, 8, 30, 40)).copy()
    values[:, sorted(dead)] = level
    assert dead_channels(torch.from_numpy(values)) == tuple(sorted(dead))
    last = torch.from_numpy(values).contiguous(memory_format=torch.channels_last)
    assert dead_channels(last) == tuple(sorted(dead))


def test_one_value_that_differs_is_life_wherever_it_is() -> None:
    values = torch.zeros(1, 40, 90, 90)
    values[0, 7, 0, 0] = 1.0
    assert dead_channels(values) == tuple(c for c in range(40) if c != 7)
    assert dead_channels(torch.zeros(1, 5, 1, 1)) == ()


def test_quick_ones_come_from_a_sample_and_are_told_again_exactly() -> None:
    shape = (1, 3, 300, 400)
    plan = plan_of(shape, ("conv1", "conv2d", {"out_channels": 4}))
    asked = DistributionOf("conv1", 0, whole=True)
    session = Session(Answers())
    view = dataclasses.replace(VIEW, questions=(asked,))
    job = Job(plan, frame_of(shape), view, quick=True)
    hurried, calm = session.compute(job), session.compute(dataclasses.replace(job, quick=False))
    rough, exact = hurried.answers[asked], calm.answers[asked]
    assert isinstance(rough, Distribution)
    assert isinstance(exact, Distribution)
    assert (rough.exact, hurried.rough) == (False, True)
    assert (exact.exact, calm.rough) == (True, False)
    assert rough.values.numbers.count < exact.values.numbers.count == exact.total == rough.total
    assert rough.values.numbers.mean == pytest.approx(exact.values.numbers.mean, abs=0.02)
    again = session.compute(job)
    assert again.answers[asked] is exact
    assert not again.rough


def test_live_ones_are_counted_a_few_times_a_second() -> None:
    plan, session, clock = plan_of(SHAPE, *ROWS), Session(), Clock()
    distributions = Distributions(clock)
    asked, made_at = DistributionOf("relu1", 0), []
    known = None
    with torch.inference_mode():
        for number in range(60):
            clock.now = number / 30
            frame = Frame(noise(SHAPE, number), number, live=True)
            found = distributions(done(plan, frame=frame, session=session), asked)
            if found is not known:
                made_at.append(number)
            known = found
    assert 10 <= len(made_at) <= 14
    assert known is not None


def test_live_a_scale_follows_slowly() -> None:
    plan, session, clock = plan_of(SHAPE, *ROWS), Session(), Clock()
    distributions, levels = Distributions(clock), []
    with torch.inference_mode():
        for number in range(3):
            clock.now = float(number)
            values = noise(SHAPE) * np.float32(1 if number == 0 else 1.3)
            frame = Frame(values, number, live=True)
            levels.append(distributions(done(plan, frame=frame, session=session), DistributionOf("conv1", 0)).levels[1])
    assert 1.02 * levels[0] < levels[1] < levels[2] < 1.3 * levels[0]


def test_another_question_is_answered_at_once_also_live() -> None:
    plan, session, clock = plan_of(SHAPE, *ROWS), Session(), Clock()
    distributions = Distributions(clock)
    with torch.inference_mode():
        of = done(plan, frame=Frame(noise(SHAPE), 1, live=True), session=session)
        for asked in (DistributionOf("conv1", 0), DistributionOf("conv1", 1), DistributionOf("relu1", 1)):
            assert distributions(of, asked).asked == asked


@pytest.mark.parametrize("asked", [DistributionOf("gone", 0), DistributionOf("conv1", 9), DistributionOf("input", 3)])
def test_what_is_not_there_is_said_in_a_sentence(asked: DistributionOf) -> None:
    view = dataclasses.replace(VIEW, questions=(asked,))
    result = Session(Answers()).compute(Job(plan_of(SHAPE, *ROWS), frame_of(SHAPE), view))
    found = result.answers[asked]
    assert isinstance(found, Message)
    assert asked.layer in str(found)


def test_nothing_in_an_answer_can_be_written_to() -> None:
    shown = made(DistributionOf("relu1", 0))
    assert shown.before is not None
    for array in (shown.codes, shown.bars, shown.values.counts, shown.before.counts):
        assert not array.flags.writeable
