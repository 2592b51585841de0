"""Weights as small pictures, one pixel a value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QPainter, QPixmap, QTransform

from cnnlab.gui.colormaps import ZERO, weight_table
from cnnlab.gui.theme import Radius, Theme

_REACH = 127
_MOST = 64  # pixels along one side: what is larger is sampled


def heat_image(values: NDArray[np.floating], scale: float, theme: Theme, most: int = _MOST) -> QImage:
    """The colours of a plane `[h, w]`, where ±`scale` takes the ends of the table; no side is longer than `most`."""
    step_y, step_x = (max(1, -(-size // most)) for size in values.shape)
    plane = np.asarray(values[::step_y, ::step_x], np.float64)
    shares = np.clip(plane / scale, -1, 1) if scale > 0 else np.zeros(plane.shape)
    finite = np.isfinite(plane)
    indices = ZERO + np.rint(_REACH * np.where(finite, shares, 0)).astype(np.intp)
    pixels = np.where(finite, weight_table(theme)[indices], QColor(theme.warning).rgb()).astype(np.uint32)
    height, width = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # Qt does not keep the bytes alive


def paint_heat(painter: QPainter, rect: QRectF, image: QImage, radius: int = Radius.TILE) -> None:
    """Paint a heat picture into a rounded rectangle, its pixels as sharp squares."""
    brush = QBrush(image)
    scale = QTransform.fromTranslate(rect.x(), rect.y())
    brush.setTransform(scale.scale(rect.width() / image.width(), rect.height() / image.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(rect, radius, radius)


def heat_icon(values: NDArray[np.floating], theme: Theme) -> QIcon:
    """A kernel as an icon, in its own scale."""
    side = 32
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    image = heat_image(values, float(np.abs(values).max()), theme)
    paint_heat(painter, QRectF(0, 0, side, side), image, 2 * Radius.TILE)
    painter.end()
    return QIcon(pixmap)
