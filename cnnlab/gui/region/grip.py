"""What a hand takes hold of on a rectangle, and what comes of pulling it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from cnnlab.sources.region import LEAST, Region

REACH = 8  # pixels around a handle in which it is taken hold of


@dataclass(frozen=True)
class Grip:
    """Which edges move: −1 the left or upper one, 1 the right or lower one, 0 none; all of it where both are 0."""

    x: int
    y: int

    @property
    def cursor(self) -> Qt.CursorShape:
        """How the pointer looks on it."""
        if self.x and self.y:
            return Qt.CursorShape.SizeFDiagCursor if self.x == self.y else Qt.CursorShape.SizeBDiagCursor
        if self.x or self.y:
            return Qt.CursorShape.SizeHorCursor if self.x else Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.SizeAllCursor


WHOLE = Grip(0, 0)
GRIPS = tuple(Grip(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y)


def handle(box: QRectF, grip: Grip) -> QPointF:
    """Where the middle of a handle stands."""
    middle = box.center()
    return QPointF(middle.x() + grip.x * box.width() / 2, middle.y() + grip.y * box.height() / 2)


def grip_at(box: QRectF, at: QPointF) -> Grip | None:
    """What a press at a point takes hold of; None beside the rectangle."""
    for grip in sorted(GRIPS, key=lambda g: -abs(g.x) - abs(g.y)):  # corners first
        away = handle(box, grip) - at
        if max(abs(away.x()), abs(away.y())) <= REACH:
            return grip
    return WHOLE if box.contains(at) else None


def pulled(region: Region, grip: Grip, by: QPoint) -> Region:
    """The rectangle after a pull by so many pixels; an edge stops before it meets the other."""
    if grip == WHOLE:
        return region.moved(by.x(), by.y())
    x, w = _pulled(region.x, region.w, grip.x, by.x())
    y, h = _pulled(region.y, region.h, grip.y, by.y())
    return Region(region.screen, x, y, w, h)


def _pulled(first: int, length: int, edge: int, by: int) -> tuple[int, int]:
    if edge > 0:
        return first, max(LEAST, length + by)
    if edge < 0:
        by = min(by, length - LEAST)
        return first + by, length - by
    return first, length


def between(screen: str, first: QPoint, last: QPoint, width: int, height: int) -> Region:
    """The rectangle between two corners, both cut to a screen of this size; it may be smaller than a region may."""
    (left, right), (top, bottom) = (
        sorted((min(max(a, 0), most), min(max(b, 0), most)))
        for a, b, most in ((first.x(), last.x(), width), (first.y(), last.y(), height))
    )
    return Region(screen, left, top, right - left, bottom - top)
