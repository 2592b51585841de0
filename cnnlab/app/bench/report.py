"""What the benchmark prints: a table to read, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cnnlab.app.bench.result import Result
from cnnlab.cli.table import table_text
from cnnlab.text import _

Machine = Mapping[str, str | int]


def as_json(machine: Machine, results: Sequence[Result]) -> str:
    """`{"machine": …, "results": [{"name", "size", "ratio", "p95", "spread", "bar", "holds"}…]}`."""
    return json.dumps({"machine": dict(machine), "results": [_entry(result) for result in results]}, indent=2)


def _entry(result: Result) -> dict[str, object]:
    return {
        "name": result.name,
        "size": result.size,
        "ratio": round(result.ratio, 4),
        "p95": round(result.p95, 4),
        "spread": [round(value, 4) for value in result.spread],
        "bar": result.bar.limit,
        "holds": result.holds,
    }


def as_text(machine: Machine, results: Sequence[Result]) -> str:
    """The machine in a line, and a table of all results."""
    about = _(
        "{cpu}; cores: {cores}, threads used: {threads}, device: {device}; "
        "torch {torch}, PySide6 {pyside6}, Python {python}, {system}"
    ).format(**machine)
    head = [_("measure"), _("size"), _("ratio"), _("p95"), _("spread"), _("bar"), _("holds")]
    rows = [_row(result) for result in results]
    return f"{about}\n\n{table_text([head, *rows], [False, False, True, True, True, False, False])}"


def as_line(result: Result) -> str:
    """A result for those who wait for the others."""
    name, size, ratio, _p95, spread, bar, holds = _row(result)
    return f"{name}, {size}: {ratio} ({spread}), {bar}: {holds}"


def _row(result: Result) -> list[str]:
    low, high = (_number(value) for value in result.spread)
    ratio = f"{_number(result.ratio)} {result.bar.unit}".rstrip()
    holds = _("yes") if result.holds else _("fails")
    return [result.name, result.size, ratio, _number(result.p95), f"{low} – {high}", str(result.bar), holds]


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
