"""Colours and numbers of what is painted here: signal values blue and orange, kernel weights teal and violet."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from cnnlab.blocks.explanation import Numbers
from cnnlab.gui.colormaps import ZERO, activation_table, weight_colour
from cnnlab.gui.theme import Radius, TextSize, Theme
from cnnlab.gui.theme import cell_text as ink_on

_REACH = 127
_LEAST = 0.55  # of its full colour that a bar has, however short it is: its length says the rest
_ADVANCE = 0.6  # width of a digit of the mono face as a share of its height
_GAP = 1.0  # around a cell


def value_colour(value: float, scale: float, theme: Theme, weight: bool = False) -> QColor:
    """The colour of a signal's value, or of a weight, where ±`scale` takes the fullest one."""
    if weight:
        return weight_colour(value, scale, theme)
    if not math.isfinite(value):
        return QColor(theme.warning)
    share = max(-1.0, min(1.0, value / scale)) if scale > 0 else 0.0
    return QColor.fromRgb(int(activation_table(theme)[ZERO + round(_REACH * share)]))


def bar_colour(value: float, scale: float, theme: Theme, weight: bool = False) -> QColor:
    """The colour of a bar: strong enough to be seen on the page's ground also where the bar is short."""
    share = abs(value) / scale if scale > 0 else 0.0
    return value_colour(math.copysign(_LEAST + (1 - _LEAST) * share, value), 1.0, theme, weight)


def largest(*arrays: Numbers) -> float:
    """The largest absolute value, 0 where there is none."""
    return max((float(np.abs(array).max(initial=0.0)) for array in arrays), default=0.0)


def short_number(value: float, characters: int) -> str:
    """A number in at most so many characters; nothing where only zeros would be left of it."""
    if not math.isfinite(value):
        return str(value) if characters >= 3 else ""
    for decimals in (3, 2, 1, 0):
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if len(text) <= characters:
            return "0" if value == 0 else text if float(text) != 0 else ""
    return ""


def even_numbers(values: Numbers, characters: int, end: float | None = None) -> list[str]:
    """The numbers of one grid, all with the same decimals: as many as they have and have room for, three at most.

    Nothing stands for a number of which only zeros would be left. An `end` that values do not go beyond alone says how
    many decimals there are, so that these hold still while values change.
    """
    flat = [float(value) for value in values.ravel()]
    known = [value for value in flat if math.isfinite(value)] if end is None else [-end]
    for decimals in (3, 2, 1, 0):
        texts = [f"{value:.{decimals}f}" for value in known]
        spare = end is None and decimals and all(float(text) == round(float(text), decimals - 1) for text in texts)
        if (not spare and any(even_texts(texts, characters))) or not decimals:
            return even_texts([_even(value, decimals) for value in flat], characters)
    raise AssertionError("no decimals are always tried")


def _even(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.{decimals}f}"
    return text if float(text) else f"{0:.{decimals}f}" if value == 0 else ""


def even_texts(texts: Sequence[str], characters: int) -> list[str]:
    """Texts of one grid as they are; empty where one has no room."""
    return list(texts) if all(len(text) <= characters for text in texts) else [""] * len(texts)


def digits_in(width: float, font: QFont) -> int:
    """How many digits fit into a width."""
    return int(width / (_ADVANCE * font.pixelSize()))


def paint_cell(
    painter: QPainter,
    rect: QRectF,
    colour: QColor,
    text: str,
    font: QFont,
    strength: float = 1.0,
    edge: str | None = None,
) -> None:
    """A coloured, rounded cell with its number in black or white by contrast; an edge for one that is no more than
    its ground."""
    cell = rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    radius = Radius.TILE if min(cell.width(), cell.height()) >= 16 else 2
    painter.setOpacity(strength)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(QColor(edge), 1))
    painter.setBrush(colour)
    inset = 0.0 if edge is None else 0.5
    painter.drawRoundedRect(cell.adjusted(inset, inset, -inset, -inset), radius, radius)
    if text and digits_in(cell.width(), font) >= len(text) and cell.height() >= font.pixelSize():
        painter.setFont(font)
        painter.setPen(ink_on(colour))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
    painter.setOpacity(1.0)


def paint_ring(painter: QPainter, rect: QRectF, colour: QColor, width: float = 2.0) -> None:
    """A ring around cells."""
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), Radius.TILE, Radius.TILE)


def paint_words(
    painter: QPainter, place: QPointF, text: str, font: QFont, colour: str, align: Qt.AlignmentFlag
) -> None:
    """Words beside a point, centred on it up and down."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    wide, high = 4000.0, 2.0 * TextSize.TITLE + font.pixelSize()
    left = place.x()
    if align == Qt.AlignmentFlag.AlignRight:
        left -= wide
    elif align == Qt.AlignmentFlag.AlignHCenter:
        left -= wide / 2
    painter.drawText(QRectF(left, place.y() - high / 2, wide, high), align | Qt.AlignmentFlag.AlignVCenter, text)
