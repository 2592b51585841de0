"""Drawings: white on black as the digits of MNIST, made of strokes of a round brush.

A drawing is `[h, w]`, uint8. Places are in cells: the middle of the cell in row 0, column 0 is at y = x = ½. A source
is written `drawing:HxW` for an empty one, and `drawing:HxW?ink=…` for one with something on it, whose name then
depends on every cell, so that two drawings have one name only if they are the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Levels
from cnnlab.sources.naming import DRAWING, SourceName, source_name
from cnnlab.text import N_, UserError

SMALLEST, LARGEST = 8, 512  # cells a side
LARGEST_BRUSH: Final = 32
BLACK, WHITE = 0, 255
_SIZE = re.compile(r"(\d{1,4})x(\d{1,4})", re.ASCII)
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601
_ROUNDING = 1e-9

Size = tuple[int, int]
Place = tuple[float, float]


def drawing_source(cells: Levels) -> str:
    """The name of a drawing `[h, w]`."""
    h, w = cells.shape
    ink = {"ink": hashlib.blake2b(cells.tobytes(), digest_size=8).hexdigest()} if cells.any() else {}
    return str(SourceName(DRAWING, f"{h}x{w}", MappingProxyType(ink)))


def drawing_size(source: str) -> Size:
    """Height and width of the drawing of this name.

    Raises:
        UserError: the name has no size, or one that cannot be drawn on.
    """
    value = source_name(source).value
    found = _SIZE.fullmatch(value)
    if found is None:
        raise UserError(N_("'{size}' is no size of a drawing: write 28x28"), size=value[:40])
    return checked_size((int(found[1]), int(found[2])))


def checked_size(size: Size) -> Size:
    """`size`, if a drawing can have it.

    Raises:
        UserError: a side is shorter than 8 cells or longer than 512.
    """
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise UserError(
            N_("a drawing of {h} × {w} cells cannot be made: each side takes {least} to {most}"),
            h=size[0],
            w=size[1],
            least=SMALLEST,
            most=LARGEST,
        )
    return size


def empty(size: Size) -> Levels:
    """A black drawing."""
    return np.full(size, BLACK, np.uint8)


def resized(cells: Levels, size: Size) -> Levels:
    """A drawing scaled to another size (bilinear, with antialiasing when it shrinks)."""
    image = Image.fromarray(cells).resize((size[1], size[0]), Image.Resampling.BILINEAR)
    return np.array(image, np.uint8)


def pixels_of(cells: Levels) -> Array:
    """A drawing as a picture `[h, w, 1]`, 0…1."""
    return (cells.astype(np.float32) / np.float32(WHITE))[..., np.newaxis]


def cells_of(pixels: Array, size: Size) -> Levels:
    """A picture `[h, w, 1]` or `[h, w, 3]`, 0…1, as a drawing of this size."""
    grey = pixels[..., 0] if pixels.shape[2] == 1 else pixels @ _LUMA
    cells = np.rint(grey * WHITE).astype(np.uint8)
    return cells if cells.shape == size else resized(cells, size)


@dataclass(frozen=True)
class Brush:
    """What draws.

    Attributes:
        size: diameter in cells, 1 … 32.
        level: what it leaves, from 0 (black) to 255 (white).
        soft: whether the edge fades over one cell, as that of pen strokes in MNIST, or ends with whole cells.
    """

    size: int = 2
    level: int = WHITE
    soft: bool = True

    def placed(self, place: Place) -> Place:
        """Where the middle of the brush goes: a hard one covers whole cells and keeps to their grid."""
        if self.soft:
            return place
        if self.size % 2:
            return np.floor(place[0]) + 0.5, np.floor(place[1]) + 0.5
        return float(np.rint(place[0])), float(np.rint(place[1]))

    def cover(self, distance: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of a cell is covered, 0…1, at this distance in cells from the brush's way.

        Soft: r + ½ − d, cut to 0…1; hard: whether d ≤ r; r is half the size.
        """
        reach = self.size / 2
        if self.soft:
            return np.clip(reach + 0.5 - distance, 0, 1)
        return (distance <= reach + _ROUNDING).astype(np.float64)


class Stroke:
    """One stroke of a brush over a drawing, while it is made.

    Where the stroke crosses itself it does not add up: a cell takes the most that any part of it covers, and is
    base + (level − base)·cover.
    """

    def __init__(self, cells: Levels, brush: Brush, place: Place) -> None:
        """Put the brush down on `cells` `[h, w]`, which stays as it is, at row and column `place`."""
        self._base = cells
        self._brush = brush
        self._covered = np.zeros(cells.shape, np.float64)
        self._start = self._place = brush.placed(place)
        self._cells = cells.copy()

    @property
    def place(self) -> Place:
        """Where the brush is now."""
        return self._place

    def cells(self) -> Levels:
        """The drawing as it is now: a copy that nothing writes to."""
        made = self._cells.copy()
        made.flags.writeable = False
        return made

    def to(self, place: Place, strength: float = 1.0) -> None:
        """Draw on to a place; `strength`, 0…1, is how hard the pen presses."""
        place = self._brush.placed(place)
        self._cover(self._place, place, strength)
        self._place = place

    def straight(self, place: Place) -> None:
        """Draw one straight line from the beginning to a place, instead of all that was drawn so far."""
        self._covered[:] = 0
        self._cells[:] = self._base
        self._place = self._start
        self.to(place)

    def _cover(self, first: Place, last: Place, strength: float) -> None:
        reach = self._brush.size / 2 + 1
        (top, bottom), (left, right) = (
            (max(0, int(min(a, b) - reach)), min(side, int(max(a, b) + reach) + 1))
            for a, b, side in zip(first, last, self._base.shape, strict=True)
        )
        if top >= bottom or left >= right:
            return  # beside the drawing
        box = (slice(top, bottom), slice(left, right))
        y, x = np.arange(top, bottom)[:, np.newaxis] + 0.5, np.arange(left, right)[np.newaxis] + 0.5
        covered = self._brush.cover(distance_from(y, x, first, last)) * strength
        np.maximum(self._covered[box], covered, out=self._covered[box])
        base = self._base[box].astype(np.float64)
        self._cells[box] = np.rint(base + (self._brush.level - base) * self._covered[box])


def distance_from(y: NDArray[np.float64], x: NDArray[np.float64], first: Place, last: Place) -> NDArray[np.float64]:
    """Distance of the places y, x from the line between two places: to its nearest point, the ends included."""
    dy, dx = last[0] - first[0], last[1] - first[1]
    length = dy * dy + dx * dx
    along = np.clip(((y - first[0]) * dy + (x - first[1]) * dx) / length, 0, 1) if length else np.zeros(np.shape(y))
    return np.asarray(np.hypot(y - first[0] - along * dy, x - first[1] - along * dx))
