"""Five norms on the same activations, held against torch's own modules."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.document.edits import set_mode
from cnnlab.document.plan import infer
from cnnlab.document.stack import Mode
from cnnlab.engine.codes import activation_indices
from cnnlab.explain.audit import Evidence
from cnnlab.explain.norming import Norming, norms_of
from cnnlab.explain.norms import KINDS, NONE, NormColumn, NormComparison, compared, norm_block
from cnnlab.explain.questions import Norms
from cnnlab.text import UserError
from tests.building import Row, noise, plan_of
from tests.explain.running import evidence_of

Index = tuple[int, int, int, int]

shapes = st.tuples(st.integers(1, 3), st.sampled_from((1, 2, 4, 6)), st.integers(1, 5), st.integers(2, 5))


def passed(shape: tuple[int, ...], *rows: Row, train: bool = False) -> Evidence:
    plan = plan_of(shape, *rows)
    return evidence_of(infer(set_mode(plan.stack, Mode.TRAIN), shape) if train else plan)


def asked(evidence: Evidence, layer: str = "input", index: Index = (0, 0, 0, 0), groups: int = 2) -> NormComparison:
    h, w = evidence.forward.input.shape[2:]
    return norms_of(evidence, Norms(layer, index, groups, (h, w), (2, 2)))


def column(found: NormComparison, kind: str) -> NormColumn:
    return found.columns[KINDS.index(kind)]


def module(kind: str, shape: tuple[int, ...], groups: int) -> nn.Module:
    c = shape[1]
    return {
        NONE: nn.Identity(),
        "batch_norm2d": nn.BatchNorm2d(c),
        "layer_norm": nn.LayerNorm(shape[1:]),
        "instance_norm2d": nn.InstanceNorm2d(c),
        "group_norm": nn.GroupNorm(groups, c),
    }[kind]


@settings(max_examples=40)
@given(shape=shapes, data=st.data())
def test_each_column_shows_what_torchs_module_makes_in_train_mode(
    shape: tuple[int, int, int, int], data: st.DataObject
) -> None:
    index = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    groups = data.draw(st.sampled_from([n for n in range(1, shape[1] + 1) if shape[1] % n == 0]))
    evidence = passed(shape, train=True)
    found = asked(evidence, index=(index[0], index[1], index[2], index[3]), groups=groups)
    x = evidence.forward.input.clone()
    for kind in KINDS:
        made = column(found, kind)
        assert made.problem is None
        assert made.pictures is not None
        expected = module(kind, shape, groups)(x).detach()
        channel = expected[index[0], index[1]].double()
        assert made.after == pytest.approx((float(channel.mean()), float(channel.std(correction=0))), abs=2e-5)
        items = expected[list(found.items), index[1]].numpy()
        colours = activation_indices(items, np.full(len(items), made.scale, np.float32))
        assert np.abs(made.pictures.astype(int) - colours.astype(int)).max() <= 1


@settings(max_examples=40)
@given(shape=shapes, data=st.data())
def test_the_shared_cells_are_those_that_move_the_mean(shape: tuple[int, int, int, int], data: st.DataObject) -> None:
    item, channel = data.draw(st.integers(0, shape[0] - 1)), data.draw(st.integers(0, shape[1] - 1))
    groups = data.draw(st.sampled_from([n for n in range(1, shape[1] + 1) if shape[1] % n == 0]))
    evidence = passed(shape)
    found = asked(evidence, index=(item, channel, 0, 0), groups=groups)
    x, size = evidence.forward.input.numpy().astype(np.float64), shape[1] // groups
    first = channel // size * size
    by_hand = {
        "batch_norm2d": x[:, channel],
        "layer_norm": x[item],
        "instance_norm2d": x[item, channel],
        "group_norm": x[item, first : first + size],
    }
    assert column(found, NONE).shared is None
    for kind, cells in by_hand.items():
        shared = column(found, kind).shared
        assert shared is not None
        assert shared.count == cells.size == math.prod(last - first + 1 for first, last in shared.spans)
        assert shared.mean == pytest.approx(cells.mean())
        assert shared.biased == pytest.approx(cells.var())
        assert shared.unbiased == pytest.approx(cells.var(ddof=1))


@settings(max_examples=40)
@given(
    shape=shapes,
    kind=st.sampled_from(("batch_norm2d", "instance_norm2d")),
    momentum=st.sampled_from((0.1, 0.5, 1.0)),
    steps=st.integers(1, 4),
)
def test_running_statistics_step_as_torchs_do(
    shape: tuple[int, int, int, int], kind: str, momentum: float, steps: int
) -> None:
    options = {"momentum": momentum, "track_running_stats": True}
    plan = plan_of(shape, ("n", kind, options))
    reference = (nn.BatchNorm2d if kind == "batch_norm2d" else nn.InstanceNorm2d)(shape[1], **options)
    channel = shape[1] - 1
    for number in range(steps):
        kept = {name: getattr(reference, name).numpy().copy() for name in ("running_mean", "running_var")}
        evidence = evidence_of(plan, {"n": kept}, number, seed=number)
        made = column(asked(evidence, "n", (0, channel, 0, 0)), kind)
        reference(evidence.forward.input.clone())
        assert made.running
        assert made.step is not None
        assert not made.step.fresh
        assert (made.mean, made.variance) == (made.step.old_mean, made.step.old_var)
        assert made.step.new_mean == pytest.approx(float(reference.running_mean[channel]), abs=1e-6)
        assert made.step.new_var == pytest.approx(float(reference.running_var[channel]), rel=1e-5)
        for shown in (made.step.mean_sum(), made.step.var_sum()):
            assert shown.units
            assert shown.digits.text(sum(shown.units)) == shown.result


def test_in_eval_mode_the_layers_own_running_statistics_are_used_and_the_others_take_the_batchs() -> None:
    shape = (2, 3, 4, 5)
    plan = plan_of(shape, ("n", "batch_norm2d"))
    kept = {"running_mean": np.array([1, 2, 3], np.float32), "running_var": np.array([4, 5, 6], np.float32)}
    evidence = evidence_of(plan, {"n": kept})
    found = asked(evidence, "n", (1, 2, 0, 0))
    own = column(found, "batch_norm2d")
    assert (own.running, own.mean, own.variance) == (True, 3, 6)
    expected = evidence.forward.outputs["n"][1, 2].double()
    assert own.after == pytest.approx((float(expected.mean()), float(expected.std(correction=0))), abs=1e-6)
    assert "running" in str(own.note)
    other = column(asked(evidence, "input", (1, 2, 0, 0)), "batch_norm2d")
    assert not other.running
    assert other.shared is not None
    assert (other.mean, other.variance) == (other.shared.mean, other.shared.biased)
    assert "train" in str(other.note)


def test_a_batch_of_one_is_instance_norm_to_the_digit_and_says_so() -> None:
    found = asked(passed((1, 3, 4, 5), train=True))
    batch, instance = column(found, "batch_norm2d"), column(found, "instance_norm2d")
    assert batch.after == instance.after
    assert batch.shared == instance.shared
    assert np.array_equal(batch.pictures, instance.pictures)  # type: ignore[arg-type]
    assert "20 cells" in str(batch.note)


def test_one_value_a_channel_is_an_error_in_torch_and_a_sentence_here() -> None:
    with pytest.raises(ValueError, match="more than 1 value"):
        nn.BatchNorm2d(3)(torch.zeros(1, 3, 1, 1))
    batch = column(asked(passed((1, 3, 1, 1), train=True)), "batch_norm2d")
    assert batch.problem is not None
    assert batch.pictures is None
    assert "n − 1 = 0" in str(batch.note)
    with pytest.raises(ValueError, match="more than 1 spatial"):
        nn.InstanceNorm2d(3)(torch.zeros(2, 3, 1, 1))
    found = asked(passed((2, 3, 1, 1), train=True))
    assert column(found, "instance_norm2d").problem is not None
    assert column(found, "batch_norm2d").problem is None


def test_a_norm_is_compared_on_what_it_takes_and_another_layer_on_what_it_gives() -> None:
    evidence = passed((1, 3, 6, 6), ("conv", "conv2d", {"out_channels": 4}), ("n", "group_norm", {"num_groups": 2}))
    assert asked(evidence, "n").source == "conv" == asked(evidence, "conv").source
    assert asked(evidence, "n").shape == (1, 4, 4, 4)
    assert asked(evidence).source == "input"
    assert compared(evidence.plan, "n") == ("conv", (1, 4, 4, 4))


def test_a_layer_norm_over_the_channels_of_each_position_is_shown_as_it_is() -> None:
    shape = (2, 4, 3, 5)
    evidence = passed(shape, ("n", "layer_norm", {"over": "c"}))
    made = column(asked(evidence, "n", (1, 2, 1, 1)), "layer_norm")
    assert made.detail == "c"
    expected = evidence.forward.outputs["n"][1, 2].double()
    assert made.after == pytest.approx((float(expected.mean()), float(expected.std(correction=0))), abs=1e-5)
    assert made.shared is not None
    assert made.shared.count == 4


def test_features_of_several_items_are_compared_as_the_norm_of_features_would_do_it() -> None:
    evidence = passed((3, 2, 2, 2), ("flat", "flatten"))
    found = norms_of(evidence, Norms("flat", (1, 5, 0, 0), 2, (4, 4), (2, 2)))
    batch, instance = column(found, "batch_norm2d"), column(found, "instance_norm2d")
    x = evidence.forward.outputs["flat"].clone()
    expected = nn.BatchNorm1d(8)(x).detach()
    assert batch.single
    assert batch.after[0] == pytest.approx(float(expected[1, 5]), abs=1e-5)
    assert (batch.pictures, batch.step) == (None, None)
    assert "BatchNorm1d" in str(batch.note)
    assert instance.shared is None
    assert "1 value of [3, 8]" in str(instance.note)


def test_one_value_in_eval_mode_goes_through_a_new_batch_norm_as_torch_lets_it() -> None:
    evidence = passed((1, 3, 1, 1))
    batch = column(asked(evidence), "batch_norm2d")
    x = evidence.forward.input.clone()
    assert batch.problem is None
    assert batch.after[0] == pytest.approx(float(nn.BatchNorm2d(3).eval()(x).detach()[0, 0]), abs=1e-6)
    assert batch.step is None
    assert "1 value of [1, 3, 1, 1]" in str(batch.note)
    assert column(asked(evidence), "instance_norm2d").problem is not None


def test_cells_that_are_not_finite_are_counted_and_said_where_they_spoil_a_mean() -> None:
    evidence = passed((2, 2, 3, 4))
    x = evidence.forward.input.clone()
    x[0, 1, 0, 0], x[0, 1, 2, 3] = math.nan, math.inf
    spoiled = dataclasses.replace(evidence, forward=dataclasses.replace(evidence.forward, input=x))
    found = asked(spoiled, index=(0, 1, 0, 0))
    assert "2 of the 12 cells" in str(column(found, NONE).note)
    for kind, cells in (("batch_norm2d", 24), ("layer_norm", 24), ("instance_norm2d", 12)):
        made = column(found, kind)
        assert made.shared is not None
        assert (made.shared.nonfinite, made.shared.count) == (2, cells)
        assert f"2 of the {cells} cells" in str(made.note)
        assert math.isnan(made.after[0])
    clean = asked(spoiled, index=(1, 0, 0, 0))
    for kind in KINDS[1:]:
        made = column(clean, kind)
        assert math.isfinite(made.after[0])
        assert made.shared is not None
        assert made.shared.nonfinite == 0


def test_after_flatten_the_norms_that_need_a_picture_say_so() -> None:
    evidence = passed((2, 3, 2, 2), ("flat", "flatten"))
    found = norms_of(evidence, Norms("flat", (0, 0, 0, 0), 2, (4, 4), (2, 2)))
    assert column(found, "batch_norm2d").problem is not None
    assert column(found, "layer_norm").problem is None


def test_not_all_items_are_pictured_but_the_chosen_one_is() -> None:
    evidence = passed((9, 2, 3, 3))
    for item in range(9):
        found = asked(evidence, index=(item, 0, 0, 0))
        assert item in found.items
        assert len(found.items) == 4
        assert found.tiles.shape == (9, 2, 2, 2)


def test_what_lies_outside_is_brought_inside_and_strange_numbers_are_borne() -> None:
    evidence = passed((1, 2, 3, 3), ("n", "batch_norm2d", {"eps": 0.0}))
    assert asked(evidence, index=(7, 7, 7, 7)).index == (0, 1, 2, 2)
    for value in (math.nan, math.inf, 0.0):
        forward = dataclasses.replace(evidence.forward, input=torch.full((1, 2, 3, 3), value))
        found = asked(dataclasses.replace(evidence, forward=forward), "n")
        assert len(found.columns) == len(KINDS)
    with pytest.raises(UserError, match="gone"):
        asked(evidence, "gone")


def test_groups_that_do_not_divide_give_way_to_fewer() -> None:
    for channels, wanted, fitting in ((6, 4, 3), (7, 4, 1), (8, 4, 4), (2, 9, 2)):
        block = norm_block(GroupNorm.kind, None, channels, wanted)
        assert isinstance(block, GroupNorm)
        assert block.num_groups == fitting


def test_the_input_is_only_read() -> None:
    evidence = passed((2, 3, 4, 4))
    asked(evidence)
    assert np.array_equal(evidence.forward.input.numpy(), noise((2, 3, 4, 4)))


def test_scales_hold_still_from_frame_to_frame_and_are_measured_anew_on_the_same_one() -> None:
    norming, plan = Norming(), plan_of((1, 2, 6, 6))
    question = Norms("input", (0, 0, 0, 0), 2, (6, 6), (6, 6))

    def scale(number: int, factor: float) -> float:
        evidence = evidence_of(plan, None, number)
        louder = dataclasses.replace(evidence.forward, input=evidence.forward.input * factor)
        return norming(dataclasses.replace(evidence, forward=louder), question).columns[0].scale

    first = scale(0, 1.0)
    assert scale(1, 1.3) == scale(2, 0.8) == first
    assert scale(3, 3.0) == pytest.approx(3 * first, rel=1e-5)  # far too small by now
    assert scale(3, 2.5) == pytest.approx(2.5 * first, rel=1e-5)  # the same picture, another kernel
