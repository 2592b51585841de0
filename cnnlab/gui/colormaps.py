"""From numbers to colours: lookup tables for activations, weights and grey pictures.

A table has 256 entries `0xffRRGGBB`, ready for a 32-bit picture. Entry 128 is exactly zero and has one fixed colour;
entries 1 and 255 stand for minus and plus the scale, so the index of a value is `128 + 127 · value / scale`, rounded.
Entry 0 repeats entry 1. Activations run from blue to orange and weights from teal to violet: both pairs stay apart for
people with any of the common colour deficiencies, and neither is mistaken for the other.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from cnnlab.gui.theme import Theme

ZERO = 128
_REACH = 127

# From zero outwards: the colour at half way and at the end, below and above zero.
_ACTIVATIONS = {
    "dark": (("#21559f", "#7ac6ff"), ("#a6551c", "#fdbb5e")),
    "light": (("#7fb2ea", "#1b5fb4"), ("#f3b074", "#a94700")),
}
_WEIGHTS = {
    "dark": (("#1f8070", "#4fe3bd"), ("#8257b0", "#d79bff")),
    "light": (("#72c2ab", "#0b6f58"), ("#bb9ce2", "#7536b0")),
}


@cache
def activation_table(theme: Theme) -> NDArray[np.uint32]:
    """Blue below zero, the canvas itself at zero, orange above: `[256]`."""
    below, above = _ACTIVATIONS[theme.name]
    return _diverging(theme.background, below, above)


@cache
def signed_grey_table() -> NDArray[np.uint32]:
    """Black below zero, white above, zero the grey between them: `[256]`."""
    return _diverging("#808080", ("#000000",), ("#ffffff",))


@cache
def weight_table(theme: Theme) -> NDArray[np.uint32]:
    """Teal below zero, a raised surface at zero, violet above: `[256]`."""
    below, above = _WEIGHTS[theme.name]
    return _diverging(theme.raised, below, above)


@cache
def grey_table() -> NDArray[np.uint32]:
    """Entry i is the grey whose three components are i: `[256]`."""
    return _frozen(np.repeat(np.arange(256)[:, None], 3, axis=1))


def weight_colour(value: float, scale: float, theme: Theme) -> QColor:
    """The colour of one weight where ±`scale` takes the ends of the table; a non-finite one has the warning colour."""
    if not math.isfinite(value):
        return QColor(theme.warning)
    share = max(-1.0, min(1.0, value / scale)) if scale > 0 else 0.0
    return QColor.fromRgb(int(weight_table(theme)[ZERO + round(_REACH * share)]))


def _diverging(zero: str, below: tuple[str, ...], above: tuple[str, ...]) -> NDArray[np.uint32]:
    """A table through a fixed zero, with equal steps to the eye on each side."""
    shares = np.arange(_REACH + 1) / _REACH
    down, up = _ramp((zero, *below), shares), _ramp((zero, *above), shares)
    return _frozen(np.concatenate([down[-1:], down[:0:-1], up]))


def _ramp(anchors: tuple[str, ...], shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Colours `[n, 3]` along a path through the anchors, in OKLab, at shares 0 … 1 of the path's length."""
    points = oklab(np.array([_components(anchor) for anchor in anchors]))
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    places = np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum()
    path = np.stack([np.interp(shares, places, points[:, axis]) for axis in range(3)], axis=1)
    return np.rint(255 * _srgb(path)).astype(np.int64)


def _components(colour: str) -> tuple[int, int, int]:
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()


def _frozen(rgb: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Pack `[n, 3]` into `0xffRRGGBB`, read-only, since the tables are shared."""
    table = (0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]).astype(np.uint32)
    table.flags.writeable = False
    return table


# Björn Ottosson, "A perceptual color space for image processing", 2020, https://bottosson.github.io/posts/oklab/
_LMS_FROM_LINEAR = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB_FROM_ROOTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(rgb: NDArray[np.generic]) -> NDArray[np.float64]:
    """Lightness and two opponent axes `[n, 3]` of sRGB colours `[n, 3]` with components 0 … 255."""
    coded = np.asarray(rgb, np.float64) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LMS_FROM_LINEAR.T) @ _OKLAB_FROM_ROOTS.T)


def _srgb(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB components 0 … 1 of OKLab colours `[n, 3]`; what sRGB cannot show is clipped."""
    lms = (lab @ np.linalg.inv(_OKLAB_FROM_ROOTS).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_LMS_FROM_LINEAR).T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
