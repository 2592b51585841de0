"""How a channel is painted: its picture, its number, and what outlines it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from cnnlab.engine.view import COMPOSITE, Picture, RowView, Tile
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.theme import Radius, TextSize, Theme, cell_text, scaled

_RGB = "RGB"
_OVERLAYS = 4096  # kept at most: one for every channel number of one size
_LINES = 256  # parts of rows whose overlays are kept together
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DIMMED = 0.4
_ROOM = 4  # around a tile, for its outline
_SMALL = 40  # narrower tiles have square corners and no number: there may be thousands in view


class Outline(Enum):
    """What a tile is to the one that is pinned or under the pointer."""

    NONE = 0
    KIN_OF_PINNED = 1
    KIN_OF_HOVERED = 2
    HOVERED = 3
    PINNED = 4


class Overlay(NamedTuple):
    """What lies over a tile, without the clear part in its middle, which would cost most of the time.

    Attributes:
        top: the upper corners and the badge.
        foot: the lower corners.
        below: where the foot begins, in pixels below the tile's top.
    """

    top: QPixmap
    foot: QPixmap
    below: int

    def draw(self, painter: QPainter, corner: QPoint) -> None:
        """Paint it over the tile whose upper left corner is given."""
        painter.drawPixmap(corner, self.top)
        painter.drawPixmap(corner.x(), corner.y() + self.below, self.foot)


@lru_cache(maxsize=256)
def _places(row: RowView) -> Mapping[Tile, int]:
    """Where in its picture each tile of a row lies: the same for every frame."""
    return {tile: place for place, tile in enumerate(row.tiles)}


@lru_cache(maxsize=64)
def _parts_of(count: int, width: int, height: int) -> tuple[QRect, ...]:
    """The tiles of a picture, from top to bottom."""
    return tuple(QRect(0, place * height, width, height) for place in range(count))


class TileImages:
    """A picture as one tall image, whose tiles are painted one to one."""

    def __init__(self, picture: Picture, ratio: float) -> None:
        self.picture = picture
        count, height, width = picture.pixels.shape
        self._height, self._width = height, width
        # The image shares the array's memory, which `picture` keeps alive.
        self._image = QImage(picture.pixels.data, width, count * height, width * 4, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._ratio = ratio
        self._places = _places(picture.row)

    def stand_for(self, item: int) -> None:
        """Be shown in place of another item's picture until that is made; a picture of several items is not."""
        if not self.picture.row.items:
            self._places = {(channel, item): place for place, channel in enumerate(self.picture.row.channels)}

    def draw(self, painter: QPainter, rects: Sequence[QRect], tiles: Sequence[Tile]) -> list[QRect]:
        """Paint tiles into rectangles of one size; gives those whose tile the picture does not hold."""
        if not rects:
            return []
        image, places, missing = self._image, self._places, []
        width, height = self._width, self._height
        size = (round(rects[0].width() * self._ratio), round(rects[0].height() * self._ratio))
        fits = (width, height) == size  # made for another size, it is shown scaled until the right one arrives
        parts, draw = _parts_of(len(places), width, height), painter.drawImage
        for rect, tile in zip(rects, tiles, strict=True):
            place = places.get(tile)
            if place is None:
                missing.append(rect)
            else:
                draw(rect.topLeft() if fits else rect, image, parts[place])
        return missing

    def holds(self, tile: Tile) -> bool:
        """Whether the picture shows a channel of an item."""
        return tile in self._places

    def scale(self, tile: Tile) -> float | None:
        """The |value| with the fullest colour, if the picture shows the tile."""
        place = self._places.get(tile)
        return float(self.picture.scales[place]) if place is not None else None

    def share_of(self, tile: Tile, colours: Sequence[int]) -> float:
        """Which part of a tile's pixels has one of these colours."""
        return float(np.isin(self.picture.pixels[self._places[tile]], colours).mean())

    def colour(self, tile: Tile) -> QColor:
        """The colour of the tile's first cell."""
        return QColor.fromRgb(int(self.picture.pixels[self._places[tile], 0, 0]))

    @property
    def single(self) -> bool:
        """Whether each channel is a single number."""
        return len(self.picture.values) > 0

    def value(self, tile: Tile) -> float | None:
        """The tile's only value, if its channel is a single number."""
        place = self._places.get(tile)
        values = self.picture.values
        return float(values[place]) if place is not None and len(values) else None


@dataclass
class TilePainter:
    """Paints tiles in one theme."""

    theme: Theme
    _overlays: dict[tuple[object, ...], Overlay] = field(default_factory=dict)
    _lines: dict[tuple[object, ...], tuple[Overlay, ...]] = field(default_factory=dict)
    _rings: dict[tuple[object, ...], QPixmap] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mono = mono_font(TextSize.SMALL)
        self.badge_font = mono_font(10, 600)
        self._badge_metrics = QFontMetrics(self.badge_font)
        self._metrics = QFontMetrics(self.mono)

    def tiles(
        self,
        painter: QPainter,
        rects: Sequence[QRect],
        images: TileImages | None,
        tiles: Sequence[Tile],
        content: RowContent,
        ground: QColor,
        several: bool = False,
    ) -> None:
        """Tiles of a row with their channels' numbers, and their items' where there are `several`.

        A small one is nothing but its picture.
        """
        for rect in rects if images is None else images.draw(painter, rects, tiles):
            painter.fillRect(rect, QColor(self.theme.raised))
        if not rects or rects[0].width() < _SMALL:
            return
        texts = _badges(tiles, content, several)
        for rect, overlay in zip(rects, self._overlays_of(painter, rects[0], texts, ground), strict=True):
            overlay.draw(painter, rect.topLeft())
        if images is not None and images.single:
            self._values(painter, rects, images, tiles, texts)

    def veil(self, painter: QPainter, rect: QRect, ground: QColor) -> None:
        """Dim what is being computed anew."""
        veil = QColor(ground)
        veil.setAlphaF(1 - _DIMMED)
        painter.fillRect(rect, veil)

    def outline(self, painter: QPainter, rect: QRect, outline: Outline) -> None:
        """Full for the tile itself, dashed for what it is made from and what is made of it."""
        if outline is Outline.NONE:
            return
        ratio = painter.device().devicePixelRatioF()
        key = (rect.width(), rect.height(), outline, ratio)
        found = self._rings.get(key)
        if found is None:
            if len(self._rings) >= _LINES:
                self._rings.clear()
            found = self._rings[key] = self._made_outline(rect.size(), outline, ratio)
        painter.drawPixmap(rect.topLeft() - QPoint(_ROOM, _ROOM), found)

    def _made_outline(self, size: QSize, outline: Outline, ratio: float) -> QPixmap:
        pixmap = QPixmap((size + QSize(2 * _ROOM, 2 * _ROOM)) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter, rect = QPainter(pixmap), QRect(QPoint(_ROOM, _ROOM), size)
        colour = QColor(self.theme.muted if outline is Outline.HOVERED else self.theme.accent)
        pen = QPen(colour, 2 if outline is Outline.PINNED else 1)
        if outline in (Outline.KIN_OF_HOVERED, Outline.KIN_OF_PINNED):
            pen.setDashPattern([3, 2])
            pen.setWidthF(1.2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        room = 1.0 if outline is Outline.PINNED else 1.5
        painter.drawRoundedRect(QRectF(rect).adjusted(-room, -room, room, room), _radius(rect) + 1, _radius(rect) + 1)
        painter.end()
        return pixmap

    def _values(
        self,
        painter: QPainter,
        rects: Sequence[QRect],
        images: TileImages,
        tiles: Sequence[Tile],
        badges: Sequence[str],
    ) -> None:
        for rect, tile, badge in zip(rects, tiles, badges, strict=True):
            value = images.value(tile)
            if value is not None:
                self._value(painter, rect, value, images.colour(tile), badge)

    def _value(self, painter: QPainter, rect: QRect, value: float, cell: QColor, badge: str) -> None:
        """The number of a channel that is a single cell, in black or white on its colour, where it fits."""
        taken = self._badge_metrics.horizontalAdvance(badge) + 10 if self._badge_fits(rect, badge) else 4
        room = rect.width() - 5 - taken
        texts = [f"{value:.{digits}g}" for digits in (3, 2, 1)]
        text = next((text for text in texts if self._metrics.horizontalAdvance(text) <= room), None)
        if text is not None:
            painter.setFont(self.mono)
            painter.setPen(cell_text(cell))
            painter.drawText(rect.adjusted(0, 0, -5, 0), _RIGHT, text)

    def _overlays_of(
        self, painter: QPainter, rect: QRect, texts: tuple[str, ...], ground: QColor
    ) -> tuple[Overlay, ...]:
        """What lies over each of these tiles of one size; a row asks for the same ones whenever its pictures change."""
        ratio = painter.device().devicePixelRatioF()
        key = (rect.width(), rect.height(), texts, ground.rgb(), ratio)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) >= _LINES:
                self._lines.clear()
            found = self._lines[key] = tuple(self._overlay(rect, text, ground, ratio) for text in texts)
        return found

    def _overlay(self, rect: QRect, text: str, ground: QColor, ratio: float) -> Overlay:
        """What lies over every tile of a size: the ground in its corners and the badge. Made once, painted often."""
        text = text if self._badge_fits(rect, text) else ""
        key = (rect.width(), rect.height(), text, ground.rgb(), ratio)
        found = self._overlays.get(key)
        if found is None:
            if len(self._overlays) >= _OVERLAYS:
                self._overlays.clear()
                self._lines.clear()  # they would keep the others
            found = self._overlays[key] = self._made_overlay(rect.size(), text, ground, ratio)
        return found

    def _made_overlay(self, size: QSize, text: str, ground: QColor, ratio: float) -> Overlay:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        rect = QRect(QPoint(), size)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(rect))
        inside.addRoundedRect(QRectF(rect), _radius(rect), _radius(rect))
        painter.fillPath(outside.subtracted(inside), ground)
        if text:
            self._badge(painter, rect, text)
        painter.end()
        return _parts(pixmap, _badge_box(0).bottom() + 1 if text else _radius(rect), _radius(rect), ratio)

    def _badge_fits(self, rect: QRect, text: str) -> bool:
        """Whether the number leaves most of the picture in sight."""
        return 2 * (self._badge_metrics.horizontalAdvance(text) + 6) <= rect.width() + 8 and rect.height() >= scaled(24)

    def _badge(self, painter: QPainter, rect: QRect, text: str) -> None:
        box = _badge_box(self._badge_metrics.horizontalAdvance(text)).translated(rect.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(QRectF(box), 2, 2)
        painter.setFont(self.badge_font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _badge_box(width: int) -> QRect:
    """Where the badge with a text of some width lies in a tile."""
    return QRect(2, 2, width + 6, scaled(14))


def _parts(whole: QPixmap, top: int, foot: int, ratio: float) -> Overlay:
    """What lies over a tile, less what is between its uppermost `top` and its lowest `foot` pixels."""
    size = whole.deviceIndependentSize().toSize()
    below = max(min(top, size.height()), size.height() - foot)
    upper, lower = QRect(0, 0, size.width(), min(top, size.height())), QRect(0, below, size.width(), foot)
    return Overlay(whole.copy(_in_device(upper, ratio)), whole.copy(_in_device(lower, ratio)), below)


def _in_device(rect: QRect, ratio: float) -> QRect:
    """A part of a pixmap in its own pixels, rounded outwards."""
    left, top = math.floor(rect.left() * ratio), math.floor(rect.top() * ratio)
    right, bottom = math.ceil((rect.right() + 1) * ratio), math.ceil((rect.bottom() + 1) * ratio)
    return QRect(left, top, right - left, bottom - top)


def _radius(rect: QRect) -> int:
    return Radius.TILE if rect.width() >= 48 else Radius.TILE // 2


def channel_text(channel: int, content: RowContent) -> str:
    """A channel's number, or the letters of a picture in colour."""
    if channel == COMPOSITE:
        return _RGB
    return _RGB[channel] if _lettered(content) else str(channel)


def _badges(tiles: Sequence[Tile], content: RowContent, several: bool) -> tuple[str, ...]:
    """What the tiles of a row are numbered with: their channels, or channel and item."""
    if several:
        return tuple(f"{channel_text(channel, content)}·{item}" for channel, item in tiles)
    return tuple(channel_text(channel, content) for channel, _item in tiles)


def _lettered(content: RowContent) -> bool:
    """Whether the channels are those of a picture in colour."""
    return content.family is None and len(content.channels) == 4
