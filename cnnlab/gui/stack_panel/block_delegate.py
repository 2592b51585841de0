"""Paints the rows of the palette."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cnnlab.gui.fonts import kept, mono_font, scaled, ui_font
from cnnlab.gui.stack_panel.block_model import FAMILY_ROLE, KIND_ROLE, NOTE_ROLE, SENTENCE_ROLE
from cnnlab.gui.stack_panel.card_layout import Ink, elided, wrapped
from cnnlab.gui.stack_panel.layer_model import Index
from cnnlab.gui.theme import Radius, Space, TextSize, Theme

INSET = 10  # left and right of a row; a scroll bar fits into it
_LEFT = 22
_RIGHT = 8
_HEADING, _TITLE, _LINE, _PAD = 28, 18, 16, 6
_MOST_LINES = 3
_LINES_OF_TEMPLATE = 4  # a title alone does not say what a group is for
_SQUARE = 8
_BARS = 3


class BlockDelegate(QStyledItemDelegate):
    """Rows in one theme, as wide as the view."""

    def __init__(self, view: QAbstractItemView, theme: Theme) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if not index.data(KIND_ROLE):
            return QSize(self._width(), scaled(_HEADING))
        return QSize(self._width(), 2 * _PAD + scaled(_TITLE) + scaled(_LINE) * len(self._sentence(index)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(option.rect.topLeft() + QPoint(INSET, 0))
        row = QRect(0, 0, self._width(), option.rect.height())
        if index.data(KIND_ROLE):
            self._ground(painter, row, option)
            self._block(painter, row, index)
        else:
            self._heading(painter, row, index)
        painter.restore()

    def _ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        theme, flag = self.theme, QStyle.StateFlag
        selected = bool(option.state & flag.State_Selected)
        if not selected and not option.state & flag.State_MouseOver:
            return
        painter.setPen(QPen(QColor(theme.accent), 1) if selected else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_tint if selected else theme.hover))
        painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)

    def _heading(self, painter: QPainter, row: QRect, index: Index) -> None:
        self._square(painter, row.center().y() + 2, index)
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(ui_font(TextSize.SMALL, 600))
        painter.drawText(row.adjusted(_LEFT, 4, 0, 0), _MIDDLE, index.data())

    def _block(self, painter: QPainter, row: QRect, index: Index) -> None:
        title = QRect(_LEFT, _PAD, row.width() - _LEFT - _RIGHT, scaled(_TITLE))
        self._square(painter, title.center().y() + 1, index)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(ui_font(TextSize.BODY, 600))
        painter.drawText(title, _MIDDLE, index.data())
        room = title.width() - QFontMetrics(painter.font()).horizontalAdvance(index.data()) - int(Space.M)
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(_id_font())
        note = index.data(NOTE_ROLE)
        if QFontMetrics(_id_font()).horizontalAdvance(note) <= room:  # half an id helps nobody
            painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
        painter.setFont(ui_font(TextSize.SMALL))
        for number, line in enumerate(self._sentence(index)):
            top = _PAD + scaled(_TITLE) + number * scaled(_LINE)
            painter.drawText(QRect(_LEFT, top, title.width() + 2, scaled(_LINE)), _MIDDLE, line)

    def _square(self, painter: QPainter, middle: int, index: Index) -> None:
        """The family's colour; bars on top of each other for a template, which has none."""
        family, top = index.data(FAMILY_ROLE), middle - _SQUARE / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.families[family] if family is not None else self.theme.muted))
        if family is not None:
            painter.drawRoundedRect(QRectF(8, top, _SQUARE, _SQUARE), 2, 2)
            return
        for bar in range(_BARS):
            painter.drawRoundedRect(QRectF(8, top + bar * (_SQUARE + 1) / _BARS, _SQUARE, 2), 1, 1)

    def _sentence(self, index: Index) -> list[str]:
        """The first lines of what the block does; the last one ends with … if there are more."""
        room = max(40, self._width() - _LEFT - _RIGHT)
        lines = wrapped(index.data(SENTENCE_ROLE), Ink.MUTED, room)
        most = _MOST_LINES if index.data(FAMILY_ROLE) is not None else _LINES_OF_TEMPLATE
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], elided(rest, Ink.MUTED, room)]
        return lines

    def _width(self) -> int:
        return self._view().width() - 2 * INSET

    def _view(self) -> QAbstractItemView:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        return view


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@kept
def _id_font() -> QFont:
    return mono_font(TextSize.SMALL)
