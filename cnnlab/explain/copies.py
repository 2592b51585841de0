"""An explanation to take along: as NumPy code that runs and gives the value, and as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import Blend, Explanation, Numbers, Value
from cnnlab.explain.digits import digits_for, filled_formula, gap_of, shown_sum, shown_terms

_MOST_PRODUCTS = 81  # beyond this LaTeX gives the sums of the channels alone


def as_numpy(explanation: Explanation) -> str:
    """Lines of Python with all the numbers; after them `value` is the explanation's total.

    Of an activation that states no formula they run torch's module of that name.
    """
    body = [f"{name} = {_python(value)}" for name, value in _named(explanation).items() if _uses(explanation, name)]
    body.append(f"value = {explanation.code}")
    text = "\n".join(body)
    imports = [line for name, line in _IMPORTS.items() if re.search(rf"\b{name}\.", text)]
    return "\n".join([*imports, *([""] if imports else []), *body]) + "\n"


_IMPORTS = {"math": "import math", "np": "import numpy as np", "torch": "import torch"}


def _named(explanation: Explanation) -> Mapping[str, Value]:
    """The values by the names that the code has."""
    terms = explanation.terms
    if terms is None:
        return explanation.values
    return {
        "patch": terms.patch.values,
        "weights": terms.weights,
        **({} if terms.bias is None else {"bias": terms.bias}),
    }


def _uses(explanation: Explanation, name: str) -> bool:
    return re.search(rf"\b{name}\b", explanation.code) is not None


def _python(value: Value) -> str:
    if not isinstance(value, np.ndarray):
        return _literal(float(value))
    short = value.astype(np.float32)
    # Most numbers are float32; those have a short name of their own, which means exactly them.
    if np.array_equal(short, value, equal_nan=True):
        return f"np.float64(np.float32({_nested(short)}))" if value.size else f"np.zeros({value.shape})"
    return f"np.array({_nested(value)})"


def _nested(values: NDArray[Any]) -> str:
    inner = map(_literal, values) if values.ndim == 1 else map(_nested, values)
    return f"[{', '.join(inner)}]"


def _literal(value: float | np.floating) -> str:
    """A number as Python reads it back."""
    if np.isnan(value):
        return "np.nan"
    if np.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    return str(value)


def as_latex(explanation: Explanation) -> str:
    """The formula, and below it the same with its numbers, rounded so that they add up."""
    lines = [latex_formula(explanation.symbols), *_numbers(explanation)]
    body = " \\\\\n".join(f"  &= {line}" for line in lines).removeprefix("  &= ")
    return f"\\begin{{aligned}}\n  y &= {body}\n\\end{{aligned}}\n"


def _numbers(explanation: Explanation) -> list[str]:
    if explanation.terms is not None:
        return _weighted(explanation)
    if isinstance(explanation.part, Blend):
        shown = shown_sum(explanation.part.products.ravel(), explanation.value)
        return [" + ".join(map(_bracketed, [*shown.addends, *gap_of(shown)])) or "0", _power(shown.result)]
    filled, result = filled_formula(explanation)
    return [latex_formula(filled), latex_formula(result)]


def _weighted(explanation: Explanation) -> list[str]:
    """The sums of a weighted sum; patches and weights too if they are few."""
    terms, shown = explanation.terms, shown_terms(explanation)
    assert terms is not None
    lines = []
    if 0 < terms.products.size <= _MOST_PRODUCTS:
        pairs = zip(terms.patch.values, terms.weights, strict=True)
        lines.append(" + ".join(rf"\sum {_matrix(patch)} \odot {_matrix(kernel)}" for patch, kernel in pairs))
        if shown.bias is not None:
            lines[-1] += f" + {_bracketed(shown.bias)}"
    addends = [*shown.sums, *([] if shown.bias is None else [shown.bias]), *gap_of(shown)]
    lines.append(" + ".join(map(_bracketed, addends)) or "0")
    return [*lines, _power(shown.value)]


def _bracketed(text: str) -> str:
    return f"({_power(text)})" if text.startswith("-") else _power(text)


def _power(text: str) -> str:
    """`1.2e-7` as LaTeX writes it."""
    return re.sub(r"e([+-]?)0*(\d+)", lambda m: rf" \cdot 10^{{{m[1].replace('+', '')}{m[2]}}}", text)


def _matrix(values: Numbers) -> str:
    digits = digits_for(values)
    rows = (" & ".join(_power(digits.rounded(float(value))) for value in row) for row in values)
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


_SIGNS = {
    "·": r" \cdot ",
    "−": "-",
    "Σ": r"\textstyle\sum ",
    "σ²": r"\sigma^2",
    "μ": r"\mu",
    "ε": r"\varepsilon",
    "γ": r"\gamma",
    "β": r"\beta",
    "α": r"\alpha",
    "π": r"\pi",
    "³": "^3",
    "²": "^2",
    "…": r"\ldots",
}
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]+")
_KNOWN = {"max": r"\max", "min": r"\min", "tanh": r"\tanh", "erf": r"\operatorname{erf}"}


def latex_formula(formula: str) -> str:
    """A formula in plain signs as LaTeX."""
    text = _WORD.sub(lambda m: _KNOWN.get(m[0]) or _text(m[0]), re.sub(r"(\d)e([+-])0*(\d+)", r"\1·10^\2\3", formula))
    text = re.sub(r"\\text\{x(\d+)\}", r"x_{\1}", text)
    text = _grouped(_grouped(text, "√", r"\sqrt"), "^", "^")
    text = re.sub(r"√([^\W_]+)", r"\\sqrt{\1}", text)
    text = re.sub(r"\^([+-]?[\w.]+)", lambda m: f"^{{{m[1].removeprefix('+')}}}", text)
    for sign, latex in _SIGNS.items():
        text = text.replace(sign, latex)
    return re.sub(r" +", " ", text).strip()


def _text(word: str) -> str:
    return r"\text{" + word.replace("_", r"\_") + "}"


def _grouped(text: str, sign: str, latex: str) -> str:
    """`√(…)` as `\\sqrt{…}`: what a sign is followed by in brackets goes into braces."""
    while (start := text.find(f"{sign}(")) >= 0:
        depth, end = 0, start + len(sign)
        for end in range(start + len(sign), len(text)):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if depth == 0:
                break
        text = f"{text[:start]}{latex}{{{text[start + len(sign) + 1 : end]}}}{text[end + 1 :]}"
    return text
