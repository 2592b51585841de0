"""Numbers from a spreadsheet, from NumPy or from a text, as a grid."""

from __future__ import annotations

import re

import numpy as np

from cnnlab.blocks.weight import Array
from cnnlab.gui.inspector.contents import GridContent
from cnnlab.gui.inspector.numbers import parse_number, precise
from cnnlab.text import N_, UserError

_MOST = 1_000_000  # characters that are looked at


def grid_text(content: GridContent) -> str:
    """The numbers of a grid as a spreadsheet takes them: tabs between columns, one row a line."""
    rows = range(content.rows)
    columns = range(content.columns)
    return "\n".join("\t".join(precise(content.value(y, x)) for x in columns) for y in rows)


def parse_grid(text: str, rows: int, columns: int) -> Array:
    """The grid `[rows, columns]` that a text holds: tab- or comma-separated lines, or as NumPy and PyTorch print it.

    Raises:
        UserError: something in it is no number, or the grid has another size.
    """
    lines = [_numbers(line) for line in _lines(text[:_MOST])]
    widths = {len(line) for line in lines}
    if len(lines) != rows or widths != {columns}:
        raise UserError(
            N_("what was pasted has {have} numbers a row in {lines} rows and this kernel is {rows}×{columns}"),
            have="/".join(map(str, sorted(widths))) or "0",
            lines=len(lines),
            rows=rows,
            columns=columns,
        )
    return np.array(lines, np.float32)


def _lines(text: str) -> list[str]:
    """Rows of a text, without the brackets and the name that a printed array has around them."""
    inner = re.sub(r"(array|tensor)\s*\(|,?\s*(dtype|device|requires_grad)\s*=\s*[\w.'\":]+|\)", "", text)
    if "[" in inner:
        return [row for row in re.findall(r"[^\[\]]+", inner) if row.strip(" ,\n\r\t")]
    return [line for line in inner.splitlines() if line.strip()]


def _numbers(line: str) -> list[float]:
    """The numbers of one row; a comma is a decimal one only between tabs or semicolons."""
    separator = r"[\t;]" if re.search(r"[\t;]", line.strip()) else r"[\s,]"
    return [parse_number(part) for part in re.split(separator, line.strip(" ,\r\n")) if part.strip()]
