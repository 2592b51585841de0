"""Which sizes of a tensor the parameters fix is found out by asking the block twice."""

from __future__ import annotations

from typing import Any

import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.formats.ownership import owned_tensors, possible_tensors


@pytest.mark.parametrize(
    ("kind", "params", "texts"),
    [
        ("conv2d", {"out_channels": 6, "kernel_size": [3, 5]}, {"weight": "[6, any, 3, 5]", "bias": "[6]"}),
        ("conv2d", {"out_channels": 6, "kernel_size": 1, "groups": 3, "bias": False}, {"weight": "[6, any, 1, 1]"}),
        (
            "conv_transpose2d",
            {"out_channels": 6, "kernel_size": 2, "groups": 2},
            {"weight": "[any, 3, 2, 2]", "bias": "[6]"},
        ),
        (
            "conv_transpose2d",  # more groups than channels: no size goes with that, so any is kept
            {"out_channels": 1, "kernel_size": 2, "groups": 2, "bias": False},
            {"weight": "[any, any, 2, 2]"},
        ),
        ("linear", {"out_features": 10}, {"weight": "[10, any]", "bias": "[10]"}),
        ("prelu", {"num_parameters": 3}, {"weight": "[3]"}),
        (
            "batch_norm2d",
            {},
            {"weight": "[any]", "bias": "[any]", "running_mean": "[any]", "running_var": "[any]"},
        ),
        ("batch_norm2d", {"affine": False}, {"running_mean": "[any]", "running_var": "[any]"}),
        ("layer_norm", {"over": "c"}, {"weight": "[any]", "bias": "[any]"}),
        ("relu", {}, {}),
        ("concat", {"layers": ["input", "input"]}, {}),
    ],
)
def test_sizes_of_the_input_are_free_and_those_of_the_parameters_fixed(
    kind: str, params: dict[str, Any], texts: dict[str, str]
) -> None:
    block = kinds_by_id()[kind].from_params(params)
    assert {name: tensor.text for name, tensor in owned_tensors(block).items()} == texts


def test_a_layer_norm_may_have_the_rank_of_any_input() -> None:
    weight = owned_tensors(kinds_by_id()["layer_norm"].from_params({}))["weight"]
    assert weight.text == "[any, any, any] / [any, any] / [any]"
    assert weight.allows((8, 4, 4))
    assert not weight.allows((1, 8, 4, 4))


def test_running_statistics_are_told_from_weights() -> None:
    norm = owned_tensors(kinds_by_id()["batch_norm2d"].from_params({}))
    assert {name for name, tensor in norm.items() if tensor.statistic} == {"running_mean", "running_var"}


def test_what_a_switch_would_bring_back_is_known() -> None:
    off = kinds_by_id()["instance_norm2d"].from_params({"affine": False, "track_running_stats": False})
    assert owned_tensors(off) == {}
    assert possible_tensors(off).keys() == {"weight", "bias", "running_mean", "running_var"}


def test_no_shape_of_another_rank_or_size_is_allowed() -> None:
    weight = owned_tensors(kinds_by_id()["conv2d"].from_params({"out_channels": 6, "kernel_size": 3}))["weight"]
    assert weight.allows((6, 99, 3, 3))
    assert not any(weight.allows(shape) for shape in ((5, 9, 3, 3), (6, 9, 3, 4), (6, 9, 3), (6, 9, 3, 3, 1), ()))
