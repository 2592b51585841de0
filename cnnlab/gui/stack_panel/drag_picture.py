"""What the pointer carries while layers are dragged: the current card, others behind it, and how many there are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from cnnlab.gui.fonts import ui_font
from cnnlab.gui.theme import Radius, TextSize, Theme

_STEP = 5  # how far one card looks out behind another
_MOST_BEHIND = 2
_BADGE = 22


def drag_picture(card: QPixmap, count: int, theme: Theme) -> QPixmap:
    """A card as it is dragged alone or, for a count above one, as the first of a pile."""
    if count < 2:
        return card
    ratio, behind = card.devicePixelRatio(), min(count - 1, _MOST_BEHIND)
    size = card.deviceIndependentSize()
    room = QSize(round(size.width()) + behind * _STEP + _BADGE // 2, round(size.height()) + behind * _STEP)
    result = QPixmap(room * ratio)
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.accent_tint))
    for step in range(behind, 0, -1):
        box = QRectF(QPointF(step * _STEP, step * _STEP), size)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
    painter.drawPixmap(0, 0, card)
    badge = QRectF(size.width() - _BADGE / 2, 0, _BADGE, _BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawEllipse(badge)
    painter.setPen(QColor(theme.on_accent))
    painter.setFont(ui_font(TextSize.SMALL, 600))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.end()
    return result
