"""The table of numbers, painted: words left, numbers right, so that nothing jumps while they change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.gui.compare.writing import Line
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import _

_ROW, _ABOVE = 17, 8  # heights of a line and of the room above a head, at the usual size of type
_CHARACTERS = 9  # of a number


class NumbersTable(QWidget):
    """Groups of lines with three columns of numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("compareNumbers")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is on show."""
        return self._lines

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Numbers of A and B"))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other numbers."""
        before, self._lines = self._lines, tuple(lines)
        if [line.head for line in before] != [line.head for line in self._lines]:
            self.updateGeometry()
        self.setAccessibleDescription("\n".join(f"{line.label}: {', '.join(line.cells)}" for line in self._lines))
        self.update()

    def sizeHint(self) -> QSize:
        heads = sum(line.head for line in self._lines[1:])
        return QSize(0, len(self._lines) * scaled(_ROW) + heads * scaled(_ABOVE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        for place, line in enumerate(self._lines):
            if line.head and place:
                top += scaled(_ABOVE)
                painter.setPen(QColor(self._theme.line))
                painter.drawLine(0, top - scaled(_ABOVE) // 2, self.width(), top - scaled(_ABOVE) // 2)
            self._paint(painter, line, top)
            top += scaled(_ROW)
        painter.end()

    def _paint(self, painter: QPainter, line: Line, top: int) -> None:
        number = mono_font(TextSize.SMALL, 600 if line.head else 400)
        column = QFontMetrics(number).horizontalAdvance("0" * _CHARACTERS)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        first = self.width() - 3 * column
        for place, text in enumerate(line.cells):
            words = line.head and text not in ("A", "B", "B − A")
            painter.setFont(ui_font(TextSize.SMALL, 600) if words else number)
            painter.setPen(QColor(self._theme.muted if line.head else self._theme.text))
            painter.drawText(QRect(first + place * column, top, column, scaled(_ROW)), right, text)
        font = ui_font(TextSize.SMALL, 600 if line.head else 400)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        room = first + (column if not line.cells[0] else 0) - Space.XS
        label = QFontMetrics(font).elidedText(line.label, Qt.TextElideMode.ElideRight, room)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, top, room, scaled(_ROW)), left, label)
