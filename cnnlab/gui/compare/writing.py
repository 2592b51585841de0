"""Numbers of two variants side by side, written so that they add up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array
from cnnlab.explain.compared import Compared, Half
from cnnlab.explain.digits import SHORT, Digits, digits_for, number_text
from cnnlab.gui.compare.subject import Subject
from cnnlab.gui.inspector.numbers import precise
from cnnlab.gui.stack_panel.totals import count_text
from cnnlab.text import _

Texts = NDArray[np.object_]

_DIGITS = 4
_SMALL = 0.01
_NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """A row of the table.

    Attributes:
        label: what it is.
        cells: three texts, for A, for B and for B − A.
        head: whether it is the head of a group.
    """

    label: str
    cells: tuple[str, str, str]
    head: bool = False


def pinned(compared: Compared, y: int, x: int) -> tuple[str, str, str]:
    """The element in A, in B and the difference, with all their digits; – for what there is none of.

    Where the shapes differ, no element of A lies at the place of one of B.
    """
    b = _at(compared.b, y, x)
    if compared.difference is None:
        return _NOTHING, b, _NOTHING
    a = _at(compared.a, y, x)
    return a, b, minus(b, a)


def minus(b: str, a: str) -> str:
    """The exact difference of two numbers as they are written, with its sign."""
    with localcontext() as context:
        context.prec = 60
        try:
            gap = Decimal(b) - Decimal(a)
        except ArithmeticError:
            return _NOTHING
    if not gap.is_finite():
        return _NOTHING
    if not gap:
        return "0"
    size = abs(gap)
    return f"{gap.normalize():+f}" if Decimal("1e-9") <= size < Decimal("1e9") else f"{gap:+.6e}"


def window(a: Array, b: Array) -> tuple[Texts, Texts, Texts]:
    """Some cells of A, of B and what is between them, all with the same decimals: what is written adds up."""
    digits = digits_for(np.stack([a, b]), significant=SHORT)
    found = np.empty((3, *a.shape), object)
    for place in np.ndindex(a.shape):
        x, y = float(a[place]), float(b[place])
        found[:, *place] = digits.rounded(x), digits.rounded(y), _gap(x, y, digits)
    return found[0], found[1], found[2]


def _gap(a: float, b: float, digits: Digits) -> str:
    """The difference of two numbers as they are written."""
    if not (math.isfinite(a) and math.isfinite(b)):
        return _NOTHING
    units = digits.whole(b) - digits.whole(a)
    return f"{'+' if units > 0 else ''}{digits.text(units)}" if units else "0"


def aligned(a: float, b: float) -> tuple[str, str, str]:
    """Two numbers with the same decimals, four digits of the larger, and the difference of what is written.

    Small ones have three digits, so that they are no longer than others.
    """
    if not (math.isfinite(a) and math.isfinite(b)):
        return _plain(a), _plain(b), _NOTHING
    size = max(abs(a), abs(b))
    if size == 0:
        return "0", "0", "0"
    if not 1e-3 <= size < 1e7:
        return _powers(a, b, math.floor(math.log10(size)))
    digits = _DIGITS if size >= _SMALL else _DIGITS - 1
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    first, second = f"{a:.{decimals}f}", f"{b:.{decimals}f}"
    gap = Decimal(second) - Decimal(first)
    return first, second, f"{gap:+f}" if gap else "0"


def _powers(a: float, b: float, power: int) -> tuple[str, str, str]:
    """Two numbers and their difference with one power of ten, short enough for three of them in a row."""
    first, second = (f"{value / 10.0**power:.1f}" for value in (a, b))
    gap = Decimal(second) - Decimal(first)
    return f"{first}e{power}", f"{second}e{power}", f"{gap:+f}e{power}" if gap else "0"


def table(compared: Compared | None, subject: Subject) -> tuple[Line, ...]:
    """All numbers but those of the pinned element."""
    lines: list[Line] = []
    if compared is not None:
        a, b = compared.a.numbers, compared.b.numbers
        about = _("layer") if compared.exact else _("≈ layer")
        lines.append(Line(about, ("A", "B", "B − A"), head=True))
        for label, numbers in (
            (_("lowest"), (a.low, b.low)),
            (_("highest"), (a.high, b.high)),
            (_("mean"), (a.mean, b.mean)),
            ("σ", (a.std, b.std)),
        ):
            lines.append(Line(label, aligned(*numbers)))
        shares = (100 * numbers.zeros / max(1, numbers.count) for numbers in (a, b))
        lines.append(Line(_("zeros, %"), aligned(*shares)))
    lines += _totals(subject, head=not lines)
    return (*lines, *_gaps(compared)) if compared is not None else tuple(lines)


def _totals(subject: Subject, head: bool) -> list[Line]:
    if subject.totals is None:
        return []
    labels = _("all parameters"), _("all multiply-adds")
    lines = [
        Line(label, (count_text(a), count_text(b), _count_gap(b - a)))
        for label, a, b in zip(labels, *subject.totals, strict=True)
    ]
    return [Line(_("stack"), ("A", "B", "B − A"), head=True), *lines] if head else lines


def _gaps(compared: Compared) -> list[Line]:
    channel, layer = compared.channel, compared.layer
    if channel is None or layer is None:
        return []
    return [
        Line("B − A", ("", _("channel"), _("layer")), head=True),
        Line(_("largest |B − A|"), ("", _plain(channel.most), _plain(layer.most))),
        Line(_("root mean square"), ("", _plain(channel.rms), _plain(layer.rms))),
    ]


def _count_gap(gap: int) -> str:
    return f"{'+' if gap > 0 else '-'}{count_text(abs(gap))}" if gap else "0"


def _plain(value: float) -> str:
    return _NOTHING if math.isnan(value) else number_text(value)


def _at(half: Half, y: int, x: int) -> str:
    values = half.channel.values if half.channel is not None else None
    inside = values is not None and y < values.shape[0] and x < values.shape[1]
    return precise(float(values[y, x])) if values is not None and inside else _NOTHING
