"""Colours for pictures that no window shows: the dark theme's, from blue over near-black to orange (no torch)."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cnnlab.engine.view import Colours, Pixels

BACKGROUND = 0xFF14161B
_NOT_FINITE = 0xFF2BD6
_BELOW, _ABOVE = 0xA9DCFF, 0xFFD596  # beyond the scale's ends
_ANCHORS = {2: 0x7AC6FF, 65: 0x21559F, 128: BACKGROUND, 191: 0xA6551C, 254: 0xFDBB5E}


@cache
def dark_colours() -> Colours:
    """The tables, read-only; see `Colours` for what their entries stand for."""
    return Colours(_frozen(_activation()), _frozen(np.repeat(np.arange(256)[:, None], 3, axis=1)))


def _activation() -> NDArray[np.int64]:
    """`[256, 3]`: straight lines between the anchors."""
    anchors = np.array([_components(colour) for colour in _ANCHORS.values()])
    places = list(_ANCHORS)
    table = np.stack([np.interp(np.arange(256), places, anchors[:, i]) for i in range(3)], axis=1)
    for index, colour in ((0, _NOT_FINITE), (1, _BELOW), (255, _ABOVE)):
        table[index] = _components(colour)
    return np.asarray(np.rint(table), np.int64)


def _components(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _frozen(rgb: NDArray[np.int64]) -> Pixels:
    """Pack `[256, 3]` into `0xffRRGGBB`."""
    table = (0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]).astype(np.uint32)
    table.flags.writeable = False
    return table
