"""A region of a screen: `screen:NAME?x=…&y=…&w=…&h=…`, in the screen's own pixels from its upper left corner."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType

from cnnlab.sources.naming import SCREEN, SourceName, source_name
from cnnlab.text import N_, UserError

LEAST = 8  # pixels a side
_MOST = 2**15


@dataclass(frozen=True)
class Region:
    """A rectangle `w` wide and `h` high whose upper left pixel is at `x`, `y` of a screen."""

    screen: str
    x: int
    y: int
    w: int
    h: int

    @property
    def source(self) -> str:
        """How a project names it."""
        options = {key: str(getattr(self, key)) for key in ("x", "y", "w", "h")}
        return str(SourceName(SCREEN, self.screen, MappingProxyType(options)))

    def moved(self, dx: int, dy: int) -> Region:
        """Elsewhere on the screen."""
        return dataclasses.replace(self, x=self.x + dx, y=self.y + dy)

    def stretched(self, dw: int, dh: int) -> Region:
        """With its right and lower edge elsewhere, but not smaller than may be."""
        return dataclasses.replace(self, w=max(LEAST, self.w + dw), h=max(LEAST, self.h + dh))

    def scaled(self, factor: float) -> Region:
        """The same part of a picture of the screen that is `factor` times as large."""
        x, y, w, h = (round(n * factor) for n in (self.x, self.y, self.w, self.h))
        return Region(self.screen, x, y, max(1, w), max(1, h))

    def inside(self, width: int, height: int) -> Region:
        """Wholly on a screen of this size: moved as far as it must be, and cut only where it is larger."""
        w, h = min(self.w, width), min(self.h, height)
        return Region(self.screen, min(max(self.x, 0), width - w), min(max(self.y, 0), height - h), w, h)


def region_of(source: str) -> Region:
    """The region of this name.

    Raises:
        UserError: it says no rectangle.
    """
    named = source_name(source)
    try:
        x, y, w, h = (int(named.options[key]) for key in ("x", "y", "w", "h"))
    except (KeyError, ValueError):
        raise UserError(N_("'{source}' names no region of a screen: choose one"), source=source[:80]) from None
    if not (LEAST <= w <= _MOST and LEAST <= h <= _MOST and 0 <= x <= _MOST and 0 <= y <= _MOST):
        raise UserError(
            N_("a region of {w} × {h} at {x}, {y} cannot be shown: choose one with sides of {least} to {most} pixels"),
            w=w,
            h=h,
            x=x,
            y=y,
            least=LEAST,
            most=_MOST,
        )
    return Region(named.value, x, y, w, h)
