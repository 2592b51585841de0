"""A sum of products as one reads it: the factors, what each product is, and what they come to, so that it adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.digits import SIGNIFICANT, Digits, digits_for, gap_of, shown_sum
from cnnlab.text import _

_EXACT = 1e-9  # of the last digit: what is nearer to a whole number of it has no more digits


@dataclass(frozen=True)
class WrittenProducts:
    """A sum of products in writing.

    Attributes:
        factors: `0.5·1 + 1·0.5`.
        addends: `0.50 + 0.50`, the products, and what rounding leaves of equal ones; they add up to the result.
        result: `1.00`.
        products: every product by itself, also those that the lines leave out.
    """

    factors: str
    addends: str
    result: str
    products: tuple[str, ...]


def written_products(first: Numbers, second: Numbers, most: int = 64) -> WrittenProducts:
    """The sum of `first · second`, both `[n]`; what is beyond `most` terms is put together as one more addend."""
    products = first * second
    total = float(products.sum())
    shown = shown_sum(products, total, fewest_digits(np.append(products, total)))
    factors = [f"{_factor(a)}·{_factor(b)}" for a, b in zip(first.tolist(), second.tolist(), strict=True)]
    addends = [bracketed(text) if value else "0" for text, value in zip(shown.addends, products.tolist(), strict=True)]
    if len(addends) > most and shown.units:
        rest = bracketed(shown.digits.text(sum(shown.units[most - 1 :])))
        addends = [*addends[: most - 1], _("{sum} from {count} more").format(sum=rest, count=len(addends) - most + 1)]
        factors = [*factors[: most - 1], "…"]
    addends += [_("{sum} rounding").format(sum=bracketed(gap)) for gap in gap_of(shown)]
    return WrittenProducts(" + ".join(factors) or "0", " + ".join(addends) or "0", shown.result, shown.addends)


def fewest_digits(values: Numbers, significant: int = SIGNIFICANT) -> Digits:
    """As many decimals as the numbers have, if those are fewer than would be shown: whole numbers have none."""
    usual = digits_for(values, significant=significant)
    if not np.isfinite(values).all():
        return usual
    for decimals in range(usual.decimals):
        digits = Digits(decimals, usual.exponent)
        units = digits.scaled(values)
        if np.abs(units - np.rint(units)).max(initial=0.0) < _EXACT:
            return digits
    return usual


def bracketed(text: str) -> str:
    """A negative number in brackets, as it stands behind a sign."""
    return f"({text})" if text.startswith("-") else text


def _factor(value: float) -> str:
    return bracketed(f"{value:.3g}" if value else "0")
