"""A sum of products on two lines: the factors, and below them what the products are and come to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.products import written_products
from cnnlab.gui.convolution.tints import paint_words
from cnnlab.gui.theme import Space, Theme

_LEFT = Qt.AlignmentFlag.AlignLeft


def paint_sum(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    name: str,
    first: Numbers,
    second: Numbers,
    fonts: tuple[QFont, QFont],
) -> None:
    """Write `name` and the sum of `first · second`, both `[n]`, as many terms as have room, in a usual and a bold
    face."""
    font, strong = fonts
    wide = QFontMetricsF(strong).horizontalAdvance(name)
    left, line = box.left() + Space.M + wide + Space.S, box.height() / 2
    upper, lower, result = _fitting(first, second, box.right() - left - Space.M, fonts)
    tops = (box.top() + line / 2, box.top() + 1.5 * line)
    paint_words(painter, QPointF(box.left() + Space.M, tops[0]), name, strong, theme.text, _LEFT)
    paint_words(painter, QPointF(left, tops[0]), upper, font, theme.muted, _LEFT)
    paint_words(painter, QPointF(left, tops[1]), lower, font, theme.muted, _LEFT)
    end = QPointF(left + QFontMetricsF(font).horizontalAdvance(lower), tops[1])
    paint_words(painter, end, result, strong, theme.text, _LEFT)


def _fitting(first: Numbers, second: Numbers, room: float, fonts: tuple[QFont, QFont]) -> tuple[str, str, str]:
    """Both lines and the result, with as many terms as fit into a width.

    Two factors at least; where even two products have no room beside the result, it stands alone.
    """
    metrics, strong = (QFontMetricsF(font) for font in fonts)
    for most in range(max(len(first), 2), 1, -1):
        written = written_products(first, second, most)
        upper, lower = f"= {written.factors}", f"= {written.addends} = "
        wide = metrics.horizontalAdvance(lower) + strong.horizontalAdvance(written.result)
        if max(wide, metrics.horizontalAdvance(upper)) <= room:
            return upper, lower, written.result
        if most == 2:
            return upper, lower if wide <= room else "= ", written.result
    raise AssertionError("two terms are always written")
