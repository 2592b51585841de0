"""The overlay on the screen: what is chosen as it is, all else dimmed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.region.grip import GRIPS, handle
from cnnlab.gui.theme import Radius, Space, TextSize, Theme

_DIM = QColor(0, 0, 0, 140)
_BARELY = QColor(0, 0, 0, 1)  # where a window is wholly clear some systems let the mouse fall through
_HANDLE = 4.0


def paint_screen(painter: QPainter, whole: QRect, still: QPixmap, box: QRectF) -> None:
    """The screen, with all but the rectangle dimmed."""
    if not still.isNull():
        painter.drawPixmap(whole, still)
    else:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(whole, _BARELY)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    around = QPainterPath()
    around.addRect(QRectF(whole))
    around.addRect(box)
    painter.fillPath(around, _DIM)


def paint_rectangle(painter: QPainter, whole: QRect, box: QRectF, size: str, theme: Theme) -> None:
    """The rectangle's edge with its handles, and its size beside it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 1.5))
    painter.drawRect(box)
    painter.setBrush(QColor(theme.panel))
    for grip in GRIPS:
        painter.drawEllipse(handle(box, grip), _HANDLE, _HANDLE)
    font = mono_font(TextSize.BODY, 600)
    label = _label_box(size, font)
    above = box.top() - label.height() - Space.S
    label.moveTopLeft(QPointF(box.left(), above if above >= Space.XS else box.top() + Space.S))
    label.moveRight(min(label.right(), whole.right() - Space.XS))
    _paint_label(painter, label, size, font, theme)


def paint_hint(painter: QPainter, whole: QRect, text: str, theme: Theme) -> None:
    """What can be done, in the middle of the lower edge."""
    font = ui_font(TextSize.BODY)
    label = _label_box(text, font)
    label.moveCenter(QPointF(whole.center().x(), 0))
    label.moveBottom(whole.bottom() - 2 * Space.XL)
    _paint_label(painter, label, text, font, theme)


def _label_box(text: str, font: QFont) -> QRectF:
    metrics = QFontMetricsF(font)
    return QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * Space.M, metrics.height() + 2 * Space.XS + Space.XS)


def _paint_label(painter: QPainter, label: QRectF, text: str, font: QFont, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.line))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(label, Radius.CONTROL, Radius.CONTROL)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
