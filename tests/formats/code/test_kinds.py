"""Every kind of block, in both styles and modes: its code gives the program's numbers without the program."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document.stack import Layer, Mode, Stack
from cnnlab.formats.code.styles import Style
from tests.blocks.test_conformance import running_case
from tests.building import layer_of, noise
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
