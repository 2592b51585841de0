"""How a row of the canvas is painted."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from cnnlab.engine.view import COMPOSITE, LayerStatistics, Picture
from cnnlab.gui.canvas.content import RowContent, range_text
from cnnlab.gui.canvas.geometry import HEADER, MARGIN, NOTE
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.theme import Radius, TextSize, Theme, cell_text, scaled
from cnnlab.text import _

_RGB = "RGB"
_BADGE = 16  # width that a channel's number may take
_OVERLAYS = 4096  # kept at most: one for every channel number of one size
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TileImages:
    """A picture as one tall image, whose tiles are painted one to one."""

    def __init__(self, picture: Picture, ratio: float) -> None:
        self.picture = picture
        count, height, width = picture.pixels.shape
        self._height, self._width = height, width
        # The image shares the array's memory, which `picture` keeps alive.
        self._image = QImage(picture.pixels.data, width, count * height, width * 4, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._places = {channel: place for place, channel in enumerate(picture.row.channels)}

    def draw(self, painter: QPainter, rect: QRect, channel: int) -> bool:
        """Paint one channel; False if the picture does not hold it."""
        place = self._places.get(channel)
        if place is None:
            return False
        part = QRectF(0, place * self._height, self._width, self._height)
        ratio = self._image.devicePixelRatio()
        if (self._width, self._height) == (round(rect.width() * ratio), round(rect.height() * ratio)):
            painter.drawImage(QPointF(rect.topLeft()), self._image, part)
        else:  # made for another size: shown scaled until the right one arrives
            painter.drawImage(QRectF(rect), self._image, part)
        return True

    def colour(self, channel: int) -> QColor:
        """The colour of the channel's first cell."""
        return QColor.fromRgb(int(self.picture.pixels[self._places[channel], 0, 0]))

    def value(self, channel: int) -> float | None:
        """The channel's only value, if it is a single number."""
        place = self._places.get(channel)
        values = self.picture.values
        return float(values[place]) if place is not None and len(values) else None


@dataclass
class RowState:
    """What is known of a row besides what it says."""

    images: TileImages | None = None
    numbers: LayerStatistics | None = None
    selected: bool = False
    pinned: int | None = None
    hovered: int | None = None
    milliseconds: float | None = None


@dataclass
class RowPainter:
    """Paints rows in one theme."""

    theme: Theme
    links: dict[str, QRect] = field(default_factory=dict)
    _overlays: dict[tuple[object, ...], QPixmap] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.label_font = ui_font(TextSize.BODY, 600)
        self.text_font = ui_font(TextSize.BODY)
        self.mono = mono_font(TextSize.SMALL)
        self.badge_font = mono_font(10, 600)

    def card(self, painter: QPainter, rect: QRect, focused: bool = False) -> None:
        """The ground of the selected row; its edge says that keys work here."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect.adjusted(10, -6, -10, 5)).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, QColor(self.theme.panel))
        painter.strokePath(path, QPen(QColor(self.theme.accent if focused else self.theme.line), 1))

    def header(self, painter: QPainter, rect: QRect, content: RowContent, state: RowState) -> None:
        """Family, name, kind, shape on the left; numbers on the right."""
        line = QRect(MARGIN, rect.top(), rect.width() - 2 * MARGIN, scaled(HEADER - 4))
        family = self.theme.families[content.family] if content.family else self.theme.muted
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(family)))
        painter.setOpacity(0.45 if content.off else 1.0)
        side = scaled(8)
        painter.drawRoundedRect(QRectF(line.left(), line.center().y() - side / 2 + 0.5, side, side), 2, 2)
        right = self._numbers(painter, line, content, state)
        left = line.left() + scaled(18)
        left = self._text(painter, left, line, content.label, self.label_font, self.theme.text, right, share=0.4) + 10
        shape_width = self._width(self.mono, content.shape) + 12 if content.shape else 0
        about = f"{content.about} · {_('off')}" if content.off else content.about
        limit = right - shape_width - 16
        left = self._text(painter, left, line, about, self.text_font, self.theme.muted, limit) + 10
        if content.shape and left + shape_width < right:
            self._chip(painter, QRect(left, line.center().y() - scaled(9), shape_width, scaled(19)), content.shape)
        painter.setOpacity(1.0)

    def _numbers(self, painter: QPainter, line: QRect, content: RowContent, state: RowState) -> int:
        """Write the numbers from the right edge inwards; gives where they begin."""
        right = line.right()
        if state.milliseconds is not None:
            text = f"{state.milliseconds:.1f} ms"
            right = self._text_right(painter, right, line, text, self.theme.muted) - 12
        if state.numbers is None or content.note:
            return right - 12
        if state.numbers.nonfinite:
            text = _("{count} not finite").format(count=f"{state.numbers.nonfinite:,}")
            right = self._text_right(painter, right, line, text, self.theme.warning) - 12
        return self._text_right(painter, right, line, range_text(state.numbers), self.theme.muted) - 12

    def tile(
        self, painter: QPainter, rect: QRect, channel: int, content: RowContent, state: RowState, ground: QColor
    ) -> None:
        """One channel with its number."""
        if state.images is None or not state.images.draw(painter, rect, channel):
            painter.fillRect(rect, QColor(self.theme.raised))
        painter.drawPixmap(rect.topLeft(), self._overlay(painter, rect, _badge_text(channel, content), ground))
        value = state.images.value(channel) if state.images is not None else None
        if value is not None and state.images is not None:
            self._value(painter, rect, value, state.images.colour(channel))
        if state.pinned == channel or state.hovered == channel:
            colour = self.theme.accent if state.pinned == channel else self.theme.muted
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), 2 if state.pinned == channel else 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), Radius.TILE + 1, Radius.TILE + 1)

    def chip(self, painter: QPainter, rect: QRect, text: str) -> None:
        """The chip that stands for the channels not shown."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(rect), Radius.CONTROL, Radius.CONTROL)
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(self.mono)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def note(self, painter: QPainter, rect: QRect, content: RowContent) -> None:
        """The sentence that stands where tiles would, with its fix as a link."""
        left, top = MARGIN + scaled(18), rect.top() + scaled(HEADER) - 6
        line = QRect(left, top, rect.width() - MARGIN - left, scaled(NOTE))
        colour = self.theme.warning if content.warning else self.theme.muted
        link_width = self._width(self.label_font, content.fix) if content.fix else 0
        limit = line.right() - link_width - 16
        end = self._text(painter, line.left(), line, content.note, self.text_font, colour, limit)
        if content.fix:
            place = QRect(end + 12, line.top(), link_width, line.height())
            painter.setFont(self.label_font)
            painter.setPen(QColor(self.theme.accent))
            painter.drawText(place, _LEFT, content.fix)
            self.links[content.layer] = place

    def _badge(self, painter: QPainter, rect: QRect, text: str) -> None:
        width = self._width(self.badge_font, text) + 6
        if 3 * width > 2 * rect.width() or rect.height() < scaled(20):
            return
        painter.fillRect(QRect(rect.left() + 2, rect.top() + 2, width, scaled(14)), QColor(0, 0, 0, 150))
        painter.setFont(self.badge_font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(QRect(rect.left() + 2, rect.top() + 2, width, scaled(14)), Qt.AlignmentFlag.AlignCenter, text)

    def _value(self, painter: QPainter, rect: QRect, value: float, cell: QColor) -> None:
        """The number of a channel that is a single cell, in black or white on its colour."""
        painter.setFont(self.mono)
        painter.setPen(cell_text(cell))
        room = rect.width() - 5 - scaled(_BADGE)
        texts = [f"{value:.{digits}g}" for digits in (3, 2, 1)]
        text = next((text for text in texts if self._width(self.mono, text) <= room), texts[-1])
        painter.drawText(rect.adjusted(0, 0, -5, 0), _RIGHT, text)

    def _overlay(self, painter: QPainter, rect: QRect, text: str, ground: QColor) -> QPixmap:
        """What lies over every tile of a size: the ground in its corners and the badge. Made once, painted often."""
        ratio = painter.device().devicePixelRatioF()
        key = (rect.width(), rect.height(), text, ground.rgb(), ratio)
        found = self._overlays.get(key)
        if found is None:
            if len(self._overlays) >= _OVERLAYS:
                self._overlays.clear()
            found = self._overlays[key] = self._made_overlay(rect.size(), text, ground, ratio)
        return found

    def _made_overlay(self, size: QSize, text: str, ground: QColor, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        rect = QRect(QPoint(), size)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(rect))
        inside.addRoundedRect(QRectF(rect), Radius.TILE, Radius.TILE)
        painter.fillPath(outside.subtracted(inside), ground)
        self._badge(painter, rect, text)
        painter.end()
        return pixmap

    def _chip(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.raised))
        painter.drawRoundedRect(QRectF(rect), 4, 4)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(self.mono)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _text(
        self,
        painter: QPainter,
        left: int,
        line: QRect,
        text: str,
        font: QFont,
        colour: str,
        limit: int,
        share: float = 1,
    ) -> int:
        """Write from the left, elided before `limit`; gives where the text ends."""
        metrics = QFontMetrics(font)
        room = max(0, int((limit - left) * share))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        width = metrics.horizontalAdvance(shown)
        painter.drawText(QRect(left, line.top(), width + 2, line.height()), _LEFT, shown)
        return left + width

    def _text_right(self, painter: QPainter, right: int, line: QRect, text: str, colour: str) -> int:
        width = self._width(self.mono, text)
        painter.setFont(self.mono)
        painter.setPen(QColor(colour))
        painter.drawText(QRect(right - width, line.top(), width + 1, line.height()), _RIGHT, text)
        return right - width

    @staticmethod
    def _width(font: QFont, text: str) -> int:
        return QFontMetrics(font).horizontalAdvance(text)


def _badge_text(channel: int, content: RowContent) -> str:
    if channel == COMPOSITE:
        return _RGB
    return _RGB[channel] if content.family is None and len(content.channels) == 4 else str(channel)
