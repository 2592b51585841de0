"""What is computed again and what is not, and that training moves what it should, once."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnlab.blocks.base import Block
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Mode, Stack
from cnnlab.engine import forward as forward_module
from cnnlab.engine.forward import Runner
from tests.building import Row, frame_of, noise, plan_of, stack_of

SHAPE = (1, 3, 8, 9)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4, "padding": 1}),
    ("relu1", "relu"),
    ("conv2", "conv2d", {"out_channels": 5}),
    ("add1", "concat", {"layers": ["conv2"]}),
)
NORM: tuple[Row, ...] = (("norm", "batch_norm2d", {"momentum": 0.5}), ("drop", "dropout", {"p": 0.5}))


def edited(plan: Plan, layer_id: str, index: tuple[int, ...] = (0, 0, 0, 0)) -> Plan:
    """The plan after a number was typed into a kernel."""
    stack = edits.set_value(plan.stack, plan.layer(layer_id), "weight", index, 7.0)
    return infer(stack, plan.input_shape, plan)


def test_everything_is_computed_the_first_time() -> None:
    forward = Runner().run(plan_of(SHAPE, *ROWS), frame_of(SHAPE), {})
    assert forward.recomputed == ("conv1", "relu1", "conv2", "add1")
    assert list(forward.outputs) == ["conv1", "relu1", "conv2", "add1"]
    assert set(forward.seconds) == set(forward.recomputed)
    assert forward.failures == {}


def test_nothing_is_computed_twice() -> None:
    runner, plan, frame = Runner(), plan_of(SHAPE, *ROWS), frame_of(SHAPE)
    first = runner.run(plan, frame, {})
    again = runner.run(plan, Frame(frame.values, 5, 3.0), {})
    assert again.recomputed == ()
    assert all(again.outputs[name] is tensor for name, tensor in first.outputs.items())


@pytest.mark.parametrize(
    ("layer_id", "recomputed"), [("conv1", ("conv1", "relu1", "conv2", "add1")), ("conv2", ("conv2", "add1"))]
)
def test_edit_computes_what_is_below_it_alone(layer_id: str, recomputed: tuple[str, ...]) -> None:
    runner, plan, frame = Runner(), plan_of(SHAPE, *ROWS), frame_of(SHAPE)
    runner.run(plan, frame, {})
    assert runner.run(edited(plan, layer_id), frame, {}).recomputed == recomputed


def test_edit_in_the_last_layer_computes_that_layer_alone() -> None:
    rows = (*ROWS, ("last", "conv2d", {"out_channels": 2}))
    runner, plan, frame = Runner(), plan_of(SHAPE, *rows), frame_of(SHAPE)
    runner.run(plan, frame, {})
    copied = runner.weights.copied
    after = edited(plan, "last")
    result = runner.run(after, frame, {})
    assert result.recomputed == ("last",)
    assert runner.weights.copied == copied + 1
    fresh = Runner().run(after, frame, {})
    torch.testing.assert_close(result.outputs["last"], fresh.outputs["last"])


def test_other_frame_computes_everything() -> None:
    runner, plan = Runner(), plan_of(SHAPE, *ROWS)
    runner.run(plan, frame_of(SHAPE, seed=1), {})
    assert len(runner.run(plan, frame_of(SHAPE, seed=2), {}).recomputed) == 4


def test_skip_connection_sees_a_change_of_its_source() -> None:
    rows = (*ROWS[:2], ("same", "sigmoid"), ("skip", "add", {"layers": ["conv1"]}))
    runner, plan, frame = Runner(), plan_of(SHAPE, *rows), frame_of(SHAPE)
    before = runner.run(plan, frame, {}).outputs["skip"].clone()
    after = runner.run(edited(plan, "conv1"), frame, {})
    assert after.recomputed == ("conv1", "relu1", "same", "skip")
    assert not torch.equal(before, after.outputs["skip"])


def test_layer_that_is_off_passes_the_very_same_tensor() -> None:
    plan = plan_of(SHAPE, *ROWS[:2])
    off = infer(edits.set_enabled(plan.stack, "relu1", False), SHAPE, plan)
    forward = Runner().run(off, frame_of(SHAPE), {})
    assert forward.outputs["relu1"] is forward.outputs["conv1"]
    assert forward.recomputed == ("conv1",)


def test_a_new_name_computes_nothing() -> None:
    runner, plan, frame = Runner(), plan_of(SHAPE, *ROWS), frame_of(SHAPE)
    runner.run(plan, frame, {})
    named = infer(edits.rename_layer(plan.stack, plan.layers[0].id, "edges"), SHAPE, plan)
    assert runner.run(named, frame, {}).recomputed == ()


def test_a_branch_begins_with_the_very_tensor_that_it_picks() -> None:
    plan = plan_of(SHAPE, *ROWS[:2], ("again", "pick", {"layers": ["conv1"]}), ("side", "abs"))
    forward = Runner().run(plan, frame_of(SHAPE), {})
    assert forward.outputs["again"] is forward.outputs["conv1"]
    assert torch.equal(forward.outputs["side"], forward.outputs["conv1"].abs())


def test_layers_above_a_problem_go_on_working() -> None:
    plan = infer(stack_of(*ROWS[:2], ("big", "conv2d", {"kernel_size": 99}), ("after", "relu")), SHAPE)
    forward = Runner().run(plan, frame_of(SHAPE), {})
    assert list(forward.outputs) == ["conv1", "relu1"]


def test_failure_of_a_block_is_a_sentence_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("cannot\nand will not")

    plan = plan_of(SHAPE, *ROWS[:2], ("side", "abs"))
    monkeypatch.setattr(type(plan.layer("relu1").layer.block), "forward", fail)
    forward = Runner().run(plan, frame_of(SHAPE), {})
    assert str(forward.failures["relu1"]) == "could not be computed: cannot"
    assert list(forward.outputs) == ["conv1"]


def test_memory_of_layers_that_are_gone_is_let_go() -> None:
    runner, plan, frame = Runner(), plan_of(SHAPE, *ROWS[:3]), frame_of(SHAPE)
    runner.run(plan, frame, {})
    shorter = infer(edits.remove_layers(plan.stack, ["conv2"]), SHAPE, plan)
    assert runner.run(shorter, frame, {}).recomputed == ()
    runner.run(plan, frame, {})
    off = infer(edits.set_enabled(plan.stack, "conv2", False), SHAPE, plan)
    runner.run(off, frame, {})
    assert runner.run(plan, frame, {}).recomputed == ("conv2",)


def test_device_gets_shapes_as_planned_without_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward_module, "synchronize", lambda _device: None)
    shape = (1, 3, 40, 60)
    plan = plan_of(shape, *ROWS, ("pool", "max_pool2d", {"kernel_size": 2}), ("norm", "batch_norm2d"))
    forward = Runner("meta").run(plan, frame_of(shape), {})
    assert all(tensor.is_meta for tensor in forward.outputs.values())
    assert [tuple(tensor.shape) for tensor in forward.outputs.values()] == [p.output_shape for p in plan.layers]


# -- training --


def training(*rows: Row) -> Plan:
    """A plan in train mode."""
    return plan_of(SHAPE, *rows, mode=Mode.TRAIN)


def test_frame_moves_the_statistics_once_for_its_number() -> None:
    runner, plan = Runner(), training(*NORM)
    first = runner.run(plan, frame_of(SHAPE, 1), {})
    mean = noise(SHAPE).mean((0, 2, 3))
    np.testing.assert_allclose(first.statistics["norm"]["running_mean"], 0.5 * mean, rtol=1e-4, atol=1e-6)
    again = runner.run(plan, frame_of(SHAPE, 1), first.statistics)
    assert again.statistics == first.statistics
    second = runner.run(plan, frame_of(SHAPE, 2), again.statistics)
    np.testing.assert_allclose(second.statistics["norm"]["running_mean"], 0.75 * mean, rtol=1e-4, atol=1e-6)


def test_edit_does_not_move_the_statistics_again() -> None:
    rows = (ROWS[0], *NORM)
    runner, plan = Runner(), training(*rows)
    first = runner.run(plan, frame_of(SHAPE, 1), {})
    after = runner.run(edited(plan, "conv1"), frame_of(SHAPE, 1), first.statistics)
    assert "norm" in after.recomputed
    assert after.statistics["norm"] is first.statistics["norm"]


def test_same_picture_with_a_new_number_moves_the_statistics() -> None:
    runner, plan, frame = Runner(), training(*NORM), frame_of(SHAPE, 1)
    first = runner.run(plan, frame, {})
    second = runner.run(plan, Frame(frame.values, 2), first.statistics)
    assert not np.array_equal(first.statistics["norm"]["running_mean"], second.statistics["norm"]["running_mean"])
    assert not torch.equal(first.outputs["drop"], second.outputs["drop"])


def test_frame_that_was_seen_elsewhere_moves_nothing() -> None:
    runner, plan = Runner(), training(*NORM)
    first = runner.run(plan, frame_of(SHAPE, 1), {})
    other = Runner(moved=runner.moved).run(plan, frame_of(SHAPE, 1), first.statistics)
    assert other.statistics == first.statistics


def test_pass_that_ran_out_of_memory_has_moved_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    runner, plan = Runner(), training(*NORM)

    def full(*_arguments: object) -> None:
        raise torch.OutOfMemoryError

    with monkeypatch.context() as patch:
        patch.setattr(type(plan.layer("drop").layer.block), "forward", full)
        with pytest.raises(torch.OutOfMemoryError):
            runner.run(plan, frame_of(SHAPE, 1), {})
    assert runner.moved == {}
    assert "norm" in runner.run(plan, frame_of(SHAPE, 1), {}).statistics


def test_eval_mode_leaves_the_statistics_alone_and_uses_them() -> None:
    plan, frame = plan_of(SHAPE, NORM[0]), frame_of(SHAPE, 1)
    runner = Runner()
    plain = runner.run(plan, frame, {})
    assert plain.statistics == {}
    torch.testing.assert_close(plain.outputs["norm"], plain.input / (1 + 1e-5) ** 0.5)
    statistics = {"norm": {"running_mean": np.ones(3, np.float32), "running_var": np.ones(3, np.float32)}}
    moved = runner.run(plan, frame, statistics)
    assert moved.recomputed == ("norm",)
    torch.testing.assert_close(moved.outputs["norm"], (plain.input - 1) / (1 + 1e-5) ** 0.5)
    assert runner.run(plan, frame, statistics).recomputed == ()


def test_mode_changes_what_is_computed() -> None:
    plan, frame = plan_of(SHAPE, *NORM), frame_of(SHAPE, 1)
    runner = Runner()
    calm = runner.run(plan, frame, {}).outputs["drop"]
    wild = runner.run(infer(edits.set_mode(plan.stack, Mode.TRAIN), SHAPE, plan), frame, {}).outputs["drop"]
    assert not (calm == 0).any()
    assert 0.3 < float((wild == 0).float().mean()) < 0.7


def test_dropout_is_drawn_from_document_layer_and_frame() -> None:
    def zeros(seed: int = 0, name: str = "drop", number: int = 1) -> torch.Tensor:
        plan = infer(stack_of((name, "dropout", {"p": 0.5}), mode=Mode.TRAIN, seed=seed), SHAPE)
        return Runner().run(plan, frame_of(SHAPE, number), {}).outputs[name] == 0

    assert torch.equal(zeros(), zeros())
    for other in (zeros(seed=1), zeros(name="other"), zeros(number=2)):
        assert not torch.equal(zeros(), other)


def test_block_that_draws_is_not_drawn_again_for_the_same_frame() -> None:
    plan = training(*NORM)
    runner, frame = Runner(), frame_of(SHAPE, 1)
    runner.run(plan, frame, {})
    assert runner.run(plan, frame, {}).recomputed == ()


def test_input_is_never_written() -> None:
    stack = Stack(tuple(stack_of(*ROWS, *NORM, mode=Mode.TRAIN)), Mode.TRAIN)
    frame = frame_of(SHAPE)
    before = frame.values.copy()
    Runner().run(infer(stack, SHAPE), frame, {})
    assert (frame.values == before).all()
    assert isinstance(stack.layers[0].block, Block)


@pytest.mark.cuda
def test_cuda_gives_the_numbers_of_the_cpu() -> None:
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    plan, frame = plan_of(SHAPE, *ROWS), frame_of(SHAPE)
    cpu, cuda = Runner("cpu").run(plan, frame, {}), Runner("cuda:0").run(plan, frame, {})
    for name, tensor in cpu.outputs.items():
        torch.testing.assert_close(cuda.outputs[name].cpu(), tensor, rtol=1e-4, atol=1e-5)


def test_memory_counts_every_activation_and_weight_once() -> None:
    plan = plan_of((1, 3, 8, 10), ("conv1", "conv2d", {"out_channels": 4, "padding": 1}), ("flatten1", "flatten"))
    runner = Runner()
    runner.run(plan, frame_of((1, 3, 8, 10)), {})
    weights = 4 * 3 * 9 + 4
    assert runner.memory in (4 * (3 * 80 + 4 * 80 + weights), 4 * (3 * 80 + 8 * 80 + weights)), "flatten may copy"
