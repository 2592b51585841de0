"""The trace is held against torch's gradients in a network that differs in nothing but what hides a dependence.

A maximum has a gradient for its winner alone, and a rectifier none below zero, although both are made from all of their
cells. So for the question "which cells can matter, by place?" a maximum is replaced by the sum over the same window and
an activation by the identity; weights are positive, so that what one way adds no other takes away.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.blocks.base import Block, Run
from cnnlab.blocks.kinds.adaptive_max_pool2d import AdaptiveMaxPool2d
from cnnlab.blocks.kinds.max_pool2d import MaxPool2d
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Weight
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import INPUT, Layer, Mode, Stack
from cnnlab.explain.gradient import effective_field, input_gradient
from cnnlab.explain.receptive import AxisField, axis_fields
from cnnlab.explain.trace import element_box, trace
from cnnlab.text import UserError
from tests.building import plan_of, stack_of
from tests.explain.running import evidence_of
from tests.explain.test_receptive import SLIDING, numbered
from tests.ten_stacks import NETS, Net, Outputs
from tests.test_ten_stacks import module_of, with_numbers

ENDS: list[list[tuple[str, dict[str, Any]]]] = [
    [],
    [("flatten", {})],
    [("flatten", {"start_dim": 2}), ("relu", {})],
    [("flatten", {}), ("relu", {}), ("linear", {"out_features": 3})],
    [("linear", {"out_features": 3})],
    [("batch_norm2d", {}), ("conv2d", {"out_channels": 2, "kernel_size": 1, "groups": 2})],
    [("max_pool2d", {"kernel_size": 2, "padding": 1, "dilation": 2}), ("adaptive_max_pool2d", {"output_size": [2, 1]})],
    [("pick", {"layers": ["input"]}), ("mul", {"layers": ["input"]})],
    [("upsample", {"scale_factor": 2, "mode": "nearest-exact"}), ("softmax", {}), ("dropout", {})],
]


def by_place(block: Block, inputs: list[Tensor]) -> Tensor | None:
    """What stands for a block whose gradient would hide what it is made from."""
    x = inputs[0]
    match block:
        case MaxPool2d():
            window, (b, c, h, w) = block.window(), x.shape
            sizes = [size.value for size in window.sizes((b, c, h, w))]
            ring = [r[0] for r in window.ring]
            needed = [
                (n - 1) * s + d * (k - 1) + 1
                for n, s, d, k in zip(sizes, window.stride, window.dilation, window.kernel, strict=True)
            ]
            padding = [ring[1], max(0, needed[1] - w - ring[1]), ring[0], max(0, needed[0] - h - ring[0])]
            kernel = torch.ones(c, 1, *window.kernel, dtype=x.dtype)
            summed = F.conv2d(F.pad(x, padding), kernel, None, window.stride, 0, window.dilation, c)
            return summed[:, :, : sizes[0], : sizes[1]]
        case AdaptiveMaxPool2d():
            return F.adaptive_avg_pool2d(x, block.output_size)
        case Pointwise():
            return x * 1
    return x * 1 if block.family.name == "NORM" else None


def cells_with_gradient(plan: Plan, index: tuple[int, ...]) -> dict[str, np.ndarray]:
    """By layer, the elements that have a gradient on one element of the last layer: `[n, axes]`."""
    generator = torch.Generator().manual_seed(0)
    x = (torch.rand(plan.input_shape, generator=generator, dtype=torch.float64) + 0.5).requires_grad_()
    outputs = [x]
    for layer in plan.layers:
        inputs = [outputs[source + 1] for source in layer.sources]
        block, specs = layer.layer.block, layer.specs.items()
        weights = {n: torch.rand(s.shape, generator=generator, dtype=torch.float64) + 0.5 for n, s in specs}
        output = by_place(block, inputs)
        outputs.append(block.forward(inputs, weights, Run()) * 1 if output is None else output)
    gradients = torch.autograd.grad(outputs[-1][index], outputs, allow_unused=True)
    ids = [INPUT, *(layer.id for layer in plan.layers)]
    found = {}
    for layer_id, gradient in zip(ids, gradients, strict=True):
        if gradient is not None:
            # A place rounded to float32, as upsampling has it, gives its neighbour a share of 1e-8.
            cells = np.argwhere(gradient.abs().numpy() > 1e-6 * float(gradient.abs().max()))
            found |= {layer_id: cells} if cells.size else {}
    return found


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    parts=st.lists(SLIDING, min_size=0, max_size=4),
    end=st.sampled_from(ENDS),
    height=st.integers(3, 8),
    width=st.integers(3, 8),
    data=st.data(),
)
def test_each_step_is_the_smallest_box_around_what_has_a_gradient(
    parts: list[tuple[str, dict[str, Any]]],
    end: list[tuple[str, dict[str, Any]]],
    height: int,
    width: int,
    data: st.DataObject,
) -> None:
    plan = infer(stack_of(*numbered(*parts, *end)), (2, 2, height, width))
    assume(plan.layers and all(layer.runs for layer in plan.layers))
    last = plan.layers[-1]
    index = tuple(data.draw(st.integers(0, n - 1)) for n in last.output_shape or ())
    cells = cells_with_gradient(plan, index)
    steps = trace(plan, last.id, index)
    assert {step.layer for step in steps} == set(cells)
    for step in steps:
        met = cells[step.layer]
        box = tuple((int(a), int(b)) for a, b in zip(met.min(0), met.max(0), strict=True))
        assert step.spans == box, step.layer
    box = element_box(plan, last.id, index)
    assert box == {step.layer: step.spans[2:] for step in steps}.get(INPUT)


def test_a_flattened_value_is_traced_to_its_one_cell() -> None:
    plan = plan_of((1, 3, 4, 5), ("flat", "flatten"), ("fc", "linear", {"out_features": 2}))
    assert element_box(plan, "flat", (0, 2 * 20 + 3 * 5 + 1)) == ((3, 3), (1, 1))
    assert element_box(plan, "fc", (0, 1)) == ((0, 3), (0, 4))
    assert element_box(plan, INPUT, (0, 1, 2, 3)) == ((2, 2), (3, 3))


def test_a_zero_that_was_added_comes_from_nowhere() -> None:
    plan = plan_of((1, 1, 4, 4), ("pad", "zero_pad2d", {"padding": 2}))
    assert element_box(plan, "pad", (0, 0, 0, 0)) is None
    assert [step.layer for step in trace(plan, "pad", (0, 0, 0, 0))] == ["pad"]
    evidence = evidence_of(plan)
    assert input_gradient(evidence, "pad", (0, 0, 0, 0)).tolist() == np.zeros((1, 4, 4)).tolist()


def test_concat_is_traced_into_the_layer_that_has_the_channel() -> None:
    plan = plan_of(
        (1, 3, 6, 6), ("a", "conv2d", {"padding": 1}), ("b", "max_pool2d", {"kernel_size": 1}),
        ("cat", "concat", {"layers": ["input"]}),
    )  # fmt: skip
    assert [step.layer for step in trace(plan, "cat", (0, 9, 2, 2))] == ["cat", INPUT]
    assert [step.layer for step in trace(plan, "cat", (0, 7, 2, 2))] == ["cat", "b", "a", INPUT]


def test_what_is_not_there_is_refused() -> None:
    plan = infer(stack_of(("a", "conv2d", {"groups": 3, "out_channels": 2})), (1, 3, 6, 6))
    assert trace(plan, "a", (0, 0, 0, 0)) == ()
    with pytest.raises(KeyError):
        trace(plan, "gone", (0,))
    with pytest.raises(UserError):
        trace(plan, INPUT, (0, 3, 0, 0))


# -- size, jump and start --


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    layers=st.lists(
        st.fixed_dictionaries(
            {"kernel_size": st.integers(1, 5), "stride": st.integers(1, 3), "padding": st.integers(0, 2)}
        ),
        min_size=1,
        max_size=4,
    )
)
def test_size_jump_and_start_are_those_of_the_paper(layers: list[dict[str, int]]) -> None:
    """Araujo, Norris & Sim 2019: r₀ = Σ (k − 1) ∏ s + 1 over the strides above, S₀ = ∏ s, u₀ = −Σ p ∏ s."""
    plan = plan_of((1, 1, 400, 500), *numbered(*(("conv2d", {"out_channels": 1, **layer}) for layer in layers)))
    size, jump, start = 1, 1, 0
    for layer, fields in zip(layers, axis_fields(plan).values(), strict=True):
        size += (layer["kernel_size"] - 1) * jump
        start -= layer["padding"] * jump
        jump *= layer["stride"]
        assert fields == (AxisField(size, jump, start),) * 2


def test_an_enlarged_picture_has_a_jump_below_one_and_a_bin_none() -> None:
    rows = (
        ("up", "upsample", {"scale_factor": 2}),
        ("conv", "conv2d", {"padding": 1}),
        ("bins", "adaptive_avg_pool2d", {"output_size": 3}),
    )
    fields = axis_fields(plan_of((1, 1, 20, 30), *rows))
    assert [float(f.jump or 0) for f in fields["up"]] == [0.5, 0.5]
    assert fields["conv"][0].start == -1
    assert fields["conv"][0].centre == fields["conv"][0].start + (fields["conv"][0].size - 1) / 2
    assert fields["bins"][1].jump is None
    assert fields["bins"][1].centre is None


# -- the effective field --


@pytest.mark.parametrize("name", NETS)
def test_gradient_is_that_of_torchs_own_network(name: str) -> None:
    net = NETS[name]()
    with_numbers(net)
    evidence = evidence_of(plan_from(net), running_of(net))
    layer_id, before = net.rows[-1][0], evidence.forward.input.clone()
    index = tuple(n // 2 for n in evidence.forward.outputs[layer_id].shape)
    gradient = input_gradient(evidence, layer_id, index)

    x = before.clone().requires_grad_()
    with torch.enable_grad():
        (expected,) = torch.autograd.grad(outputs_with_gradients(net, x)[layer_id][index], x)
    np.testing.assert_allclose(np.nan_to_num(gradient), np.nan_to_num(expected[index[0]].numpy()), rtol=2e-3, atol=1e-5)
    np.testing.assert_allclose(effective_field(gradient), np.abs(gradient).sum(0) / len(gradient), rtol=1e-6)
    assert torch.equal(evidence.forward.input, before)


def plan_from(net: Net) -> Plan:
    """The network as a plan, with the weights of torch's modules."""
    layers = []
    for layer_id, kind, params in net.rows:
        module = module_of(net.steps[layer_id])
        state = module.state_dict() if module is not None else {}
        weights = {n: Weight.from_array(v.numpy()) for n, v in state.items() if n in ("weight", "bias")}
        layers.append(Layer(layer_id, kinds_by_id()[kind].from_params(params, weights)))
    mode = Mode.TRAIN if net.training else Mode.EVAL
    return infer(Stack(tuple(layers), mode), net.shape)


def running_of(net: Net) -> dict[str, dict[str, Array]]:
    """The running statistics of torch's modules."""
    return {
        layer_id: {name: step.state_dict()[name].numpy() for name in ("running_mean", "running_var")}
        for layer_id, step in net.steps.items()
        if isinstance(step, nn.Module) and "running_mean" in step.state_dict()
    }


def outputs_with_gradients(net: Net, x: Tensor) -> Outputs:
    """As `torch_outputs`, with gradients."""
    outputs = {"input": x, "before": x}
    for layer_id, step in net.steps.items():
        if isinstance(step, nn.Module):
            step.train(net.training)
            outputs[layer_id] = step(outputs["before"])
        else:
            outputs[layer_id] = step(outputs)
        outputs["before"] = outputs[layer_id]
    return outputs
