"""Every kind of block, in both styles and modes: its code gives the program's numbers without the program."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document.stack import Layer, Mode, Stack
from cnnlab.formats.code.styles import Style
from tests.blocks.test_conformance import running_case
from tests.building import layer_of, noise, stack_of
from tests.formats.code.apart import Apart, assert_same
from tests.formats.code.filled import filled
from tests.strategies import pictures

KINDS = kinds_by_id()


def layers_above(kind: type[Block], data: st.DataObject, shape: Shape) -> tuple[tuple[Layer, ...], Shape]:
    """The layers that a merge may name, or one that leaves fewer axes; and the shape below them."""
    if kind.initial().references():
        same = {"out_channels": shape[1], "kernel_size": 3, "padding": 1}
        return (layer_of("conv1", "conv2d", same), layer_of("relu1", "relu")), shape
    start = data.draw(st.sampled_from([None, None, 2, 1, 0]))
    if start is None:
        return (), shape
    flat = layer_of("flat", "flatten", {"start_dim": start})
    return (flat,), flat.block.output_shape([shape])


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@settings(max_examples=12)
@given(data=st.data(), mode=st.sampled_from(Mode))
def test_code_gives_the_programs_numbers(kind: type[Block], apart: Apart, data: st.DataObject, mode: Mode) -> None:
    shape = data.draw(pictures)
    above, before = layers_above(kind, data, shape)
    case = running_case(data, kind, shapes=st.just(before), training=mode is Mode.TRAIN)
    plan, statistics = filled(Stack((*above, Layer("it", case.block)), mode), shape)
    assume(plan.layers[-1].runs)
    values = noise(shape)
    for style in Style:
        assert_same(apart, plan, style, values, statistics)


# Settings in which a mistake would show: sides, axes and modes that differ, for kinds that have code of their own.
TELLING: tuple[tuple[str, dict[str, Any]], ...] = (
    *(
        ("conv2d", {"out_channels": 4, "kernel_size": [3, 5], "padding": padding, "padding_mode": mode, "groups": 2})
        for mode in ("zeros", "reflect", "replicate", "circular")
        for padding in ([1, 3], [0, 2], [0, 0], "same", "valid")
    ),
    *(
        ("conv2d", {"out_channels": 2, "kernel_size": [4, 2], "dilation": [1, 3], "padding": "same", "padding_mode": m})
        for m in ("zeros", "reflect")
    ),
    ("conv2d", {"out_channels": 2, "kernel_size": [2, 3], "stride": [2, 1], "bias": False, "padding_mode": "circular"}),
    (
        "conv_transpose2d",
        {
            "out_channels": 6,
            "kernel_size": [2, 4],
            "stride": [3, 2],
            "padding": [0, 1],
            "dilation": [1, 2],
            "output_padding": [2, 1],
            "groups": 2,
            "bias": False,
        },
    ),
    ("center_crop", {"size": [3, 6]}),
    ("zero_pad2d", {"padding": [1, -2, 3, 0]}),
    ("upsample", {"scale_factor": [1.5, 3.0], "mode": "bicubic", "align_corners": True}),
    ("upsample", {"scale_factor": None, "size": [5, 12], "mode": "area"}),
    ("upsample", {"scale_factor": 2.0, "mode": "nearest-exact"}),
    *(
        (kind, {"affine": affine, "track_running_stats": track, "eps": 0.01, "momentum": 0.3})
        for kind in ("batch_norm2d", "instance_norm2d")
        for affine in (True, False)
        for track in (True, False)
    ),
    *(
        ("layer_norm", {"over": over, "elementwise_affine": affine, "eps": 0.01})
        for over in ("chw", "hw", "c")
        for affine in (True, False)
    ),
    ("group_norm", {"num_groups": 2, "eps": 0.01}),
    ("group_norm", {"num_groups": 4, "affine": False}),
    ("local_response_norm", {"size": 3, "alpha": 0.5, "beta": 0.5, "k": 2.0}),
    ("max_pool2d", {"kernel_size": [3, 2], "stride": [1, 3], "padding": [1, 0], "dilation": [1, 2], "ceil_mode": True}),
    ("avg_pool2d", {"kernel_size": [2, 3], "padding": [0, 1], "ceil_mode": True, "count_include_pad": False}),
    *(("softmax", {"dim": dim}) for dim in (0, 1, -1)),
    ("prelu", {"num_parameters": 4}),
    ("linear", {"out_features": 3, "bias": False}),
    ("dropout", {"p": 1.0}),
    ("dropout2d", {"p": 0.0}),
)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("style", Style)
def test_settings_that_would_show_a_mistake(style: Style, mode: Mode, apart: Apart) -> None:
    shape, values = (3, 4, 7, 9), noise((3, 4, 7, 9))
    for kind, params in TELLING:
        plan, statistics = filled(stack_of(("it", kind, params), mode=mode), shape)
        assert plan.layers[0].runs, (kind, params, str(plan.layers[0].problem))
        assert_same(apart, plan, style, values, statistics)
