"""What is read, word for word."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from cnnlab.blocks.explanation import Explanation
from cnnlab.blocks.weight import frozen
from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.document.stack import Stack
from cnnlab.engine.forward import Runner
from cnnlab.explain.asked import source_ids
from cnnlab.explain.audit import Evidence, explain
from cnnlab.explain.written import as_text, verdict
from tests.building import layer_of

KERNEL = np.array([[[[0.5, -1.0], [0.25, 0.0]], [[1.0, 0.1], [-0.3, 2.0]]]], np.float32)
LAYERS = (
    layer_of(
        "conv", "conv2d", {"out_channels": 1, "kernel_size": 2, "padding": 1}, weight=KERNEL, bias=np.array([0.125])
    ),
    layer_of("relu", "relu"),
    layer_of("add", "add", {"layers": ["conv"]}),
    layer_of("max", "max_pool2d", {"kernel_size": 2}),
    layer_of("up", "upsample", {"scale_factor": 2, "mode": "bilinear"}),
    layer_of("norm", "instance_norm2d"),
    layer_of("dot", "conv2d", {"out_channels": 1, "kernel_size": 1, "bias": False}, weight=np.full((1, 1, 1, 1), 2.0)),
    layer_of("soft", "softmax", {"dim": 3}),
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    values = frozen(np.arange(18).reshape(1, 2, 3, 3) / 10)
    plan, runner = infer(Stack(LAYERS), values.shape), Runner()
    return Evidence(plan, runner.run(plan, Frame(values), {}), runner.weights.of)


TEXTS = {
    ("conv", (0, 0, 0, 1)): """\
conv [0, 0, 0, 1] = 1.855
Σ(patch · weights) + bias

channel 0
      ·     ·      0.500 -1.000     0.000 0.000
  0.000 0.100  ×   0.250  0.000  =  0.000 0.000

channel 1
      ·     ·      1.000  0.100      0.000  0.000
  0.900 1.000  ×  -0.300  2.000  =  -0.270  2.000

channel 0  0.000
channel 1  1.730
bias       0.125
value      1.855

equal to the tensor within float32 rounding: … apart, 1.3e-6 at most""",
    ("dot", (0, 0, 1, 1)): """\
dot [0, 0, 1, 1] = -1.600
Σ(patch · weights)

channel 0  -0.8000 × 2.000 = -1.600
value                        -1.600

equal to the tensor""",
    ("add", (0, 0, 1, 1)): """\
add [0, 0, 1, 1] = 6.680
x1 + x2

relu [0, 0, 1, 1]  3.340
conv [0, 0, 1, 1]  3.340
3.340 + 3.340 = 6.680

equal to the tensor""",
    ("max", (0, 0, 1, 1)): """\
max [0, 0, 1, 1] = 8.720
max(window)

  8.720 2.930
  2.890 4.450
the largest lies at row 2, column 2
max(8.720, 2.930, 2.890, 4.450) = 8.720

equal to the tensor""",
    ("up", (0, 0, 1, 1)): """\
up [0, 0, 1, 1] = 7.190
Σ(cells · shares)

  6.680 7.190     0.5625 0.1875     3.758 1.348
  8.210 8.720  ×  0.1875 0.0625  =  1.539 0.545

value  7.190

equal to the tensor within float32 rounding: … apart, 0.00002 at most""",
    ("norm", (0, 0, 1, 1)): """\
norm [0, 0, 1, 1] = -0.8000
(x − μ) / √(σ² + ε)

(7.19 − 7.7) / √(0.406407 + 0.00001) = -0.8000
mean and variance of 16 cells: [0, 0, 0…3, 0…3]

equal to the tensor within float32 rounding: … apart, 0.000054 at most""",
    ("input", (0, 0, 1, 1)): """\
input [0, 0, 1, 1] = 0.4000
x
the input itself

input [0, 0, 1, 1]  0.4000

equal to the tensor""",
}


@pytest.mark.parametrize(("layer", "index"), TEXTS)
def test_an_explanation_reads_like_this(evidence: Evidence, layer: str, index: tuple[int, ...]) -> None:
    explanation = explain(evidence, layer, index)
    text = as_text(explanation, layer, source_ids(evidence.plan, layer))
    # In which order torch adds, and so how it rounds, is its own affair.
    assert re.sub(r"rounding: \S+ apart", "rounding: … apart", text) == TEXTS[layer, index]


def test_what_does_not_agree_is_said() -> None:
    wrong = Explanation(index=(0,), value=1.5, total=1.0, bound=0.1, template="{x}", values={"x": 1.0})
    assert verdict(wrong) == "0.5 apart from the tensor, more than the 0.1 of float32 rounding"
    assert verdict(dataclasses.replace(wrong, value=1.0)) == "equal to the tensor"
    assert verdict(dataclasses.replace(wrong, value=np.nan, total=np.nan)) == "equal to the tensor"
