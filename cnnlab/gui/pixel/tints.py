"""Colours of many numbers at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from cnnlab.document.input import InputSpec
from cnnlab.gui.colormaps import ZERO, activation_table, grey_table, weight_table
from cnnlab.gui.pixel.sheet import Colours
from cnnlab.gui.theme import Theme

Numbers = NDArray[np.float64]
_REACH = 127


@dataclass(frozen=True)
class Tints:
    """Colours in one theme; the input's cells are grey, as the picture is, where its values are those of a picture."""

    theme: Theme
    spec: InputSpec

    @property
    def ground(self) -> int:
        """The colour of the page: of cells that are only written on."""
        return QColor(self.theme.panel).rgb()

    def activations(self, values: Numbers, scale: float) -> Colours:
        """Blue below zero, orange above; ±scale has the fullest colour."""
        return self._signed(activation_table(self.theme), values, scale)

    def weights(self, values: Numbers, scale: float) -> Colours:
        """Teal below zero, violet above."""
        return self._signed(weight_table(self.theme), values, scale)

    def picture(self, values: Numbers) -> Colours:
        """From black to white over the input's range."""
        low, high = self.spec.range
        shares = np.clip((np.nan_to_num(values) - low) / (high - low), 0, 1)
        return np.asarray(grey_table()[np.rint(255 * shares).astype(np.intp)], np.uint32)

    def heat(self, values: Numbers) -> Colours:
        """What is not negative, as the canvas shows it on the picture: the accent at the largest, the ground at 0."""
        most = largest(values)
        shares = np.sqrt(np.clip(np.nan_to_num(values) / most, 0, 1)) if most > 0 else np.zeros(values.shape)
        low, high = (
            np.array([ink.red(), ink.green(), ink.blue()], np.float64)
            for ink in (QColor(self.theme.raised), QColor(self.theme.accent))
        )
        red, green, blue = np.rint(low + (high - low) * shares[..., None]).astype(np.uint32).transpose(2, 0, 1)
        return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)

    @property
    def is_picture(self) -> bool:
        """Whether the input's values are those of a picture, not normalised ones."""
        return not (self.spec.mean or self.spec.std)

    def _signed(self, table: NDArray[np.uint32], values: Numbers, scale: float) -> Colours:
        finite = np.isfinite(values)
        shares = np.clip(np.where(finite, values, 0) / scale, -1, 1) if scale > 0 else np.zeros(values.shape)
        colours = table[ZERO + np.rint(_REACH * shares).astype(np.intp)]
        return np.where(finite, colours, np.uint32(QColor(self.theme.warning).rgb())).astype(np.uint32)


def largest(values: Numbers) -> float:
    """The largest |value| that is finite; 0 without one."""
    sizes = np.abs(values[np.isfinite(values)])
    return float(sizes.max()) if sizes.size else 0.0
