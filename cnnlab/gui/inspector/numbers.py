"""Numbers as they are typed and as they are shown."""

from __future__ import annotations

import math
import re

import numpy as np

from cnnlab.text import N_, UserError

LARGEST = float(np.finfo(np.float32).max)

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?"
_TYPED = re.compile(rf"({_NUMBER})(?:\s*/\s*({_NUMBER}))?")


def parse_number(text: str) -> float:
    """The number that a text means: `0.5`, `-1e-3`, `1/9`, with a point or a comma before the decimals.

    Raises:
        UserError: it is not a number, or none that fits into 32 bits.
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    found = _TYPED.fullmatch(plain) if len(plain) <= 80 else None
    if found is None:
        raise UserError(N_("'{text}' is not a number: type one like 0.5, -2 or 1/9"), text=_shortened(text))
    above, below = float(found[1]), float(found[2] or 1)
    if below == 0:
        raise UserError(N_("'{text}' divides by zero: type another number below the line"), text=_shortened(text))
    return finite(above / below)


def finite(value: float) -> float:
    """`value`, if 32 bits can hold it.

    Raises:
        UserError: it is infinite, not a number, or too large.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise UserError(N_("{value} is not a finite number of 32 bits: type a smaller one"), value=f"{value:g}")
    return value


def _shortened(text: str) -> str:
    plain = text.strip()
    return plain if len(plain) <= 24 else plain[:23] + "…"


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


def rounded(value: float) -> float:
    """A value after a step, without the dust of binary fractions."""
    return round(value, 7)
