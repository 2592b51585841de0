"""Paints the parts of a sheet where they were laid out."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from cnnlab.gui.canvas.face import Face
from cnnlab.gui.pixel.faces import faces_of
from cnnlab.gui.pixel.layout import Layout, Placed, PlacedRow, cell_rect
from cnnlab.gui.pixel.plot import PlotPainter
from cnnlab.gui.pixel.sheet import Grid, Number, Plot, Sign
from cnnlab.gui.theme import Radius, Space, Theme, cell_text, scaled

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SheetPainter:
    """Paints in one theme, in the faces of a layout."""

    def __init__(self, painter: QPainter, theme: Theme, layout: Layout) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout

    def row(self, row: PlacedRow) -> None:
        """A row with its label."""
        self._write(row.label, row.row.label, self._theme.text, self._layout.faces.label, _LEFT)
        for placed in row.items:
            match placed.item:
                case Grid():
                    self._grid(placed, placed.item)
                case Plot():
                    PlotPainter(self._painter, self._theme, self._layout.faces).plot(placed.rect, placed.item)
                case Sign(text):
                    self._write(placed.rect, text, self._theme.muted, self._layout.faces.words, _LEFT)
                case Number(text, strong, right):
                    face = self._layout.faces.strong if strong else self._layout.faces.number
                    self._write(placed.rect, text, self._theme.text, face, _RIGHT if right else _LEFT)

    def addends(self) -> None:
        """The list of addends, with a line above the value."""
        rect, line, faces = self._layout.addends, self._layout.line, self._layout.faces
        if rect.isEmpty():
            return
        if self._layout.foot:
            self._foot(rect)
            return
        ink = QColor(self._theme.line)
        self._painter.fillRect(QRect(rect.left() - scaled(Space.L), rect.top(), 1, rect.height()), ink)
        y = rect.top()
        for addend in self._layout.sheet.addends:
            if addend.strong:
                self._painter.fillRect(QRect(rect.left(), y + scaled(Space.XS), rect.width(), 1), ink)
                y += scaled(Space.S)
            place = QRect(rect.left(), y, rect.width(), line)
            colour = self._theme.text if addend.strong else self._theme.muted
            self._write(place, addend.name, colour, faces.words, _LEFT)
            ink_of = self._theme.accent if addend.strong else self._theme.text
            self._write(place, addend.number, ink_of, faces.strong if addend.strong else faces.number, _RIGHT)
            y += line

    def _foot(self, rect: QRect) -> None:
        """The addends as one sum, on a ground of its own: rows pass behind it."""
        theme, faces = self._theme, self._layout.faces
        self._painter.fillRect(rect.adjusted(-Space.L, 0, Space.L, Space.XS), QColor(theme.panel))
        self._painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), QColor(theme.line))
        for placed in self._layout.foot:
            addend, (sign, name, number) = placed.addend, placed.parts
            ink = (
                theme.muted,
                theme.text if addend.strong else theme.muted,
                theme.accent if addend.strong else theme.text,
            )
            texts = placed.sign, addend.name, addend.number
            for place, text, colour, face in zip((sign, name, number), texts, ink, faces.of(addend), strict=True):
                self._write(place, text, colour, face, _LEFT)

    def _grid(self, placed: Placed, grid: Grid) -> None:
        painter = self._painter
        height, width = grid.texts.shape
        bare = placed.bare
        margin = 0.5 if bare else 1.0
        painter.setFont(faces_of(placed.size or self._layout.form.size, self._layout.form.tight).cell.font)
        for row in range(height):
            for column in range(width):
                cell = cell_rect(placed, row, column)
                inner = QRectF(cell).adjusted(margin, margin, -margin, -margin)
                frame = QColor.fromRgb(int(grid.frames[row, column])) if grid.frames is not None else None
                if grid.missing is not None and grid.missing[row, column]:
                    self._missing(inner, bare)
                    self._frame(inner, frame, bare)
                    continue
                colour = QColor.fromRgb(int(grid.colours[row, column]))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRoundedRect(inner, 0 if bare else Radius.TILE - 1, 0 if bare else Radius.TILE - 1)
                self._frame(inner, frame, bare)
                text = grid.texts[row, column]
                if text and not bare:
                    painter.setPen(cell_text(colour))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        if grid.ring is not None:
            ring = QRectF(cell_rect(placed, *grid.ring)).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, Radius.TILE, Radius.TILE)

    def _frame(self, cell: QRectF, colour: QColor | None, bare: bool) -> None:
        """The colour of a kernel's cell around a cell."""
        if colour is None:
            return
        radius = 0 if bare else Radius.TILE - 1
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(colour, 2.5))
        self._painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), radius, radius)

    def _missing(self, cell: QRectF, bare: bool) -> None:
        """A cell of the ring of zeros: hatched, with its zero."""
        painter = self._painter
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.background))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), Radius.TILE - 1, Radius.TILE - 1)
        if bare:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(self._theme.line), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), Radius.TILE - 1, Radius.TILE - 1)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "0")

    def _write(self, rect: QRect, text: str, colour: str, face: Face, flags: Qt.AlignmentFlag) -> None:
        if text:
            self._painter.setFont(face.font)
            self._painter.setPen(QColor(colour))
            self._painter.drawText(rect, flags, text)
