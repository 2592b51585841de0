"""Paints the pictures of two variants, the divider between them, and two slices of a kernel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from cnnlab.blocks.weight import Array
from cnnlab.explain.compared import Compared, Shown
from cnnlab.gui.colormaps import weight_colour
from cnnlab.gui.compare.scene import Loupe, Part, Placed, shown_in
from cnnlab.gui.compare.subject import Kernels
from cnnlab.gui.compare.writing import window
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.inspector.numbers import cell_text
from cnnlab.gui.theme import Radius, Space, TextSize, Theme
from cnnlab.gui.theme import cell_text as ink_on
from cnnlab.text import _

_ROOMY = 26  # side of a cell that has room for rounded corners and a double ring
Mask = NDArray[np.bool_]

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ComparePainter:
    """Knows how each part looks in one theme."""

    def __init__(self, painter: QPainter, theme: Theme, table: list[int]) -> None:
        self._painter, self._theme, self._table = painter, theme, table
        self._words, self._number = ui_font(TextSize.SMALL, 600), mono_font(TextSize.SMALL)

    def picture(self, placed: Placed, compared: Compared) -> None:
        """A, B or the difference, with its name and its scale."""
        shown = shown_in(compared, placed.part)
        a, b, asked = _("A, frozen"), _("B, now"), compared.asked
        if asked.other != asked.layer:
            a, b = f"{a} · {asked.other}", f"{b} · {asked.layer}"
        names = {Part.A: a, Part.B: b, Part.GAP: "B − A"}
        scale = compared.gap_scale if placed.part is Part.GAP else compared.scale
        same = placed.part is Part.GAP and compared.channel is not None and compared.channel.most == 0
        self.caption(placed.tile.caption, names[placed.part], f"±{scale:#.3g}" if shown and not same else "")
        if shown is None:
            self._say(placed.tile.picture, _("no such channel"))
            return
        self._image(placed, shown)
        if same:
            self._say(placed.tile.picture, _("no difference"))

    def split(self, placed: Placed, compared: Compared, share: float) -> None:
        """A to the left of the divider, B to its right."""
        caption, picture = placed.tile.caption, placed.tile.picture
        painter, at = self._painter, picture.left() + round(share * picture.width())
        a, b = compared.a.channel, compared.b.channel
        for shown, left, right in ((a, picture.left(), at), (b, at, picture.right() + 1)):
            if shown is not None and right > left:
                painter.save()
                painter.setClipRect(QRect(left, picture.top(), right - left, picture.height()))
                self._image(placed, shown)
                painter.restore()
        self.caption(caption, _("A, frozen"), _("B, now"), strong=True)
        self._write(caption, f"±{compared.scale:#.3g}", self._number, self._theme.muted, Qt.AlignmentFlag.AlignCenter)
        self._divider(at, picture)

    def pin(self, placed: Placed, cell: tuple[int, int]) -> None:
        """The pinned element: its cell, or a square around one that is too small to see."""
        side = max(placed.factor, 7.0)
        corner = placed.tile.picture.topLeft()
        middle = (cell[1] + 0.5) * placed.factor + corner.x(), (cell[0] + 0.5) * placed.factor + corner.y()
        box = QRectF(middle[0] - side / 2, middle[1] - side / 2, side, side)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, out in (("#000000", 1.0), ("#ffffff", 0.0)):
            self._painter.setPen(QPen(QColor(colour), 1))
            self._painter.drawRect(box.adjusted(-out, -out, out, out))

    def loupes(self, loupes: Sequence[Loupe], compared: Compared, at: tuple[int, int]) -> None:
        """The cells around the pinned one in A, B and the difference, with their numbers."""
        a, b, gap = (shown_in(compared, loupe.part) for loupe in loupes)
        if a is None or b is None or gap is None:
            return
        rows, columns = loupes[0].window(at, (a.values.shape[0], a.values.shape[1]))
        part = np.s_[rows.start : rows.stop, columns.start : columns.stop]
        around = _("around row {y}, column {x}").format(y=at[0], x=at[1])
        self._write(loupes[0].caption, around, self._words, self._theme.muted, _LEFT)
        for loupe, shown, texts in zip(loupes, (a, b, gap), window(a.values[part], b.values[part]), strict=True):
            for (row, column), code in np.ndenumerate(shown.codes[part]):
                self._number_cell(loupe.rect(row, column), QColor.fromRgb(self._table[code]), str(texts[row, column]))
            self._ring(QRectF(loupe.rect(at[0] - rows.start, at[1] - columns.start)))

    def _number_cell(self, box: QRect, colour: QColor, text: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), Radius.TILE, Radius.TILE)
        if QFontMetrics(self._number).horizontalAdvance(text) <= box.width() - Space.XS:
            self._write(box, text, self._number, ink_on(colour), Qt.AlignmentFlag.AlignCenter)

    def kernels(self, placed: Placed, kernels: Kernels) -> None:
        """One slice in A and in B, side by side; cells that changed have a ring."""
        caption, room = placed.tile.caption, placed.tile.picture
        height, width = kernels.a.shape
        side = max(1, min((room.width() - Space.L) // (2 * width), room.height() // height))
        scale = float(max(np.abs(kernels.a).max(), np.abs(kernels.b).max()))
        step = side * width + Space.L
        for place, (name, values) in enumerate((("A", kernels.a), ("B", kernels.b))):
            left = room.left() + place * step
            title = kernels.name if place == 0 else ""
            self.caption(QRect(left, caption.top(), side * width, caption.height()), name, title)
            self._grid(QPoint(left, room.top()), side, values, kernels.changed, scale)

    def caption(self, box: QRect, left: str, right: str, strong: bool = False) -> None:
        """Words on the left, a number on the right, which gives way where there is no room for both."""
        width = QFontMetrics(self._words).horizontalAdvance(left)
        self._write(box, left, self._words, self._theme.text, _LEFT)
        room = box.adjusted(width + Space.XS, 0, 0, 0)
        face = self._words if strong else self._number
        if QFontMetrics(face).horizontalAdvance(right) <= room.width():
            self._write(room, right, face, self._theme.text if strong else self._theme.muted, _RIGHT)

    def _image(self, placed: Placed, shown: Shown) -> None:
        height, width = shown.codes.shape
        image = QImage(shown.codes.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(self._table)
        corner = placed.tile.picture.topLeft()
        box = QRect(corner.x(), corner.y(), max(1, round(width * placed.factor)), max(1, round(height * placed.factor)))
        self._painter.drawImage(box, image)

    def _divider(self, at: int, picture: QRect) -> None:
        painter, middle = self._painter, picture.center().y()
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawLine(at, picture.top(), at, picture.bottom())
        painter.setBrush(QColor(self._theme.accent))
        painter.setPen(QPen(QColor(self._theme.panel), 1))
        painter.drawRoundedRect(QRect(at - 4, middle - 12, 8, 24), 4, 4)

    def _grid(self, corner: QPoint, side: int, values: Array, changed: Mask, scale: float) -> None:
        characters = (side - Space.M) // max(1, QFontMetrics(self._number).horizontalAdvance("0"))
        for y, x in np.ndindex(values.shape):
            box = QRect(corner.x() + x * side, corner.y() + y * side, side, side)
            self._cell(box, float(values[y, x]), scale, characters)
        for y, x in np.argwhere(changed):
            box = QRect(corner.x() + int(x) * side, corner.y() + int(y) * side, side, side)
            self._ring(QRectF(box))

    def _cell(self, box: QRect, value: float, scale: float, characters: int) -> None:
        painter, inner = self._painter, QRectF(box).adjusted(1, 1, -1, -1)
        colour = weight_colour(value, scale, self._theme)
        radius = Radius.TILE if box.width() >= _ROOMY else 1
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inner, radius, radius)
        self._write(box, cell_text(value, characters), self._number, ink_on(colour), Qt.AlignmentFlag.AlignCenter)

    def _ring(self, box: QRectF) -> None:
        """Around a cell; a line of the ground keeps its colours and the ring apart."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        rings = ((self._theme.panel, 4, 2), (self._theme.accent, 2, 1))
        for colour, width, inset in rings if box.width() >= _ROOMY else rings[1:]:
            self._painter.setPen(QPen(QColor(colour), width))
            rect = box.adjusted(inset, inset, -inset, -inset)
            self._painter.drawRoundedRect(rect, Radius.TILE, Radius.TILE)

    def _say(self, box: QRect, text: str) -> None:
        """A sentence instead of a picture."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._theme.line), 1, Qt.PenStyle.DashLine))
        self._painter.drawRect(box.adjusted(0, 0, -1, -1))
        self._write(box, text, self._words, self._theme.muted, Qt.AlignmentFlag.AlignCenter)

    def _write(self, box: QRect, text: str, font: QFont, colour: str | QColor, side: Qt.AlignmentFlag) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, side, text)


def near_divider(placed: Placed | None, share: float, point: QPoint, reach: int) -> bool:
    """Whether a point is near enough to the divider to take hold of it."""
    if placed is None or placed.part is not Part.SPLIT:
        return False
    picture = placed.tile.picture
    return abs(point.x() - picture.left() - share * picture.width()) <= reach and (
        picture.top() <= point.y() <= picture.bottom()
    )
