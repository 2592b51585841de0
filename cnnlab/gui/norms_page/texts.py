"""What is written about a column."""

from __future__ import annotations

import math

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.explain.norms import NONE, NormColumn
from cnnlab.text import N_, _, plural

_SHORT = {
    NONE: N_("None"),
    "batch_norm2d": N_("Batch"),
    "layer_norm": N_("Layer"),
    "instance_norm2d": N_("Instance"),
    "group_norm": N_("Group"),
}
_DECIMALS, _BRIEF = 4, 3
_DUST = 1e-9  # of a number that is zero but for rounding
_ROUNDING = 1e-6  # of a mean, as a share of the deviation: float32 leaves that much of a zero


def number(value: float, decimals: int = _DECIMALS) -> str:
    """A number in as few signs as show it: so many decimals, or a power of ten for what is very small or large."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else str(value)
    if abs(value) < _DUST:
        return f"{0:.{decimals}f}"
    if 10 ** (1 - decimals) <= abs(value) < 1e4:
        return f"{value:.{decimals}f}"
    mantissa, _e, power = f"{value:.{decimals - 2}e}".partition("e")
    return f"{mantissa}e{int(power)}"


def mean_text(mean: float, deviation: float, decimals: int = _DECIMALS) -> str:
    """A mean; zero for what only rounding has left among cells that differ by so much."""
    return number(0.0 if abs(mean) < _ROUNDING * deviation else mean, decimals)


def precise(value: float, brief: bool = False) -> str:
    """A variance with two digits more, to be told apart from another; four in all where there is little room."""
    return f"{value:#.{4 if brief else 6}g}" if math.isfinite(value) else number(value)


def title(column: NormColumn) -> str:
    """What a column is called."""
    return _("No norm") if column.kind == NONE else kinds_by_id()[column.kind].title


def short_title(column: NormColumn) -> str:
    """What a column is called where there is little room."""
    return _(_SHORT[column.kind])


def detail(column: NormColumn) -> str:
    """The setting that tells which cells share."""
    if column.kind == GroupNorm.kind and column.detail:
        return plural("{count} group", "{count} groups", int(column.detail))
    return column.detail


def changes(column: NormColumn, brief: bool = False, narrow: bool = False) -> tuple[tuple[str, str], ...]:
    """Mean and deviation of the channel, `0.4312 → -0.0021`: what each is called, and how it is written.

    A `narrow` one has a digit less; a `brief` one also leaves out what the column without a norm says. Of a single
    cell, which has no deviation, there is its value alone.
    """
    alone = brief or column.kind == NONE
    decimals = _BRIEF if brief or narrow else _DECIMALS
    names: tuple[str, ...] = (_("mean"), _("σ"))
    if column.single:
        names = (("x" if column.kind == NONE else "z") if alone else "x → z",)
    before, after = ([mean_text(*pair, decimals), number(pair[1], decimals)] for pair in (column.before, column.after))
    written = after if alone else [f"{old} → {new}" for old, new in zip(before, after, strict=True)]
    return tuple(zip(names, written, strict=False))


def rows(column: NormColumn, brief: bool = False) -> tuple[tuple[str, str], ...]:
    """The numbers of the cells that share mean and variance: what each is called, and how it is written.

    Both variances have two digits more, so that they are told apart among many cells as well.
    """
    shared, decimals = column.shared, _BRIEF if brief else _DECIMALS
    if shared is None:
        return ()
    epsilon = (_("ε"), f"{column.eps:g}")
    mean = mean_text(shared.mean, math.sqrt(max(shared.biased, 0.0)), decimals)
    if column.running:
        return (
            (_("running μ"), number(column.mean, decimals)),
            (_("running σ²"), precise(column.variance, True)),
            (_("batch's μ"), mean),
            (_("batch's σ²"), precise(shared.biased, True)),
            epsilon,
        )
    return (
        (_("n") if brief else _("cells n"), f"{shared.count:,}"),
        (_("μ"), mean),
        ("σ²ₙ" if brief else _("σ² over n"), precise(shared.biased, brief)),
        ("σ²ₙ₋₁" if brief else _("over n − 1"), "–" if shared.count == 1 else precise(shared.unbiased, brief)),
        epsilon,
    )


def spoken(column: NormColumn) -> str:
    """The whole column for those who do not see it."""
    pairs = (*changes(column), *rows(column)) if column.problem is None or column.shared is not None else ()
    said = [str(column.problem)] if column.problem is not None else []
    return ", ".join(said + [f"{name} {text}" for name, text in pairs])
