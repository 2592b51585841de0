"""Colours for a picture some of whose cells are marked: those stand out, the rest is dimmed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from cnnlab.engine.view import Pixels
from cnnlab.gui.theme import Theme

_LEAST = 4.0  # contrast of a marked cell with the ground
_LEFT = 0.2  # of the rest's own lightness

_Rgb = NDArray[np.float64]


def marked(table: Pixels, theme: Theme, least: float = _LEAST) -> Pixels:
    """Colours `[n]` that can all be told from the ground: what is too near to it moves towards the colour of text."""
    colours, ground, ink = _rgb(table), _of(theme.background), _of(theme.text)
    for _step in range(30):
        weak = _contrast(colours, ground) < least
        if not weak.any():
            break
        colours[weak] += 0.05 * (ink - colours[weak])
    return _packed(colours)


def dimmed(table: Pixels, theme: Theme) -> Pixels:
    """A table of the same colours as pale greys near the ground."""
    colours, ground = _rgb(table), _of(theme.background)
    greys = np.repeat((colours @ (0.299, 0.587, 0.114))[:, None], 3, axis=1)
    return _packed(ground + _LEFT * (greys - ground))


def softened(colour: QColor, theme: Theme) -> QColor:
    """A bar outside the marked range."""
    own, ground = _of(colour.name()), _of(theme.background)
    red, green, blue = (round(float(part)) for part in ground + 0.28 * (own - ground))
    return QColor(red, green, blue)


def _contrast(colours: _Rgb, ground: _Rgb) -> NDArray[np.float64]:
    """`[n]`: contrast ratios as WCAG 2.2 defines them."""
    light, dark = _luminance(colours), _luminance(ground[None])[0]
    return np.asarray((np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05))


def _luminance(colours: _Rgb) -> NDArray[np.float64]:
    shares = colours / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))


def _of(colour: str) -> _Rgb:
    parsed = QColor(colour)
    return np.array([parsed.red(), parsed.green(), parsed.blue()], np.float64)


def _rgb(table: Pixels) -> _Rgb:
    return np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], axis=1).astype(np.float64)


def _packed(colours: _Rgb) -> Pixels:
    rgb = np.rint(np.clip(colours, 0, 255)).astype(np.uint32)
    red, green, blue = rgb[:, 0] << np.uint32(16), rgb[:, 1] << np.uint32(8), rgb[:, 2]
    pixels: Pixels = np.uint32(0xFF000000) | red | green | blue
    return pixels
