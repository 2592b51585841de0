from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.formula import FUNCTIONS, MOST, evaluate
from cnnlab.text import UserError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/9", 1 / 9),
        ("sqrt(2)", math.sqrt(2)),
        ("2*pi", 2 * math.pi),
        ("-exp(-0.5)", -math.exp(-0.5)),
        ("(1+2)/3", 1.0),
        ("1e-3", 0.001),
        ("2^3", 8.0),
        ("2**3**2", 512.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("--1", 1.0),
        ("log(e)", 1.0),
        ("abs(-3) + cos(0) - sin(0) * tan(1)", 4.0),
        ("0,5 + 0,25", 0.75),
        ("−2 × 3 ÷ 4", -1.5),
        ("2*π", 2 * math.pi),
        ("PI", math.pi),
        ("007+1", 8.0),
    ],
)
def test_formulas_mean_what_they_mean_on_paper(text: str, value: float) -> None:
    assert evaluate(text) == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 pi",
        "2pi",
        "1 2",
        "sqrt",
        "sqrt()",
        "sqrt(1, 2)",
        "sqrt(-1)",
        "log(0)",
        "1/0",
        "0^-1",
        "(-8)^(1/3)",
        "9^9^9^9",
        "exp(1000)",
        "1e999",
        "(1",
        "1)",
        "__import__('os')",
        "x",
        "pi()",
        "sqrt.real",
        "[1]",
        "1 if 1 else 2",
        "lambda: 1",
        "1; 2",
        "0x10",
        "1_000",
        "1j",
        "'a'",
        "nan",
        "1//2",
        "5 % 3",
        "1" * (MOST + 1),
        "(" * 60 + "1" + ")" * 59,
    ],
)
def test_everything_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UserError) as raised:
        evaluate(text)
    assert 10 < len(str(raised.value)) < 120
    assert "\n" not in str(raised.value)


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    with pytest.raises(UserError) as raised:
        evaluate("sinh(1)")
    assert "'sinh'" in str(raised.value)
    assert all(name in str(raised.value) for name in FUNCTIONS)


Tree = tuple[str, float | None]
_numbers = st.floats(0, 100, allow_nan=False).map(lambda x: (repr(x), x))


def _combine(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Text and value side by side: the value is computed here from the tree, never from the text."""
    operators = {"+": float.__add__, "-": float.__sub__, "*": float.__mul__, "/": float.__truediv__}

    def binary(left: Tree, sign: str, right: Tree) -> Tree:
        if left[1] is None or right[1] is None or (sign == "/" and right[1] == 0):
            return f"({left[0]} {sign} {right[0]})", None
        return f"({left[0]} {sign} {right[0]})", operators[sign](left[1], right[1])

    def sine(part: Tree) -> Tree:
        return f"sin({part[0]})", None if part[1] is None or not math.isfinite(part[1]) else math.sin(part[1])

    def minus(part: Tree) -> Tree:
        return f"-{part[0]}", None if part[1] is None else -part[1]

    return (
        st.builds(binary, parts, st.sampled_from(sorted(operators)), parts)
        | st.builds(sine, parts)
        | st.builds(minus, parts)
    )


@given(st.recursive(_numbers, _combine, max_leaves=6))
def test_any_formula_has_the_value_of_its_tree(tree: Tree) -> None:
    text, value = tree
    if len(text) > MOST or value is None or not math.isfinite(value):
        with pytest.raises(UserError):
            evaluate(text)
    else:
        assert evaluate(text) == value


@given(st.text(max_size=40))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    with contextlib.suppress(UserError):
        assert math.isfinite(evaluate(text))
