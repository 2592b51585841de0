"""Numbers for a spreadsheet or for NumPy, and from either, as a grid."""

from __future__ import annotations

import re

import numpy as np

from cnnlab.blocks.weight import Array
from cnnlab.gui.inspector.contents import GridContent
from cnnlab.gui.inspector.numbers import parse_number, precise
from cnnlab.text import N_, UserError

_MOST = 1_000_000  # characters that are looked at
_PRINTED = re.compile(r"(?:\b(?:np|numpy|torch)\s*\.\s*)?\b(?:array|tensor)\s*\(")
_DETAILS = re.compile(r",?\s*(?:dtype|device|requires_grad)\s*=\s*[\w.'\":]+")
Box = tuple[int, int, int, int]  # first and last row, first and last column


def block(content: GridContent, box: Box) -> Array:
    """The numbers `[rows, columns]` of a rectangle."""
    top, bottom, left, right = box
    rows, columns = np.mgrid[top : bottom + 1, left : right + 1]
    values = content.values(rows.ravel(), columns.ravel())
    return np.asarray(values.reshape(rows.shape), np.float32)


def sheet_text(values: Array) -> str:
    """Numbers as a spreadsheet takes them: tabs between columns, one row a line."""
    return "\n".join("\t".join(map(precise, line)) for line in values)


def numpy_text(values: Array) -> str:
    """Numbers as an expression of NumPy that makes the same array."""
    between = ",\n" + " " * len("np.array([")
    lines = between.join("[" + ", ".join(map(precise, line)) + "]" for line in values)
    return f"np.array([{lines}], dtype=np.float32)"


def parse_block(text: str) -> Array:
    """The grid that a text holds: tab- or comma-separated lines, or as NumPy and PyTorch write it.

    Raises:
        UserError: something in it is no number, or its rows differ in length.
    """
    lines = [_numbers(line) for line in _lines(text[:_MOST])]
    widths = sorted({len(line) for line in lines})
    if not lines:
        raise UserError(N_("nothing to paste: copy numbers first"))
    if len(widths) > 1:
        raise UserError(
            N_("the rows that were pasted have {widths} numbers: give all of them the same"),
            widths="/".join(map(str, widths)),
        )
    return np.array(lines, np.float32)


def _lines(text: str) -> list[str]:
    """Rows of a text, without the brackets and the name that a printed array has around them."""
    inner = text
    if _PRINTED.search(text):
        inner = _DETAILS.sub("", _PRINTED.sub("", text)).replace(")", "")
    if "[" in inner:
        return [row for row in re.findall(r"[^\[\]]+", inner) if row.strip(" ,;\n\r\t")]
    return [line for line in inner.splitlines() if line.strip()]


def _numbers(line: str) -> list[float]:
    """The numbers of one row; a comma is a decimal one only between tabs or semicolons."""
    separator = r"[\t;]" if re.search(r"[\t;]", line.strip()) else r"[\s,]"
    return [parse_number(part) for part in re.split(separator, line.strip(" ,\r\n")) if part.strip()]
