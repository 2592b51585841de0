"""Every number that is explained is held against torch's own modules, run in float64 on the same inputs."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from cnnlab.blocks.base import Block
from cnnlab.blocks.explanation import Explanation, Index, Pool
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import LayerPlan, infer
from cnnlab.document.stack import Mode
from cnnlab.explain.asked import source_ids
from cnnlab.explain.audit import Evidence, explain, transfer_curve
from cnnlab.explain.digits import shown_terms
from cnnlab.text import UserError
from tests.blocks.references import has_reference, reference_output
from tests.building import plan_of, stack_of
from tests.explain.running import evidence_of, running_plans, running_statistics

KINDS = kinds_by_id()
RANDOM = {"dropout", "dropout2d"}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@every_kind
@settings(max_examples=9, deadline=None, derandomize=True)  # some 320 pairs of a stack and an element in all
@given(data=st.data())
def test_what_is_explained_is_what_torch_computed(kind: type[Block], data: st.DataObject) -> None:
    plan = data.draw(running_plans(kind))
    evidence = evidence_of(plan, running_statistics(plan), number=3)
    layer = plan.layers[-1]
    output = evidence.forward.outputs[layer.id]
    index = tuple(data.draw(st.integers(0, n - 1)) for n in output.shape)

    explanation = explain(evidence, layer.id, index)

    assert np.array_equal(explanation.value, float(output[index]), equal_nan=True)
    assert explanation.agrees, (layer.layer.block, explanation.value, explanation.total, explanation.bound)
    exact = exact_value(evidence, layer, index)
    if exact is not None and not np.isinf(explanation.value):
        # Places are float32 in torch's upsampling of float32, and so they are in the explanation.
        near = 1e-4 if layer.layer.block.kind == "upsample" else 1e-7
        assert explanation.total == pytest.approx(exact, rel=near, abs=near, nan_ok=True)
    if explanation.terms is not None:
        check_terms(explanation)
    for region in explanation.reads:
        shape = evidence.inputs(layer)[region.input].shape
        assert all(0 <= a <= b < n for (a, b), n in zip(region.spans, shape, strict=True))


def exact_value(evidence: Evidence, layer: LayerPlan, index: Index) -> float | None:
    """What torch's module makes of the layer's inputs in float64; None where there is none or it draws."""
    block, training = layer.layer.block, evidence.plan.stack.mode is Mode.TRAIN
    if not layer.layer.enabled:
        return float(evidence.inputs(layer)[0][index])
    if not has_reference(block) or (block.kind in RANDOM and training):
        return None
    state = {**evidence.weights(layer), **evidence.run_of(layer).statistics}
    doubled = {name: values.double() for name, values in state.items()}
    inputs = [x.double() for x in evidence.inputs(layer)]
    torch.set_default_dtype(torch.float64)
    try:
        return float(reference_output(block, inputs, doubled, training=training)[index])
    finally:
        torch.set_default_dtype(torch.float32)


def check_terms(explanation: Explanation) -> None:
    """Products come to sums and sums to the value: in numbers, and in the digits that are read."""
    terms = explanation.terms
    assert terms is not None
    np.testing.assert_array_equal(terms.products, terms.patch.values * terms.weights)
    np.testing.assert_allclose(terms.sums, terms.products.sum((1, 2)), rtol=1e-12, atol=1e-300)
    total = terms.sums.sum() + (terms.bias or 0)
    np.testing.assert_allclose(total, explanation.total, rtol=1e-12, atol=1e-12 * np.abs(terms.products).sum())
    assert not terms.patch.values[:, ~terms.patch.inside].any()
    if np.isfinite(terms.products).all() and np.isfinite(explanation.value):
        shown = shown_terms(explanation)
        rest = [text for text in (shown.bias, shown.gap) if text is not None]
        assert sum(map(Decimal, [*shown.sums, *rest]), Decimal(0)) == Decimal(shown.value)
        for products, one in zip(shown.products, shown.sums, strict=True):
            assert sum(map(Decimal, products.ravel()), Decimal(0)) == (Decimal(one) if products.size else 0)


@every_kind
@settings(max_examples=8, deadline=None, derandomize=True)
@given(data=st.data())
def test_an_element_has_no_gradient_outside_the_cells_that_were_read(kind: type[Block], data: st.DataObject) -> None:
    plan = data.draw(running_plans(kind))
    evidence, layer = evidence_of(plan, running_statistics(plan)), plan.layers[-1]
    shape = layer.output_shape or ()
    index = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    explanation = explain(evidence, layer.id, index)
    gradients = gradients_of(evidence, layer, index)
    read = {region.input: region.spans for region in explanation.reads}
    for number, gradient in enumerate(gradients):
        met = np.argwhere(gradient != 0)
        if met.size:
            spans = read[number]
            assert all(a <= low for (a, _), low in zip(spans, met.min(0), strict=True))
            assert all(high <= b for (_, b), high in zip(spans, met.max(0), strict=True))
    winner = explanation.part.winner if isinstance(explanation.part, Pool) else None
    if winner is not None and np.isfinite(explanation.value):
        assert gradients[0][(*index[:2], *winner)] == 1


def gradients_of(evidence: Evidence, layer: LayerPlan, index: Index) -> list[np.ndarray]:
    """The gradient of one element with respect to each input of its layer, by torch's autograd in float64."""
    with torch.inference_mode(False), torch.enable_grad():
        inputs: list[Tensor] = [x.clone().double().requires_grad_() for x in evidence.inputs(layer)]
        if not layer.layer.enabled:
            output = inputs[0] * 1
        else:
            run = evidence.run_of(layer)
            run = dataclasses.replace(run, statistics={n: v.double() for n, v in run.statistics.items()})
            weights = {name: values.double() for name, values in evidence.weights(layer).items()}
            output = layer.layer.block.forward(inputs, weights, run)
        if not output.requires_grad:
            return [np.zeros(x.shape) for x in inputs]
        found = torch.autograd.grad(output[index], inputs, allow_unused=True)
    return [
        np.zeros(tuple(x.shape)) if g is None else np.nan_to_num(g.numpy()) for g, x in zip(found, inputs, strict=True)
    ]


def test_cells_of_zero_padding_are_told_apart_and_other_rings_copy() -> None:
    for mode, expected in (
        ("zeros", [-1, 0, 1]),
        ("reflect", [1, 0, 1]),
        ("replicate", [0, 0, 1]),
        ("circular", [4, 0, 1]),
    ):
        plan = plan_of((1, 2, 5, 6), ("c", "conv2d", {"out_channels": 3, "padding": 1, "padding_mode": mode}))
        evidence = evidence_of(plan)
        terms = explain(evidence, "c", (0, 2, 0, 3)).terms
        assert terms is not None
        assert terms.patch.rows.tolist() == expected
        assert terms.patch.columns.tolist() == [2, 3, 4]
        assert terms.patch.inside.all() == (mode != "zeros")
        x = evidence.forward.input[0].numpy()
        copies = np.stack([x[:, row, 2:5] if row >= 0 else np.zeros((2, 3)) for row in expected], 1)
        np.testing.assert_array_equal(terms.patch.values, copies)


def test_a_transposed_convolution_shows_the_stamps_that_meet() -> None:
    params = {"out_channels": 1, "kernel_size": 3, "stride": 2, "padding": 1, "bias": False}
    evidence = evidence_of(plan_of((1, 1, 4, 4), ("up", "conv_transpose2d", params)))
    terms = explain(evidence, "up", (0, 0, 3, 2)).terms
    assert terms is not None
    # Row 3 + padding 1 = 4 is 2·2 + 0 and 1·2 + 2; column 2 + 1 = 3 is 1·2 + 1 alone.
    assert terms.kernel_rows.tolist() == [0, 2]
    assert terms.patch.rows.tolist() == [2, 1]
    assert terms.kernel_columns.tolist() == [1]
    assert terms.patch.columns.tolist() == [1]
    assert terms.bias is None


def test_an_output_that_no_stamp_meets_is_its_bias() -> None:
    sparse = {"out_channels": 1, "kernel_size": 1, "stride": 3}
    evidence = evidence_of(plan_of((1, 1, 4, 4), ("up", "conv_transpose2d", sparse)))
    explanation = explain(evidence, "up", (0, 0, 1, 0))
    assert explanation.reads == ()
    assert explanation.agrees
    assert explanation.terms is not None
    assert explanation.value == explanation.terms.bias


def test_a_norm_says_which_cells_share_its_mean() -> None:
    rows = (("b", "batch_norm2d"), ("l", "layer_norm", {"over": "c"}), ("g", "group_norm", {"num_groups": 2}))
    evidence = evidence_of(plan_of((3, 4, 5, 6), *rows, mode=Mode.TRAIN))
    assert explain(evidence, "b", (1, 2, 3, 4)).reads[0].spans == ((0, 2), (2, 2), (0, 4), (0, 5))
    assert explain(evidence, "l", (1, 2, 3, 4)).reads[0].spans == ((1, 1), (0, 3), (3, 3), (4, 4))
    assert explain(evidence, "g", (1, 2, 3, 4)).reads[0].spans == ((1, 1), (2, 3), (0, 4), (0, 5))
    x = evidence.forward.input.double()[:, 2]
    values = explain(evidence, "b", (1, 2, 3, 4)).values
    assert values["mean"] == pytest.approx(float(x.mean()), rel=1e-12)
    assert values["var"] == pytest.approx(float(x.var(correction=0)), rel=1e-12)


def test_in_eval_mode_batch_norm_uses_the_running_ones() -> None:
    plan = plan_of((2, 3, 4, 4), ("b", "batch_norm2d"))
    statistics = running_statistics(plan)
    explanation = explain(evidence_of(plan, statistics), "b", (1, 2, 0, 0))
    assert explanation.values["mean"] == float(statistics["b"]["running_mean"][2])
    assert explanation.values["var"] == float(statistics["b"]["running_var"][2])
    assert explanation.reads[0].spans == ((1, 1), (2, 2), (0, 0), (0, 0))


@pytest.mark.parametrize("value", [0.0, 1.0, -3.5, 1e4, 1e-6])
def test_the_bound_holds_on_large_flat_and_shifted_pictures(value: float) -> None:
    """Where every cell is the same, roundings do not cancel out."""
    rows = (("l", "layer_norm"), ("g", "group_norm", {"num_groups": 1}), ("i", "instance_norm2d"), ("p", "avg_pool2d"))
    for norm in rows:
        plan = plan_of((1, 16, 60, 80), norm)
        evidence = evidence_of(plan)
        for noise in (0.0, 1.0):
            frame = (evidence.forward.input * noise + value).contiguous(memory_format=torch.channels_last)
            layer = plan.layers[0]
            with torch.inference_mode():
                output = layer.layer.block.forward([frame], evidence.weights(layer), evidence.run_of(layer))
            forward = dataclasses.replace(evidence.forward, input=frame, outputs={layer.id: output})
            assert explain(dataclasses.replace(evidence, forward=forward), layer.id, (0, 3, 7, 9)).agrees


def test_dropout_says_what_it_kept() -> None:
    evidence = evidence_of(plan_of((1, 2, 6, 6), ("d", "dropout", {"p": 0.25}), mode=Mode.TRAIN), number=9)
    output = evidence.forward.outputs["d"]
    factors = [explain(evidence, "d", (0, 1, y, 2)).values["factor"] for y in range(6)]
    assert factors == [pytest.approx(1 / 0.75) if output[0, 1, y, 2] else 0.0 for y in range(6)]


def test_a_layer_that_is_off_and_the_input_are_what_comes_in() -> None:
    stack = edits.set_enabled(stack_of(("c", "conv2d"), ("r", "relu")), "c", False)
    evidence = evidence_of(infer(stack, (1, 3, 4, 4)))
    for layer in ("c", "input"):
        explanation = explain(evidence, layer, (0, 2, 1, 3))
        assert explanation.value == explanation.total == float(evidence.forward.input[0, 2, 1, 3])
        assert explanation.note is not None
    assert source_ids(evidence.plan, "r") == ("c",)
    assert source_ids(evidence.plan, "c") == source_ids(evidence.plan, "input") == ("input",)


@pytest.mark.parametrize(
    ("layer", "index", "parts"),
    [
        ("gone", (0, 0, 0, 0), ("gone", "input, c, wrong")),
        ("c", (0, 0), ("[0, 0]", "2", "[1, 8, 2, 2]", "4")),
        ("c", (0, 8, 0, 0), ("[0, 8, 0, 0]", "[1, 8, 2, 2]", "7")),
        ("c", (0, -1, 0, 0), ("-1",)),
        ("wrong", (0, 0, 0, 0), ("wrong",)),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(layer: str, index: Index, parts: tuple[str, ...]) -> None:
    evidence = evidence_of(infer(stack_of(("c", "conv2d"), ("wrong", "conv2d", {"groups": 3})), (1, 3, 4, 4)))
    with pytest.raises(UserError) as raised:
        explain(evidence, layer, index)
    assert all(part in str(raised.value) for part in parts)


def test_a_curve_is_the_function_itself() -> None:
    xs = np.linspace(-4, 4, 33)
    rows = (("t", "tanh"), ("p", "prelu", {"num_parameters": 3}), ("s", "softmax"), ("c", "conv2d", {"padding": 1}))
    evidence = evidence_of(plan_of((1, 3, 4, 4), *rows))
    curve = transfer_curve(evidence, "t", 1, xs)
    assert curve is not None
    np.testing.assert_allclose(curve, np.tanh(xs))
    slopes = transfer_curve(evidence, "p", 2, xs)
    assert slopes is not None
    np.testing.assert_allclose(slopes, np.where(xs < 0, 0.25 * xs, xs))
    assert transfer_curve(evidence, "s", 0, xs) is None
    assert transfer_curve(evidence, "c", 0, xs) is None
