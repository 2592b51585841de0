"""Numbers as they are typed and as they are shown."""

from __future__ import annotations

import math
import re

import numpy as np

from cnnlab.document.entry import LARGEST, Numbers
from cnnlab.document.formula import evaluate
from cnnlab.text import N_, UserError

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")


def parse_number(text: str) -> float:
    """The number that a text means: `0.5`, `-1e-3`, `1/9`, `sqrt(2)`, with a point or a comma before the decimals.

    Raises:
        UserError: it is not a number, or none that fits into 32 bits.
    """
    plain = text.strip()
    return finite(float(plain) if _PLAIN.fullmatch(plain) else evaluate(plain))


def finite(value: float) -> float:
    """`value`, if 32 bits can hold it.

    Raises:
        UserError: it is infinite, not a number, or too large.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise UserError(N_("{value} is not a finite number of 32 bits: type a smaller one"), value=f"{value:g}")
    return value


def precise(value: float) -> str:
    """The shortest digits that bring back the same 32-bit number."""
    single = np.float32(value)
    return np.format_float_positional(single, trim="-") if _is_plain(float(single)) else f"{single!s}"


def _is_plain(value: float) -> bool:
    return value == 0 or (math.isfinite(value) and 1e-6 <= abs(value) < 1e7)


def signed(value: float, decimals: int = 3) -> str:
    """`+0.333`, `-0.667`; zero has no sign, so that it is told apart from what is only rounded to zero."""
    return f"{0:.{decimals}f}" if value == 0 else f"{value:+.{decimals}f}"


def cell_text(value: float, characters: int) -> str:
    """A weight in at most so many characters; fewer digits where there is less room, and nothing where
    only zeros would be left of it."""
    if not math.isfinite(value):
        return str(value) if characters >= 3 else ""
    for decimals in (3, 2, 1, 0):
        text = signed(value, decimals)
        if len(text) > characters and abs(value) < 1 and value != 0:
            text = text.replace("0.", ".", 1)
        if len(text) <= characters:
            return text if decimals == 3 or value == 0 or round(value, decimals) != 0 else ""
    text = f"{value:+.0e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    return text if len(text) <= characters else ""


def rounded(values: Numbers, step: float = 0.1) -> Numbers:
    """Values after a step, without the dust of binary fractions; small steps keep more digits."""
    decimals = max(7, 4 - math.floor(math.log10(step)))
    return np.round(values, min(decimals, 40))
