"""What is written about a column."""

from __future__ import annotations

import math

from cnnlab.blocks.kinds.group_norm import GroupNorm
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.explain.digits import SHORT, SIGNIFICANT, exact_text, mean_text, number_text
from cnnlab.explain.norms import NONE, NormColumn
from cnnlab.text import N_, _, plural

_SHORT = {
    NONE: N_("None"),
    "batch_norm2d": N_("Batch"),
    "layer_norm": N_("Layer"),
    "instance_norm2d": N_("Instance"),
    "group_norm": N_("Group"),
}
_DUST = 1e-9  # of a number that is zero but for rounding


def precise(value: float, brief: bool = False) -> str:
    """A variance with two digits more, to be told apart from another; four in all where there is little room."""
    return number_text(value, SIGNIFICANT if brief else SIGNIFICANT + 2)


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
    digits = SHORT if brief or narrow else SIGNIFICANT
    names: tuple[str, ...] = (_("mean"), _("σ"))
    if column.single:
        names = (("x" if column.kind == NONE else "z") if alone else "x → z",)
    before, after = (_pair(*pair, digits) for pair in (column.before, column.after))
    written = after if alone else [f"{old} → {new}" for old, new in zip(before, after, strict=True)]
    return tuple(zip(names, written, strict=False))


def _pair(mean: float, deviation: float, digits: int) -> list[str]:
    """Mean and deviation; zero for what only rounding has left."""
    mean, deviation = (0.0 if abs(value) < _DUST else value for value in (mean, deviation))
    return [mean_text(mean, deviation, digits), number_text(deviation, digits)]


def rows(column: NormColumn, brief: bool = False) -> tuple[tuple[str, str], ...]:
    """The numbers of the cells that share mean and variance: what each is called, and how it is written.

    Both variances have two digits more, so that they are told apart among many cells as well.
    """
    shared, digits = column.shared, SHORT if brief else SIGNIFICANT
    if shared is None:
        return ()
    epsilon = (_("ε"), exact_text(column.eps))
    mean = mean_text(shared.mean, math.sqrt(max(shared.biased, 0.0)), digits)
    if column.running:
        return (
            (_("running μ"), mean_text(column.mean, math.sqrt(max(column.variance, 0.0)), digits)),
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
