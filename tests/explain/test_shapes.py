"""The arithmetic of a layer: held against torch's modules, worked out by hand, and evaluated line by line."""

from __future__ import annotations

import math
import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import LayerPlan, infer
from cnnlab.document.stack import Stack
from cnnlab.explain.effects import effects
from cnnlab.explain.guess import judge, read_shape
from cnnlab.explain.shapes import dense, derivations, memory, multiply_adds, parameters


def planned(kind: str, shape: tuple[int, ...] = (1, 3, 240, 320), **params: object) -> LayerPlan:
    stack, _ = edits.add_layer(Stack(), kinds_by_id()[kind].initial(**params), 0)
    return infer(stack, shape).layers[-1]


def worth(line: str, **names: object) -> int:
    """The value of a line of arithmetic, by Python."""
    code = line.replace("·", "*").replace("−", "-").replace("⌊", "math.floor(").replace("⌈", "math.ceil(")
    code = re.sub("[⌋⌉]", ")", code)
    return int(eval(code, {"math": math}, names))


PAIR = st.tuples(st.integers(1, 5), st.integers(1, 5))


@settings(max_examples=50)
@given(PAIR, PAIR, PAIR, PAIR, st.tuples(st.integers(20, 60), st.integers(20, 60)))
def test_every_line_of_a_convolution_is_worth_what_torch_gives(
    kernel: tuple[int, int], stride: tuple[int, int], padding: tuple[int, int], dilation: tuple[int, int],
    size: tuple[int, int],
) -> None:  # fmt: skip
    params = {"kernel_size": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    layer = planned("conv2d", (1, 2, *size), out_channels=4, **params)
    made = nn.Conv2d(2, 4, **params)(torch.zeros(1, 2, *size))
    channels, height, width = derivations(layer)
    assert (1, channels.value, height.value, width.value) == tuple(made.shape)
    for axis, found in enumerate((height, width)):
        named = {name: pair[axis] for name, pair in params.items()}
        assert worth(found.symbols, **named, **{found.axis: size[axis]}) == found.value
        assert [worth(step) for step in found.steps] == [found.value] * len(found.steps)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(5, 40), st.booleans())
def test_every_line_of_a_pool_is_worth_what_torch_gives(kernel: int, stride: int, size: int, ceil: bool) -> None:
    padding = kernel // 2
    layer = planned(
        "max_pool2d", (1, 1, size, size), kernel_size=kernel, stride=stride, padding=padding, ceil_mode=ceil
    )
    made = nn.MaxPool2d(kernel, stride, padding, ceil_mode=ceil)(torch.zeros(1, 1, size, size))
    height = derivations(layer)[1]
    assert height.value == made.shape[2]
    assert [worth(step) for step in height.steps[1:]] == [height.value] * (len(height.steps) - 1) or ceil
    assert worth(height.steps[-1]) == height.value


@pytest.mark.parametrize(
    ("kind", "params", "shape"),
    [
        ("conv_transpose2d", {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}, (1, 3, 7, 9)),
        ("upsample", {"scale_factor": 1.5}, (1, 3, 7, 9)),
        ("upsample", {"scale_factor": None, "size": [5, 6]}, (1, 3, 7, 9)),
        ("zero_pad2d", {"padding": [1, 2, 3, -1]}, (1, 3, 7, 9)),
        ("center_crop", {"size": [3, 4]}, (1, 3, 7, 9)),
        ("adaptive_avg_pool2d", {"output_size": [2, 3]}, (1, 3, 7, 9)),
        ("avg_pool2d", {"kernel_size": 3, "stride": 2}, (1, 3, 7, 9)),
        ("flatten", {}, (2, 3, 7, 9)),
        ("linear", {"out_features": 5}, (2, 12)),
        ("relu", {}, (1, 3, 7, 9)),
        ("batch_norm2d", {}, (1, 3, 7, 9)),
    ],
)
def test_every_line_of_every_other_kind_is_worth_its_size(
    kind: str, params: dict[str, object], shape: tuple[int, ...]
) -> None:
    layer = planned(kind, shape, **params)
    assert layer.output_shape is not None
    found = derivations(layer)
    letters = {4: "bchw", 2: "bc"}[len(layer.output_shape)]
    assert {entry.axis: entry.value for entry in found} == dict(zip(letters[1:], layer.output_shape[1:], strict=True))
    for entry in found:
        assert all(worth(step) == entry.value for step in entry.steps)


def test_a_pool_without_dilation_does_not_name_it() -> None:
    assert "dilation" not in derivations(planned("avg_pool2d", kernel_size=2))[1].symbols


def test_channels_of_a_concatenation_are_added() -> None:
    stack, _ = edits.add_layer(Stack(), kinds_by_id()["conv2d"].initial(padding=1), 0)
    stack, _ = edits.add_layer(stack, kinds_by_id()["concat"].initial(layers=["input"]), 1)
    channels = derivations(infer(stack, (1, 3, 8, 8)).layers[-1])[0]
    assert (channels.symbols, channels.steps, channels.value) == ("c₁ + c₂", ("8 + 3",), 11)


def test_costs_of_a_convolution_by_hand() -> None:
    layer = planned("conv2d", (1, 3, 32, 32), out_channels=16, kernel_size=5)
    assert (parameters(layer).text, parameters(layer).value) == ("16·3·5·5 + 16", 1216)
    assert (multiply_adds(layer).text, multiply_adds(layer).value) == ("1·16·28·28·3·5·5", 940_800)
    assert (memory(layer).text, memory(layer).value) == ("1·16·28·28·4", 50_176)
    beside = dense(layer)
    assert beside is not None
    assert beside.weights.text == "(3·32·32)·(16·28·28) + 16·28·28"
    assert beside.weights.value == 3072 * 12544 + 12544 == 38_547_712
    assert beside.ratio == pytest.approx(38_547_712 / 1216)


@pytest.mark.parametrize(
    ("kind", "params", "shape"),
    [
        ("conv2d", {"out_channels": 6, "groups": 3, "kernel_size": [3, 2]}, (2, 3, 9, 8)),
        ("conv_transpose2d", {"out_channels": 4, "groups": 2}, (2, 6, 5, 5)),
        ("linear", {"out_features": 7}, (2, 30)),
        ("batch_norm2d", {}, (2, 6, 5, 5)),
        ("max_pool2d", {}, (2, 6, 6, 6)),
    ],
)
def test_written_out_costs_are_worth_what_is_counted(
    kind: str, params: dict[str, object], shape: tuple[int, ...]
) -> None:
    layer = planned(kind, shape, **params)
    for found in (parameters(layer), multiply_adds(layer), memory(layer)):
        assert (worth(found.text) if found.text else 0) == found.value


def test_a_layer_that_is_off_or_cannot_run_has_no_arithmetic() -> None:
    stopped = planned("conv2d", (1, 3, 2, 2), kernel_size=5)
    assert (derivations(stopped), effects(stopped), dense(stopped)) == ((), (), None)
    assert multiply_adds(stopped).text == memory(stopped).text == ""


def test_effects_are_what_the_changed_layer_really_has() -> None:
    rows = {row.name: row for row in effects(planned("conv2d", (1, 4, 20, 20), out_channels=8))}
    assert (rows["padding"].before, rows["padding"].after, rows["padding"].shape) == ("0", "1", (1, 8, 20, 20))
    assert rows["kernel_size"].shape == (1, 8, 16, 16)
    assert rows["stride"].shape == (1, 8, 9, 9)
    assert rows["dilation"].shape == (1, 8, 16, 16)
    assert (rows["out_channels"].after, rows["out_channels"].parameters) == ("16", 16 * 4 * 9 + 16)
    assert (rows["groups"].after, rows["groups"].parameters) == ("2", 8 * 2 * 9 + 8)
    assert rows["bias"].parameters == 8 * 4 * 9
    assert "padding_mode" not in rows


def test_a_change_that_would_stop_the_layer_says_why() -> None:
    (row,) = (row for row in effects(planned("conv2d", (1, 1, 3, 3))) if row.name == "kernel_size")
    assert row.shape is None
    assert "kernel 5×5" in str(row.problem)


@pytest.mark.parametrize(
    "text", ["1, 8, 240, 320", "[1, 8, 240, 320]", "1x8x240x320", " (1 8 240 320) ", "1×8×240×320"]
)
def test_a_shape_is_read_as_people_type_it(text: str) -> None:
    assert read_shape(text) == (1, 8, 240, 320)


@pytest.mark.parametrize("text", ["", "eight", "1, -8", "1, 2.5", "1,,2"])
def test_what_is_no_shape_is_not_read(text: str) -> None:
    assert read_shape(text) is None


@pytest.mark.parametrize(
    ("guess", "said"),
    [
        ((1, 8, 120, 160), "right"),
        ((8, 120, 160), "4 numbers, [b, c, h, w]; you gave 3"),
        ((2, 8, 120, 160), "batch: it stays 1"),
        ((1, 3, 120, 160), "channels: out_channels = 8, not 3"),
        ((1, 8, 240, 160), "height: 240 comes out if stride 2 is forgotten"),
        ((1, 8, 119, 160), "height: 119 comes out"),
        ((1, 8, 120, 7), "width: ⌊(320 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 160, not 7"),
    ],
)
def test_a_guess_is_told_the_first_step_at_which_it_went_wrong(guess: tuple[int, ...], said: str) -> None:
    verdict = judge(planned("conv2d", out_channels=8, stride=2, padding=1), guess)
    assert said in str(verdict.sentence)
    assert verdict.right == (said == "right")


def test_slips_with_the_floor_and_the_last_one_are_named() -> None:
    layer = planned("conv2d", (1, 1, 6, 6), kernel_size=3, stride=2)  # ⌊3 / 2⌋ + 1 = 2
    assert "rounded up" in str(judge(layer, (1, 8, 3, 2)).sentence)
    assert "+ 1" in str(judge(layer, (1, 8, 1, 2)).sentence)
