"""Small formulas: what a person types where a number is wanted.

Numbers, + − * / ^ (or **), parentheses, a few functions and constants. The text is cut into known words first and
Python's parser sees nothing else; what it builds is walked, never run.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from cnnlab.text import N_, Listed, UserError

MOST = 120  # characters

FUNCTIONS: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "sqrt": math.sqrt,
        "exp": math.exp,
        "log": math.log,
        "sin": math.sin,
        "cos": math.cos,
        "tan": math.tan,
        "abs": abs,
    }
)
CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e})

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])|(?P<name>[a-zA-Z]\w*)|\*\*|[-+*/()^])"
)
SIGNS = str.maketrans("−×·÷", "-**/")
_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = MappingProxyType(
    {
        ast.Add: lambda a, b: a + b,
        ast.Sub: lambda a, b: a - b,
        ast.Mult: lambda a, b: a * b,
        ast.Div: lambda a, b: a / b,
        ast.Pow: math.pow,
    }
)


def evaluate(text: str) -> float:
    """The value of a formula: `1/9`, `sqrt(2)`, `2*pi`, `-exp(-0.5)`; powers bind as in Python, so `-2^2` is −4.

    A comma between digits is a decimal point. The value may be too large for 32 bits, but it is finite.

    Raises:
        UserError: it is no formula, too long, or has no finite real value.
    """
    if len(text.strip()) > MOST:
        raise UserError(N_("a formula has at most {most} characters, not {count}"), most=MOST, count=len(text.strip()))
    try:
        value = _value(ast.parse(_checked(text), mode="eval").body)
    except SyntaxError:
        raise _not_a_formula(text) from None
    except ZeroDivisionError:
        raise UserError(N_("'{text}' divides by zero: divide by another number"), text=shortened(text)) from None
    except (ValueError, ArithmeticError):
        raise _no_value(text) from None
    if not math.isfinite(value):
        raise _no_value(text)
    return value


def _checked(text: str) -> str:
    """The formula in Python's words, every number written as Python writes it."""
    plain = re.sub(r"(?<=\d),(?=\d)", ".", text.translate(SIGNS).replace("π", " pi ")).strip()
    words, at = [], 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            raise _not_a_formula(text)
        name, number = found["name"], found["number"]
        if name is not None and name.lower() not in (*FUNCTIONS, *CONSTANTS):
            known = Listed((*FUNCTIONS, *CONSTANTS))
            raise UserError(N_("'{name}' is not known here: use {known}"), name=shortened(name), known=known)
        if number is not None and not math.isfinite(float(number)):
            raise _no_value(text)
        words.append(name.lower() if name else repr(float(number)) if number else found[0].strip().replace("^", "**"))
        at = found.end()
    return " ".join(words)


def _value(node: ast.expr) -> float:
    """The value of a part; all numbers are floats, so that no power takes long."""
    match node:
        case ast.Constant(value=float(value)):
            return value
        case ast.Name(id=name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](_value(argument))
    raise SyntaxError


def _not_a_formula(text: str) -> UserError:
    return UserError(N_("'{text}' is not a number: type one like 0.5, -2, 1/9 or sqrt(2)"), text=shortened(text))


def _no_value(text: str) -> UserError:
    return UserError(N_("'{text}' has no finite value: change what is raised, divided or rooted"), text=shortened(text))


def shortened(text: str) -> str:
    """A text as it is repeated in a sentence."""
    plain = text.strip()
    return plain if len(plain) <= 24 else plain[:23] + "…"
