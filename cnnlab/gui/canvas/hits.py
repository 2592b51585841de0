"""What lies under the pointer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect

from cnnlab.gui.canvas.geometry import Geometry


class Part(Enum):
    """A part of a row."""

    CHEVRON = "chevron"
    HEADER = "header"
    CHIP = "chip"
    BACK = "back"
    LINK = "link"
    TILE = "tile"
    ROW = "row"


@dataclass(frozen=True)
class Hit:
    """A part of the canvas; `tile` is a place in the row's order, −1 outside of tiles."""

    part: Part
    row: int
    tile: int = -1

    @property
    def pressable(self) -> bool:
        """Whether it does something besides selecting the row."""
        return self.part in (Part.CHEVRON, Part.CHIP, Part.BACK, Part.LINK)


def hit_at(geometry: Geometry, links: Mapping[str, QRect], point: QPoint, top: int) -> Hit | None:
    """The part at a point of the canvas whose view begins at `top`; None between rows."""
    index = geometry.row_at(max(point.y(), 0))
    held = geometry.row_at(top)
    if held is not None and geometry.header_rect(held, top).contains(point):
        index = held  # its header lies over what passes below
    if index is None:
        return None
    header = geometry.header_rect(index, top)
    if header.contains(point):
        return Hit(Part.CHEVRON if geometry.chevron_rect(header).contains(point) else Part.HEADER, index)
    for part, rect in (
        (Part.CHIP, geometry.chip_rect(index, top)),
        (Part.BACK, geometry.back_rect(index)),
        (Part.LINK, links.get(geometry.rows[index].layer) if not geometry.rows[index].tiles else None),
    ):
        if rect is not None and rect.contains(point):
            return Hit(part, index)
    found = geometry.tile_at(point)
    return Hit(Part.TILE, *found) if found is not None else Hit(Part.ROW, index)
