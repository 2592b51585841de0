"""Which channels a channel is made from is held against the gradients of torch."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.sizes import channel_count
from cnnlab.blocks.weight import Shape
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import INPUT
from cnnlab.explain.lineage import Lineage
from tests.blocks.running import inputs_for, normal, run_block
from tests.blocks.test_conformance import running_case
from tests.building import plan_of, stack_of

KINDS = kinds_by_id()
IMAGE: Shape = (2, 6, 5, 4)

# What the parameters of a block decide about its channels, besides what every kind does as it is added.
SETTINGS: list[tuple[str, dict[str, Any], tuple[Shape, ...]]] = [
    ("conv2d", {"out_channels": 4, "groups": 2, "kernel_size": 1}, (IMAGE,)),
    ("conv2d", {"out_channels": 12, "groups": 6, "padding": 1}, (IMAGE,)),
    ("conv_transpose2d", {"out_channels": 9, "groups": 3}, (IMAGE,)),
    ("group_norm", {"num_groups": 3}, (IMAGE,)),
    ("layer_norm", {"over": "hw"}, (IMAGE,)),
    ("layer_norm", {"over": "c"}, (IMAGE,)),
    ("layer_norm", {"over": "chw"}, ((2, 5),)),
    ("local_response_norm", {"size": 3, "alpha": 1.0}, (IMAGE,)),
    ("local_response_norm", {"size": 4, "alpha": 1.0}, (IMAGE,)),
    ("softmax", {"dim": 1}, (IMAGE,)),
    ("softmax", {"dim": -1}, (IMAGE,)),
    ("softmax", {"dim": -1}, ((2, 5),)),
    ("flatten", {"start_dim": 1}, (IMAGE,)),
    ("flatten", {"start_dim": 2}, (IMAGE,)),
    ("flatten", {"start_dim": 0}, (IMAGE,)),
    ("flatten", {"start_dim": 0}, ((2, 5),)),
    ("linear", {"out_features": 3}, ((2, 5),)),
    ("linear", {"out_features": 3}, (IMAGE,)),
    ("linear", {"out_features": 3}, ((5,),)),
    ("concat", {"layers": ["a", "b"]}, (IMAGE, (2, 1, 5, 4), (2, 3, 5, 4))),
    ("mul", {"layers": ["a", "b"]}, (IMAGE, IMAGE, IMAGE)),
]


def of_channel(values: torch.Tensor, channel: int) -> torch.Tensor:
    """All cells of a channel."""
    return values[:, channel] if values.dim() > 1 else values[channel]


def moved_by(block: Block, shapes: tuple[Shape, ...], channel: int, seeds: range) -> list[set[int]]:
    """For each input, the channels whose cells have a gradient on a weighted sum over the output channel's cells.

    The weights differ, since the plain sum of a normalised channel never moves.
    """
    found: list[set[int]] = [set() for _ in shapes]
    for seed in seeds:
        inputs = [(x + 0.3 * normal(x.shape, seed)).requires_grad_() for x in inputs_for(shapes)]
        picked = of_channel(run_block(block, inputs), channel)
        gradients = torch.autograd.grad((picked * normal(picked.shape, 5 + seed)).sum(), inputs, allow_unused=True)
        for met, gradient in zip(found, gradients, strict=True):
            if gradient is not None:
                gradient = torch.nan_to_num(
                    gradient
                )  # no gradient through a square root is 0 · ∞ where it is below zero
                met |= {c for c in range(channel_count(gradient.shape)) if of_channel(gradient, c).any()}
    return found


def claimed(block: Block, shapes: tuple[Shape, ...], channel: int) -> list[set[int]]:
    return [set(channels) for channels in block.source_channels(channel, shapes, block.output_shape(shapes))]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_as_it_is_added_is_made_from_the_channels_that_move_it_and_no_others(name: str) -> None:
    given = {"layers": ["a"]} if "layers" in KINDS[name].params() else {"size": (3, 2)} if name == "center_crop" else {}
    block = KINDS[name].initial(**given)
    shapes = (IMAGE,) * (1 + len(block.references()))
    for channel in range(min(6, channel_count(block.output_shape(shapes)))):
        assert claimed(block, shapes, channel) == moved_by(block, shapes, channel, range(4))


@pytest.mark.parametrize(("name", "params", "shapes"), SETTINGS)
def test_what_the_settings_decide_is_what_torch_does(
    name: str, params: dict[str, Any], shapes: tuple[Shape, ...]
) -> None:
    block = KINDS[name].initial(**params)
    for channel in range(channel_count(block.output_shape(shapes))):
        assert claimed(block, shapes, channel) == moved_by(block, shapes, channel, range(2))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_channel_moves_another_that_is_not_said_to_be_made_from_it(kind: type[Block], data: st.DataObject) -> None:
    case = running_case(data, kind)
    channel = data.draw(st.integers(0, channel_count(case.block.output_shape(case.shapes)) - 1))
    for named, met in zip(
        claimed(case.block, case.shapes, channel), moved_by(case.block, case.shapes, channel, range(1)), strict=True
    ):
        assert met <= named


def relatives(lineage: Lineage) -> dict[str, list[int]]:
    """All channels that belong to the lineage, by layer."""
    shapes = {INPUT: lineage.plan.input_shape, **{p.id: p.output_shape or () for p in lineage.plan.layers}}
    found = {
        layer: [c for c in range(channel_count(shape)) if lineage.holds(layer, c)]
        for layer, shape in shapes.items()
        if shape
    }
    return {layer: channels for layer, channels in found.items() if channels}


def test_lineage_goes_one_step_each_way_and_along_references() -> None:
    plan = plan_of(
        (1, 3, 8, 8),
        ("conv1", "conv2d", {"out_channels": 4, "padding": 1}),
        ("relu1", "relu"),
        ("conv2", "conv2d", {"out_channels": 2, "padding": 1}),
        ("cat", "concat", {"layers": ["conv1", "input"]}),
        ("flat", "flatten"),
    )
    assert relatives(Lineage(plan, "conv1", 1)) == {"input": [0, 1, 2], "relu1": [1], "cat": [3]}
    assert relatives(Lineage(plan, "relu1", 1)) == {"conv1": [1], "conv2": [0, 1]}
    assert relatives(Lineage(plan, "input", 2)) == {"conv1": [0, 1, 2, 3], "cat": [8]}
    assert relatives(Lineage(plan, "cat", 7)) == {"input": [1], "flat": list(range(7 * 64, 8 * 64))}
    assert relatives(Lineage(plan, "flat", 65)) == {"cat": [1]}
    assert relatives(Lineage(plan, "gone", 0)) == {}


def test_a_layer_that_is_switched_off_passes_channels_through_and_one_that_waits_has_none() -> None:
    stack = stack_of(
        ("conv1", "conv2d", {"out_channels": 4}),
        ("norm1", "layer_norm"),
        ("bad", "conv2d", {"groups": 3}),
        ("r", "relu"),
    )
    plan = infer(edits.set_enabled(stack, "norm1", False), (1, 3, 8, 8))
    assert relatives(Lineage(plan, "norm1", 2)) == {"conv1": [2]}
    assert relatives(Lineage(plan, "conv1", 2)) == {"input": [0, 1, 2], "norm1": [2]}
    assert relatives(Lineage(plan, "bad", 0)) == {}
