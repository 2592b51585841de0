"""What was typed into cells: a number for all of them, or a change of the numbers that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cnnlab.document.formula import SIGNS, evaluate, shortened
from cnnlab.text import N_, UserError

Numbers = NDArray[np.float64]
# Half a step above the largest number of 32 bits rounding gives infinity.
LARGEST = float(np.nextafter((2 - 2.0**-24) * 2.0**127, 0))

_CHANGE = re.compile(r"\s*(?:([-+*/])=|([*/])(?!\*))(.*)", re.DOTALL)
_OPERATIONS: Mapping[str, Callable[[Numbers, float], Numbers]] = MappingProxyType(
    {
        "": lambda values, by: np.full_like(values, by),
        "+": lambda values, by: values + by,
        "-": lambda values, by: values - by,
        "*": lambda values, by: values * by,
        "/": lambda values, by: values / by,
    }
)


@dataclass(frozen=True)
class Entry:
    """`sign` is empty for a plain number, else one of + - * /; `number` is what is added, taken, multiplied …"""

    sign: str
    number: float

    def applied(self, values: Numbers) -> Numbers:
        """The numbers that cells with these values take.

        Raises:
            UserError: one of them is too large for 32 bits.
        """
        result = _OPERATIONS[self.sign](np.asarray(values, np.float64), self.number)
        worst = float(np.abs(result).max(initial=0.0))
        if not worst <= LARGEST:
            raise UserError(N_("{value} is not a finite number of 32 bits: type a smaller one"), value=f"{worst:g}")
        return result


def read_entry(text: str) -> Entry:
    """What a text means: `0.5`, `-1/9`, `sqrt(2)`, or `*2`, `/3`, `*=2`, `/=3`, `+=0.5`, `-=0.5`.

    `+0.5` and `-0.5` are plain numbers.

    Raises:
        UserError: it means neither.
    """
    found = _CHANGE.fullmatch(text.translate(SIGNS))
    if found is None:
        return Entry("", _fitting(evaluate(text)))
    sign, number = found[1] or found[2], _fitting(evaluate(found[3]))
    if sign == "/" and number == 0:
        raise UserError(N_("'{text}' divides by zero: divide by another number"), text=shortened(text))
    return Entry(sign, number)


def _fitting(value: float) -> float:
    if not abs(value) <= LARGEST:
        raise UserError(N_("{value} is not a finite number of 32 bits: type a smaller one"), value=f"{value:g}")
    return value
