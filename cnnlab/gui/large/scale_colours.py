"""The colours of a scale, for what is drawn beside a picture in the same colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QLinearGradient

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours, Plane
from cnnlab.gui.theme import Theme, contrast

_STOPS = 33


def colours_of(values: NDArray[np.floating], plane: Plane, colours: Colours) -> NDArray[np.uint32]:
    """The colour in which the picture shows each value; those beyond the scale have the colours that mark them."""
    return level_colours(values, plane.levels, plane.large.layer == INPUT, colours)


def level_colours(
    values: NDArray[np.floating], levels: tuple[float, float], grey: bool, colours: Colours
) -> NDArray[np.uint32]:
    """The same where `levels` take the ends of the colours; with `grey`, those of the input."""
    low, high = levels
    if grey:
        shares = np.clip((values - low) / (high - low), 0, 1)
        return np.asarray(colours.grey[np.rint(255 * shares).astype(np.intp)])
    steps = np.clip(np.rint(values / high * 126), -127, 127)
    return np.asarray(colours.activation[(steps + 128).astype(np.intp)])


def gradient(plane: Plane, colours: Colours) -> QLinearGradient:
    """Upwards through the colours of the scale, in the coordinates of a plot whose y axis has the values."""
    low, high = plane.levels
    result = QLinearGradient(QPointF(0, low), QPointF(0, high))
    inner = np.linspace(low, high, _STOPS)
    for share, rgb in zip(np.linspace(0, 1, _STOPS), colours_of(inner, plane, colours), strict=True):
        result.setColorAt(float(share), QColor.fromRgb(int(rgb)))
    return result


def seen_on_ground(rgb: int, theme: Theme) -> QColor:
    """A colour, or a quiet one where it could not be told from the ground."""
    colour = QColor.fromRgb(rgb)
    return colour if contrast(colour, QColor(theme.background)) >= 1.35 else QColor(theme.line)
