"""The cells that a weight meets are those whose gradient it has a part in."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.plan import LayerPlan
from cnnlab.explain.touched import touched
from tests.building import plan_of

SIZE = (7, 9)


def meets(layer: LayerPlan, index: tuple[int, int, int, int]) -> np.ndarray:
    """`[c, h, w]`: the input cells that move the output where all weights but one are 0, by autograd."""
    shape = layer.input_shapes[0]
    x = torch.ones(shape, requires_grad=True)
    weight = torch.zeros(layer.specs["weight"].shape)
    weight[index] = 1.0
    layer.layer.block.forward([x], {"weight": weight}, None).sum().backward()  # type: ignore[arg-type]
    assert x.grad is not None
    return (x.grad[0] != 0).numpy()


def check(layer: LayerPlan, index: tuple[int, int, int, int]) -> None:
    expected = meets(layer, index)
    found = touched(layer, "weight", index)
    assert found is not None
    mask = np.zeros(expected.shape, bool)
    mask[found.channel] = found.mask() > 0
    np.testing.assert_array_equal(mask, expected)


PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(
    kernel=PAIRS,
    stride=PAIRS,
    dilation=PAIRS,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    mode=st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    groups=st.sampled_from([1, 2]),
    data=st.data(),
)
def test_a_convolutions_weight(kernel, stride, dilation, padding, mode, groups, data) -> None:  # type: ignore[no-untyped-def]
    settings = {
        "out_channels": 4,
        "kernel_size": kernel,
        "stride": stride,
        "dilation": dilation,
        "padding": padding,
        "padding_mode": mode,
        "groups": groups,
        "bias": False,
    }
    layer = plan_of((1, 4, *SIZE), ("conv1", "conv2d", settings)).layer("conv1")
    index = tuple(data.draw(st.integers(0, n - 1)) for n in layer.specs["weight"].shape)
    check(layer, index)  # type: ignore[arg-type]


@given(kernel=PAIRS, stride=PAIRS, dilation=PAIRS, padding=st.integers(0, 1), data=st.data())
def test_a_transposed_convolutions_weight(kernel, stride, dilation, padding, data) -> None:  # type: ignore[no-untyped-def]
    settings = {
        "out_channels": 2,
        "kernel_size": kernel,
        "stride": stride,
        "dilation": dilation,
        "padding": (padding, padding),
        "bias": False,
    }
    layer = plan_of((1, 3, *SIZE), ("up", "conv_transpose2d", settings)).layer("up")
    if layer.output_shape is None:
        return
    index = tuple(data.draw(st.integers(0, n - 1)) for n in layer.specs["weight"].shape)
    check(layer, index)  # type: ignore[arg-type]


def test_a_bias_and_a_layer_that_is_no_convolution_meet_no_cells() -> None:
    plan = plan_of((1, 4, *SIZE), ("conv1", "conv2d", {"out_channels": 4}), ("norm", "batch_norm2d"))
    assert touched(plan.layer("conv1"), "bias", (0,)) is None
    assert touched(plan.layer("norm"), "weight", (0,)) is None
