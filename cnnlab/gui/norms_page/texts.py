"""What is written about a column."""

from __future__ import annotations

import math

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.explain.norms import NONE, NormColumn
from cnnlab.text import _, plural

_DUST = 1e-9  # of a mean that is zero but for rounding


def number(value: float) -> str:
    """A number in as few signs as show it: four decimals, or three digits of what is very small or large."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else str(value)
    if abs(value) < _DUST:
        return "0.0000"
    return f"{value:.4f}" if 1e-3 <= abs(value) < 1e4 else f"{value:.3g}"


def title(column: NormColumn) -> str:
    """What a column is called."""
    return _("No norm") if column.kind == NONE else kinds_by_id()[column.kind].title


def detail(column: NormColumn) -> str:
    """The setting that tells which cells share."""
    if column.kind == GroupNorm.kind and column.detail:
        return plural("{count} group", "{count} groups", int(column.detail))
    return column.detail


def change(before: float, after: float) -> str:
    """`0.4312 → -0.0021`."""
    return f"{number(before)} → {number(after)}"


def rows(column: NormColumn) -> tuple[tuple[str, str], ...]:
    """The numbers of the cells that share mean and variance: what each is called, and how it is written."""
    shared = column.shared
    if shared is None:
        return ()
    epsilon = (_("ε"), f"{column.eps:g}")
    if column.running:
        return (
            (_("running μ"), number(column.mean)),
            (_("running σ²"), number(column.variance)),
            (_("batch μ"), number(shared.mean)),
            (_("batch σ²"), number(shared.biased)),
            epsilon,
        )
    return (
        (_("cells n"), f"{shared.count:,}"),
        (_("μ"), number(shared.mean)),
        (_("σ² over n"), number(shared.biased)),
        (_("over n − 1"), number(shared.unbiased)),
        epsilon,
    )


def spoken(column: NormColumn) -> str:
    """The whole column for those who do not see it."""
    if column.problem is not None:
        return str(column.problem)
    changes = (
        _("mean {change}").format(change=change(column.before[0], column.after[0])),
        _("σ {change}").format(change=change(column.before[1], column.after[1])),
    )
    numbers = (f"{name} {text}" for name, text in rows(column))
    return ", ".join((*changes, *numbers))
