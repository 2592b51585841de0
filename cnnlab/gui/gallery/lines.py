"""A text broken into lines of a width."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout


def broken(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The lines of a text, at most so many; what does not fit is cut with an ellipsis."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= most:
        return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    whole = [text[a:b].strip() for a, b in pairwise(starts[:most])]
    last = QFontMetricsF(font).elidedText(text[starts[most - 1] :], Qt.TextElideMode.ElideRight, width)
    return [*whole, last]
