"""Large numbers as a class reads them aloud."""

from __future__ import annotations

_HIGH = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = 100_000  # what is less is written out


def power_text(number: float) -> str:
    """`38,547,712` as `3.9 · 10⁷`; what is below 100,000 with all its digits."""
    if number < _PLAIN:
        return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"
    digits, _e, exponent = f"{number:.1e}".partition("e")
    return f"{digits}\u00a0·\u00a010{str(int(exponent)).translate(_HIGH)}"  # one number, never broken
