"""A table of text whose columns line up in a terminal, in any language."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def shown_width(text: str) -> int:
    """Columns that a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table_text(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Lines of equal columns; `right` says which are flush right, as numbers are."""
    widths = [max(shown_width(row[i]) for row in rows) for i in range(len(right))]
    return "\n".join(_line(row, widths, right) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for text, width, flush in zip(row, widths, right, strict=True):
        space = " " * (width - shown_width(text))
        cells.append(space + text if flush else text + space)
    return "  ".join(cells).rstrip()
