"""How a picture of other proportions is brought to the working size."""

from __future__ import annotations

Box = tuple[float, float, float, float]


def covering_box(have: tuple[int, int], want: tuple[int, int]) -> Box:
    """The centre of a picture `[h, w]` that has the proportions of `want`: left, top, right, bottom."""
    h, w = have
    scale = max(want[0] / h, want[1] / w)
    high, wide = min(h, want[0] / scale), min(w, want[1] / scale)
    left, top = (w - wide) / 2, (h - high) / 2
    return left, top, min(w, left + wide), min(h, top + high)
