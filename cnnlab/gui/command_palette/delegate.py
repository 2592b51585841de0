"""Paints the rows of the command palette."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnlab.gui.command_palette.model import FOUND_ROLE, Found, Index
from cnnlab.gui.commands.keys import native
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.icons import icon
from cnnlab.gui.theme import Radius, Space, TextSize, Theme, scaled

_ROW, _ICON, _CAP = 34, 16, 20
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FoundDelegate(QStyledItemDelegate):
    """Icon, text with the letters asked for set off, menu path; keys, or why not, on the right."""

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Found = index.data(FOUND_ROLE)
        row = option.rect.adjusted(0, 1, -Space.XS, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flag = QStyle.StateFlag
        if option.state & (flag.State_Selected | flag.State_MouseOver):
            chosen = bool(option.state & flag.State_Selected)
            painter.setPen(QPen(QColor(self.theme.accent), 1) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.accent_tint if chosen else self.theme.hover))
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)
        inner = row.adjusted(Space.S, 0, -Space.S, 0)  # in line with the sign and the text of the field above
        right = self._right(painter, inner, found)
        self._left(painter, inner, found, right)
        painter.restore()

    def _left(self, painter: QPainter, row: QRect, found: Found, right: int) -> None:
        entry, side = found.entry, scaled(_ICON)
        name = entry.icon or ("tick" if entry.checked else "")
        ink = self.theme.muted
        if name:
            drawing = icon("check" if name == "tick" else name, self.theme.accent if name == "tick" else ink)
            drawing.paint(painter, QRect(row.left(), row.center().y() - side // 2 + 1, side, side))
        x = row.left() + side + Space.M
        x = self._text(painter, x, row, found, right)
        if entry.path:
            font = ui_font(TextSize.SMALL)
            room = right - x - 2 * Space.M
            text = QFontMetrics(font).elidedText(entry.path, Qt.TextElideMode.ElideRight, max(0, room))
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRect(x + Space.M, row.top(), max(0, room) + 2, row.height()), _LEFT, text)

    def _text(self, painter: QPainter, x: int, row: QRect, found: Found, right: int) -> int:
        """The entry's text, the letters asked for in the accent; gives where it ends."""
        plain, strong = ui_font(TextSize.BODY), ui_font(TextSize.BODY, 600)
        places = set(found.places)
        ink = QColor(self.theme.muted if found.entry.reason else self.theme.text)
        for piece, asked in _pieces(found.entry.text, places):
            font: QFont = strong if asked else plain
            metrics = QFontMetrics(font)
            room = right - x - Space.M
            if room <= 0:
                break
            shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.accent) if asked else ink)
            width = metrics.horizontalAdvance(shown)
            painter.drawText(QRect(x, row.top(), width + 2, row.height()), _LEFT, shown)
            x += width
        return x

    def _right(self, painter: QPainter, row: QRect, found: Found) -> int:
        """Why it cannot be done, or its keys; gives where they begin."""
        entry = found.entry
        painter.setPen(QColor(self.theme.muted))
        if entry.reason:
            font = ui_font(TextSize.SMALL)
            text = QFontMetrics(font).elidedText(entry.reason, Qt.TextElideMode.ElideRight, row.width() // 2)
            width = QFontMetrics(font).horizontalAdvance(text)
            painter.setFont(font)
            painter.drawText(QRect(row.right() - width, row.top(), width + 2, row.height()), _LEFT, text)
            return row.right() - width
        if not entry.keys:
            return row.right()
        font, keys = mono_font(TextSize.SMALL), native(entry.keys[0])
        width, height = QFontMetrics(font).horizontalAdvance(keys) + 2 * Space.S - 2, scaled(_CAP)
        cap = QRect(row.right() - width, row.center().y() - height // 2 + 1, width, height)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), Radius.TILE, Radius.TILE)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(font)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return cap.left()


def _pieces(text: str, places: set[int]) -> list[tuple[str, bool]]:
    """A text cut where letters that were asked for begin and end."""
    pieces: list[tuple[str, bool]] = []
    for place, letter in enumerate(text):
        asked = place in places
        if pieces and pieces[-1][1] == asked:
            pieces[-1] = (pieces[-1][0] + letter, asked)
        else:
            pieces.append((letter, asked))
    return pieces
