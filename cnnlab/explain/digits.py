"""How many digits to show, and which, so that the addends that are read add up to the result that is read.

Numbers that are rounded one by one do not add up: 0.4 + 0.4 = 0.8 would be shown as 0 + 0 = 1. So one number of
decimals serves a whole sum. The result is rounded as usual, and so are the addends; then as many of them as are missing
are rounded the other way instead, first those that this takes least from (the method of largest remainders, which deals
out seats in parliaments). Each addend is then less than one unit of its last digit away from what it is, and the sum of
what is shown is exact. Numbers that have no more digits than are shown, zeros among them, stay as they are.

Equal addends are shown alike, also in several sums beside each other: all of them are rounded the other way, or none.
Nothing may then be left that makes up for what is missing, as in 0.333 + 0.333 + 0.333 = 1.000. And the result is the
tensor's own value, which float32 may have rounded away from the sum. What either leaves is an addend of its own, the
gap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import Explanation, Numbers, Standardised
from cnnlab.blocks.sizes import plainly

Units = NDArray[np.int64]

SIGNIFICANT: Final = 4  # digits of the largest number that is shown
SHORT: Final = 3  # the same where there is little room
_OF_RESULT: Final = 3  # of the result, if it is smaller
_MORE: Final = 4  # digits at most for the sake of the result
_ALIKE: Final = 1e-6  # units of the last digit that tell no two addends apart
_LARGEST: Final = 300  # power of ten, about, of float64
_LOST: Final = 0.01  # of the smaller end of a range that rounding may take
_DUST: Final = 1e-6  # of a mean, as a share of the deviation: float32 leaves that much of a zero
_PLAIN: Final = (-4, 6)  # powers of ten that are written without an exponent
_SHORT: Final = (-3, 6)  # the same of a number on its own


@dataclass(frozen=True)
class Digits:
    """How the numbers of one sum are written: so many decimals, of the number divided by 10 to this power."""

    decimals: int
    exponent: int = 0

    @property
    def unit(self) -> float:
        """What the last digit stands for."""
        return float(10.0 ** (self.exponent - self.decimals))

    def scaled(self, values: Numbers) -> Numbers:
        """Values in units of the last digit."""
        shift = self.decimals - self.exponent
        if shift > _LARGEST:  # a power that float64 cannot hold
            return values * 10.0**_LARGEST * 10.0 ** (shift - _LARGEST)
        return values * 10.0**shift if shift >= 0 else values / 10.0**-shift

    def text(self, units: int) -> str:
        """A whole number of units: `-0.013` for −13 of 3 decimals."""
        digits = f"{abs(units):0{self.decimals + 1}d}"
        whole, part = (digits[: -self.decimals], digits[-self.decimals :]) if self.decimals else (digits, "")
        sign, dot = "-" if units < 0 else "", "." if part else ""
        return f"{sign}{whole}{dot}{part}" + (f"e{self.exponent}" if self.exponent else "")

    def rounded(self, value: float) -> str:
        """A number that is no addend, rounded on its own."""
        return self.text(self.whole(value)) if math.isfinite(value) else f"{value}"

    def whole(self, value: float) -> int:
        """The nearest whole number of units."""
        return round(float(self.scaled(np.array([value], np.float64))[0]))


def exact_text(value: float, significant: int = 6) -> str:
    """A number that is as it was chosen, or of which small differences count, without zeros at its end: `0.1`,
    `0.00001`, `0.406407`, `1.2e-7`.
    """
    return plainly(f"{value:.{significant}g}")


def number_text(value: float, significant: int = SIGNIFICANT) -> str:
    """A number on its own on a page, with all of its digits: `0.4312`, `-12.50`, `1.235e-5`; `0`, `NaN`."""
    if not math.isfinite(value) or value == 0:
        return "NaN" if math.isnan(value) else f"{value:.0f}" if value else "0"
    rounded = float(f"{value:.{significant - 1}e}")  # 0.99996 has the digits of 1
    power = _power(abs(rounded))
    exponent = 0 if _SHORT[0] <= power < _SHORT[1] else power
    return Digits(max(0, significant - 1 - (power - exponent)), exponent).rounded(value)


def short_text(value: float) -> str:
    """The same where there is little room: `0.431`, `-12.5`, `1.24e-5`."""
    return number_text(value, SHORT)


def range_text(low: float, high: float) -> str:
    """Two ends of a range, as exact as each other: `0.003 … 0.839`, `-12.5 … 0.3`, `1.24e-5 … 0.839`."""
    digits = digits_for(np.array([low, high]), significant=SHORT)
    return " … ".join(_end_text(end, digits) for end in (low, high))


def _end_text(end: float, digits: Digits) -> str:
    """With as many decimals as the larger end, unless too little is left of it so."""
    if not math.isfinite(end) or digits.exponent or abs(digits.whole(end) * digits.unit - end) > _LOST * abs(end):
        return short_text(end)
    return digits.rounded(end) if end else "0"


def mean_text(mean: float, deviation: float, significant: int = SIGNIFICANT) -> str:
    """A mean; zero for what only rounding has left among numbers that differ by so much."""
    return number_text(0.0 if abs(mean) < _DUST * deviation else mean, significant)


def digits_for(values: Numbers, result: float = math.nan, significant: int = SIGNIFICANT) -> Digits:
    """The digits that show the largest number to `significant` places, and a smaller result to three if that can be."""
    known = [*np.abs(values[np.isfinite(values)]).ravel(), *([abs(result)] if math.isfinite(result) else [])]
    largest = max(known, default=0.0)
    if largest == 0:
        return Digits(significant - 1)
    power = _power(largest)
    exponent = 0 if _PLAIN[0] <= power < _PLAIN[1] else power
    decimals = significant - 1 - (power - exponent)
    if result and math.isfinite(result):
        wanted = _OF_RESULT - 1 - (_power(abs(result)) - exponent)
        decimals = max(decimals, min(wanted, decimals + _MORE))
    return Digits(max(decimals, 0), exponent)


def _power(value: float) -> int:
    return math.floor(math.log10(value))


def apportioned(scaled: Numbers, total: int | Units) -> Units:
    """Whole numbers next to `scaled`, `[…, n]`, whose sums along the last axis come as near to `total`, `[…]`, as can
    be with equal numbers for equal ones.

    A total must be what its sum of `scaled` rounds to, up or down.
    """
    nearest = np.rint(scaled)
    missing = np.asarray(total - nearest.sum(-1), np.int64)
    turned, kinds = np.zeros(scaled.shape, np.int64), _kinds(scaled)
    free = np.ones(scaled.shape, bool)
    rows = np.argwhere(missing != 0).tolist()
    while rows:
        for row in rows:
            way = np.where(free[*row], scaled[*row] - nearest[*row], 0.0)  # one that is not free has nowhere to go
            turned[*row] = _turned(kinds[*row], way, int(missing[*row]))
        uneven = _uneven(turned, kinds)
        if not uneven.any():
            break
        free &= ~uneven
    return nearest.astype(np.int64) + turned


def _kinds(scaled: Numbers) -> Units:
    """A number for each addend, the same for equal ones."""
    return np.unique(np.rint(scaled / _ALIKE), return_inverse=True)[1].reshape(scaled.shape).astype(np.int64)


def _uneven(turned: Units, kinds: Units) -> NDArray[np.bool_]:
    """Which of the addends are turned in one sum, and their like is not in another."""
    low, high = np.full(kinds.max(initial=-1) + 1, 1), np.full(kinds.max(initial=-1) + 1, -1)
    np.minimum.at(low, kinds, turned)
    np.maximum.at(high, kinds, turned)
    return np.asarray(low != high)[kinds]


def _turned(kinds: Units, way: Numbers, missing: int) -> Units:
    """What to add to rounded numbers `[n]` of these kinds, which lie so far beyond what they were rounded to, so that
    so many units more come together.
    """
    sign = 1 if missing > 0 else -1
    rest = sign * way  # how far each is on its way to the next whole number in that direction
    found = np.zeros(len(kinds), np.int64)
    _known, kind_of, counts = np.unique(kinds, return_inverse=True, return_counts=True)
    rests = np.zeros(len(counts))
    rests[kind_of] = rest
    left = abs(missing)
    for kind in np.argsort(-rests, kind="stable"):
        if rests[kind] <= _ALIKE or not left:
            break
        if counts[kind] <= left:
            found[kind_of == kind] = sign
            left -= int(counts[kind])
    return found


@dataclass(frozen=True)
class ShownSum:
    """A sum as it is read.

    Attributes:
        digits: how it is written.
        addends: the numbers that are added.
        units: the same, in units of the last digit; empty where a number is not finite.
        result: what they come to.
        missing: units that the addends lack of the result.
    """

    digits: Digits
    addends: tuple[str, ...]
    units: tuple[int, ...]
    result: str
    missing: int = 0

    @property
    def gap(self) -> str | None:
        """One more addend: what float32 rounded, and digits left out of equal addends; None where it is zero."""
        return self.digits.text(self.missing) if self.missing else None


def shown_sum(addends: Numbers, result: float, digits: Digits | None = None) -> ShownSum:
    """The addends `[n]` and their result so that what is shown adds up."""
    digits = digits or digits_for(addends, result)
    if not (np.isfinite(addends).all() and math.isfinite(result)):
        return ShownSum(digits, tuple(digits.rounded(float(a)) for a in addends), (), digits.rounded(result))
    total, scaled = digits.whole(result), digits.scaled(addends)
    missing = float(digits.scaled(np.array([result], np.float64))[0] - scaled.sum())
    rounded = 0 if abs(missing) < 0.5 and addends.size else round(missing)
    units = apportioned(scaled, total - rounded).tolist()
    return ShownSum(digits, tuple(map(digits.text, units)), tuple(units), digits.text(total), total - sum(units))


@dataclass(frozen=True)
class ShownTerms:
    """A weighted sum as it is read.

    Attributes:
        digits: how products and sums are written.
        places: which of the terms are written out, `n` of them, in this order.
        products: `[n, kh, kw]`; those of a term add up to its sum.
        sums: `[n]`; with the rest, bias and gap they add up to the value.
        rest: what all other terms come to; None if there are no others.
        bias: None if the layer has none.
        gap: as in `ShownSum`.
        value: the tensor's own.
    """

    digits: Digits
    places: tuple[int, ...]
    products: NDArray[np.object_]
    sums: tuple[str, ...]
    rest: str | None
    bias: str | None
    gap: str | None
    value: str


def shown_terms(
    explanation: Explanation, places: Sequence[int] | None = None, significant: int = SIGNIFICANT
) -> ShownTerms:
    """The numbers of a weighted sum so that products add up to sums, and sums to the value.

    Only the terms at some `places` are written out, all of them without; the others are one addend. The largest number
    has so many `significant` digits.

    Raises:
        ValueError: it is no weighted sum.
    """
    terms = explanation.terms
    if terms is None:
        raise ValueError("no weighted sum")
    chosen = tuple(range(len(terms.sums)) if places is None else places)
    sums, more = terms.sums[list(chosen)], len(chosen) < len(terms.sums)
    others = [float(np.delete(terms.sums, chosen).sum())] if more else []
    addends = np.array([*sums, *others, *([] if terms.bias is None else [terms.bias])], np.float64)
    shown = shown_sum(addends, explanation.value, digits_for(addends, explanation.value, significant))
    units, products = _shown_products(terms.products[list(chosen)], shown)
    missing = shown.missing + sum(shown.units[: len(units)]) - sum(units)
    texts = tuple(map(shown.digits.text, units)) if units else shown.addends[: len(chosen)]
    bias = shown.addends[-1] if terms.bias is not None else None
    rest = shown.addends[len(chosen)] if more else None
    gap = shown.digits.text(missing) if missing else None
    return ShownTerms(shown.digits, chosen, products, texts, rest, bias, gap, shown.result)


def _shown_products(products: Numbers, shown: ShownSum) -> tuple[tuple[int, ...], NDArray[np.object_]]:
    """Products `[n, kh, kw]` in writing, and the units that those of each term come to: the first n addends of a sum,
    but for what equal products leave. No units where a number is not finite, or there are no products.
    """
    digits, flat = shown.digits, products.reshape(len(products), -1)
    sums: tuple[int, ...] = ()
    if shown.units and np.isfinite(flat).all() and flat.size:
        units = apportioned(digits.scaled(flat), np.array(shown.units[: len(flat)], np.int64))
        texts, sums = [digits.text(unit) for unit in units.ravel().tolist()], tuple(units.sum(-1).tolist())
    else:
        texts = [digits.rounded(value) for value in flat.ravel().tolist()]
    found = np.empty(len(texts), object)
    found[:] = texts
    return sums, found.reshape(products.shape)


def largest_first(sums: Numbers, most: int) -> tuple[int, ...]:
    """The places of the sums `[t]` that are largest in size, at most so many; the first comes first among equals."""
    return tuple(np.argsort(-np.abs(sums), kind="stable")[:most].tolist())


def gap_of(shown: ShownSum | ShownTerms) -> list[str]:
    """What float32 rounded away, as one more addend; none where it is too small to be seen."""
    return [] if shown.gap is None else [shown.gap]


def filled_formula(explanation: Explanation, show: Callable[[float], str] = number_text) -> tuple[str, str]:
    """The formula with its numbers, and the value, so that addends add up to it; `show` writes what is no addend.

    What a norm takes off and divides by keeps the digits of `exact_text`, by which its small difference is worked out.
    """
    if isinstance(explanation.part, Standardised):
        mean, variance = (explanation.values.get(name) for name in ("mean", "var"))
        dust = isinstance(mean, float) and isinstance(variance, float) and abs(mean) < _DUST * math.sqrt(variance)
        return explanation.filled(exact_text, {"mean": "0"} if dust else None), show(explanation.value)
    if not explanation.addends:
        return explanation.filled(show), show(explanation.value)
    numbers = np.array([explanation.values[name] for name in explanation.addends], np.float64)
    shown = shown_sum(numbers, explanation.value)
    filled = explanation.filled(show, dict(zip(explanation.addends, shown.addends, strict=True)))
    return " + ".join([filled, *gap_of(shown)]), shown.result
