"""Code that is copied runs and gives the value; LaTeX holds together."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.explain.audit import explain
from cnnlab.explain.copies import as_latex, as_numpy, latex_formula
from tests.building import plan_of
from tests.explain.running import evidence_of, running_plans, running_statistics

KINDS = kinds_by_id()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@settings(max_examples=6, deadline=None, derandomize=True)
@given(data=st.data())
def test_copied_code_gives_the_total(kind: type[Block], data: st.DataObject) -> None:
    plan = data.draw(running_plans(kind))
    evidence, layer = evidence_of(plan, running_statistics(plan)), plan.layers[-1]
    index = tuple(data.draw(st.integers(0, n - 1)) for n in layer.output_shape or ())
    explanation = explain(evidence, layer.id, index)
    if not all(np.isfinite(value).all() for value in (explanation.total, *explanation.values.values())):
        return  # what is not a number is the same in no two languages
    names: dict[str, Any] = {}
    exec(as_numpy(explanation), names)
    assert float(names["value"]) == pytest.approx(explanation.total, rel=1e-12, abs=1e-12)
    latex = as_latex(explanation)
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\begin{") == latex.count(r"\end{")
    assert not set(latex) & set("·−Σ√μσεγβαπ²³×")


def test_code_stands_alone() -> None:
    evidence = evidence_of(plan_of((1, 2, 5, 5), ("c", "conv2d", {"padding": 1}), ("g", "gelu"), ("s", "softmax")))
    for layer in ("c", "g", "s"):
        explanation = explain(evidence, layer, (0, 1, 0, 2))
        code = as_numpy(explanation) + "print(float(value))"
        printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert math.isclose(float(printed), explanation.total, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("(x − μ) / √(σ² + ε) · γ + β", r"(x - \mu) / \sqrt{\sigma^2 + \varepsilon} \cdot \gamma + \beta"),
        ("x · (1 + erf(x / √2)) / 2", r"x \cdot (1 + \operatorname{erf}(x / \sqrt{2})) / 2"),
        ("1 / (1 + e^(−x))", r"1 / (1 + e^{-x})"),
        ("max(0, x) + negative_slope · min(0, x)", r"\max(0, x) + \text{negative\_slope} \cdot \min(0, x)"),
        ("x1 + x2", r"x_{1} + x_{2}"),
        ("2 · 1.5e-07", r"2 \cdot 1.5 \cdot 10^{-7}"),
    ],
)
def test_formulas_become_latex(plain: str, latex: str) -> None:
    assert latex_formula(plain) == latex


def test_the_addends_in_latex_add_up() -> None:
    evidence = evidence_of(plan_of((1, 3, 5, 5), ("c", "conv2d", {"out_channels": 2})))
    latex = as_latex(explain(evidence, "c", (0, 1, 1, 1)))
    *_, addends, result, _ = latex.splitlines()
    assert r"\odot" in latex
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", addends)]
    assert len(numbers) == 4
    assert round(sum(numbers), 6) == float(result.split("&=")[1])
