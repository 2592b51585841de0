"""Sizes of tiles that can be chosen, and the place that stays put while the size changes."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.gui.canvas.geometry import HEADER, LARGEST, SMALLEST, Geometry

STEPS = (SMALLEST, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 320, 384, LARGEST)
AUTOMATIC = 0


def stepped(width: int, steps: int) -> int:
    """The chosen size so many steps above (or below) a width that need not be one of them."""
    for _step in range(abs(steps)):
        further = [s for s in STEPS if (s > width if steps > 0 else s < width)]
        if not further:
            break
        width = further[0] if steps > 0 else further[-1]
    return width


def scaled(width: int, factor: float) -> int:
    """A width times a factor, within what can be chosen."""
    return max(SMALLEST, min(round(width * factor), LARGEST))


@dataclass(frozen=True)
class Anchor:
    """A place on the canvas in words that hold at every size.

    Attributes:
        row: number of the row.
        tile: the first tile of the line, or −1 in the header.
        part: how far down the line, 0 … 1, or pixels below the row's top.
    """

    row: int
    tile: int
    part: float


def anchor_at(geometry: Geometry, y: int) -> Anchor | None:
    """What lies at a height; the last row above it where there is a gap. None without rows."""
    if not geometry.rows:
        return None
    index = max(0, sum(top <= y for top in geometry.tops[: len(geometry.rows)]) - 1)
    row, below = geometry.rows[index], y - geometry.tops[index]
    if not geometry.lines(row) or below < HEADER:
        return Anchor(index, -1, below)
    pitch = geometry.tile_size(row).height() + geometry.gap
    line = min((below - HEADER) // pitch, geometry.lines(row) - 1)
    return Anchor(index, geometry.line_start(row, line), (below - HEADER - line * pitch) / pitch)


def height_of(geometry: Geometry, anchor: Anchor) -> int:
    """Where an anchor lies in another layout of the same rows."""
    if anchor.tile < 0:
        return geometry.tops[anchor.row] + round(anchor.part)
    row = geometry.rows[anchor.row]
    pitch = geometry.tile_size(row).height() + geometry.gap
    line = geometry.line_of(row, anchor.tile)
    return geometry.tops[anchor.row] + HEADER + round((line + anchor.part) * pitch)
