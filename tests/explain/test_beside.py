"""Two stacks on one frame: the numbers of a comparison by hand, and what the second run costs and touches."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import torch

from cnnlab.blocks.weight import Array
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Mode
from cnnlab.engine.forward import Runner
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Result, View
from cnnlab.explain.answers import Answers
from cnnlab.explain.beside import compared
from cnnlab.explain.compared import Compared
from cnnlab.explain.questions import Beside, Variant
from cnnlab.text import Message
from tests.building import Row, layer_of, noise, stack_of

SHAPE = (1, 3, 10, 12)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4, "padding": 1}),
    ("norm1", "batch_norm2d"),
    ("relu1", "relu"),
    ("conv2", "conv2d", {"out_channels": 2, "padding": 1}),
)


def asked(a: Plan, layer: str = "conv2", channel: int = 0, other: str = "") -> Beside:
    return Beside(Variant(a, {}), layer, other or layer, 0, channel)


def run(session: Session, b: Plan, question: Beside, number: int = 0, live: bool = False, seed: int = 0) -> Result:
    frame = Frame(picture(seed), number, live=live)
    return session.compute(Job(b, frame, View(questions=(question,))))


@cache
def picture(seed: int) -> Array:
    """The same array each time, as a still picture is."""
    return noise(SHAPE, seed)


def answer(result: Result, question: Beside) -> Compared:
    found = result.answers[question]
    assert isinstance(found, Compared), found
    return found


def edited(a: Plan, layer: str = "conv2", value: float = 3.0) -> Plan:
    return infer(edits.set_value(a.stack, a.layer(layer), "weight", (0, 0, 1, 1), value), SHAPE, a)


def test_numbers_of_a_comparison_are_those_by_hand() -> None:
    a, b = noise((1, 3, 6, 7), 1), noise((1, 3, 6, 7), 2)
    question = asked(infer(stack_of(*ROWS), SHAPE), channel=1)
    found = compared(question, torch.from_numpy(a.copy()), torch.from_numpy(b.copy()))
    assert found.difference is not None
    assert found.channel is not None
    assert found.layer is not None
    gap = (b - a).astype(np.float64)
    np.testing.assert_array_equal(found.difference.values, (b - a)[0, 1])
    assert found.channel.most == pytest.approx(np.abs(gap[0, 1]).max())
    assert found.channel.rms == pytest.approx(np.sqrt((gap[0, 1] ** 2).mean()))
    assert found.layer.most == pytest.approx(np.abs(gap).max())
    assert found.layer.rms == pytest.approx(np.sqrt((gap**2).mean()))
    for half, values in ((found.a, a), (found.b, b)):
        assert half.channel is not None
        np.testing.assert_array_equal(half.channel.values, values[0, 1])
        steps = np.clip(np.rint(values[0, 1] / np.float32(found.scale) * 126), -127, 127) + 128
        assert np.abs(half.channel.codes - steps).max() <= 1
        assert half.numbers.mean == pytest.approx(values.astype(np.float64).mean(), abs=1e-7)
        assert half.numbers.std == pytest.approx(values.astype(np.float64).std(), abs=1e-7)
        assert (half.numbers.low, half.numbers.high) == (values.min(), values.max())


def test_other_shapes_are_shown_and_have_no_difference() -> None:
    question = asked(infer(stack_of(*ROWS), SHAPE), channel=2)
    found = compared(question, torch.zeros(1, 2, 4, 4), torch.ones(1, 3, 5, 5))
    assert found.a.channel is None
    assert found.b.channel is not None
    assert found.difference is found.layer is None


def test_values_that_are_not_finite_stay_out_of_the_gaps() -> None:
    a, b = torch.zeros(1, 1, 3, 3), torch.zeros(1, 1, 3, 3)
    b[0, 0, 0, 0], b[0, 0, 1, 1] = float("inf"), 2.0
    found = compared(asked(infer(stack_of(*ROWS), SHAPE)), a, b)
    assert found.layer is not None
    assert found.layer.most == 2
    assert found.layer.rms == pytest.approx(np.sqrt(4 / 8))
    assert found.b.numbers.nonfinite == 1


def test_a_stack_beside_itself_gives_zero_pictures_and_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a = infer(stack_of(*ROWS), SHAPE)
    answers = Answers()
    session, question = Session(answers), asked(a)
    computed: list[str] = []
    compute = Runner._compute
    monkeypatch.setattr(
        Runner, "_compute", lambda self, plan, *rest: (computed.append(plan.id), compute(self, plan, *rest))[1]
    )
    found = answer(run(session, a, question), question)
    assert computed == ["conv1", "norm1", "relu1", "conv2"], "once for both"
    assert found.difference is not None
    assert not found.difference.values.any()
    assert (found.difference.codes == 128).all()
    assert found.layer is not None
    assert found.layer.most == found.layer.rms == 0


def test_both_are_run_on_the_same_frame_as_torch_does_and_what_they_share_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a = infer(stack_of(*ROWS), SHAPE)
    b, session, question = edited(a), Session(Answers()), asked(a)
    computed: list[str] = []
    compute = Runner._compute
    monkeypatch.setattr(
        Runner, "_compute", lambda self, plan, *rest: (computed.append(plan.id), compute(self, plan, *rest))[1]
    )
    found = answer(run(session, b, question), question)
    assert computed == ["conv1", "norm1", "relu1", "conv2", "conv2"]
    hidden = torch.from_numpy(noise(SHAPE).copy())
    weights = {p.id: {n: torch.from_numpy(w.array()) for n, w in p.weights.items()} for p in a.layers}
    hidden = torch.nn.functional.conv2d(hidden, weights["conv1"]["weight"], weights["conv1"]["bias"], padding=1)
    hidden = torch.relu(hidden / np.sqrt(1 + 1e-5))
    planes = []
    for value in (None, 3.0):
        kernel = weights["conv2"]["weight"].clone()
        if value is not None:
            kernel[0, 0, 1, 1] = value
        planes.append(torch.nn.functional.conv2d(hidden, kernel, weights["conv2"]["bias"], padding=1)[0, 0].numpy())
    assert found.a.channel is not None
    assert found.b.channel is not None
    np.testing.assert_allclose(found.a.channel.values, planes[0], atol=1e-5)
    np.testing.assert_allclose(found.b.channel.values, planes[1], atol=1e-5)
    computed.clear()
    again = answer(run(session, b, question), question)
    assert computed == []
    assert again.channel == found.channel


def test_an_edit_of_b_runs_nothing_of_a_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    a = infer(stack_of(*ROWS), SHAPE)
    session, question = Session(Answers()), asked(a)
    frame = Frame(noise(SHAPE), 0)
    view = View(questions=(question,))
    session.compute(Job(edited(a, "conv1", 1.0), frame, view))
    computed: list[str] = []
    compute = Runner._compute
    monkeypatch.setattr(
        Runner, "_compute", lambda self, plan, *rest: (computed.append(plan.id), compute(self, plan, *rest))[1]
    )
    session.compute(Job(edited(a, "conv1", 2.0), frame, view))
    assert computed == ["conv1", "norm1", "relu1", "conv2"], "B alone"


@pytest.mark.parametrize("live", [False, True])
def test_in_train_mode_it_moves_nobodys_statistics(live: bool) -> None:
    a = infer(stack_of(*ROWS, mode=Mode.TRAIN), SHAPE)
    b, session = edited(a, "conv1"), Session(Answers())
    plain, question = Session(), asked(a, "norm1")
    for number in range(1, 4):
        beside = run(session, b, question, number, live, seed=number)
        alone = plain.compute(Job(b, Frame(noise(SHAPE, number), number, live=live)))
        for name in ("running_mean", "running_var"):
            np.testing.assert_array_equal(beside.statistics["norm1"][name], alone.statistics["norm1"][name])
        assert isinstance(beside.answers[question], Compared)
    assert question.variant.statistics == {}


def test_it_is_dropped_when_it_is_no_longer_asked_for_or_the_session_is_closed() -> None:
    a, answers = infer(stack_of(*ROWS), SHAPE), Answers()
    session, question = Session(answers), asked(a)
    run(session, edited(a), question)
    assert answers._second.runner is not None
    session.compute(Job(a, Frame(noise(SHAPE), 0), View()))
    assert answers._second.runner is None
    run(session, edited(a), question)
    session.close()
    assert answers._second.runner is None


def test_layers_below_the_one_that_is_looked_at_are_not_run() -> None:
    a, answers = infer(stack_of(*ROWS), SHAPE), Answers()
    run(Session(answers), edited(a, "conv1"), asked(a, "conv1"))
    assert answers._second.runner is not None
    assert set(answers._second.runner._kept) == {"conv1"}


def test_a_layer_without_an_output_is_said() -> None:
    a = infer(stack_of(*ROWS, ("pool", "max_pool2d", {"kernel_size": 99})), SHAPE)
    b = infer(stack_of(*ROWS), SHAPE)
    found = run(Session(Answers()), b, question := asked(a, "conv2", other="pool")).answers[question]
    assert isinstance(found, Message)
    assert "pool" in str(found)
    assert "99" in str(found)


def test_live_numbers_come_from_a_sample_and_are_asked_for_again_when_still() -> None:
    big = (1, 3, 200, 200)
    a = infer(stack_of(("conv1", "conv2d", {"out_channels": 4})), big)
    session, question = Session(Answers()), asked(a, "conv1")
    view = View(questions=(question,))
    live = answer(session.compute(Job(a, Frame(noise(big), 1, live=True), view)), question)
    assert not live.exact
    quick = session.compute(Job(a, Frame(noise(big), 2), view, quick=True))
    assert quick.rough
    calm = session.compute(Job(a, Frame(noise(big), 2), view))
    assert answer(calm, question).exact
    assert not calm.rough


def test_single_numbers_are_one_row() -> None:
    a = infer(
        stack_of(*ROWS).with_layers(
            (*stack_of(*ROWS).layers, layer_of("flat", "adaptive_avg_pool2d", {"output_size": 1}))
        ),
        SHAPE,
    )
    question = asked(a, "flat", channel=1)
    found = answer(run(Session(Answers()), a, question), question)
    assert found.single
    assert found.a.channel is not None
    assert found.a.channel.values.shape == (1, 2)
