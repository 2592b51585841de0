"""How a picture of other proportions is brought to the working size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab.document.input import CONTAIN, COVER, STRETCH
from cnnlab.text import N_, Message

Box = tuple[float, float, float, float]
Size = tuple[int, int]

_ONE = {
    COVER: N_("The picture is cut."),
    CONTAIN: N_("The picture has bars."),
    STRETCH: N_("The picture is stretched."),
}
_SEVERAL = {
    COVER: N_("Cut: {count} of {all} pictures."),
    CONTAIN: N_("With bars: {count} of {all} pictures."),
    STRETCH: N_("Stretched: {count} of {all} pictures."),
}


@dataclass(frozen=True)
class Placement:
    """Which part of a picture is shown where.

    Attributes:
        box: the part of the picture: left, top, right, bottom, in its own cells.
        corner: first row and column of the working size that show it.
        size: rows and columns of the working size that show it; the others are bars.
    """

    box: Box
    corner: Size
    size: Size


def placed(have: Size, want: Size, fit: str = COVER) -> Placement:
    """A picture `[h, w]` on a working size `[h, w]` by a rule of `FITS`."""
    whole = (0.0, 0.0, float(have[1]), float(have[0]))
    if fit == STRETCH:
        return Placement(whole, (0, 0), want)
    if fit == COVER:
        return Placement(covering_box(have, want), (0, 0), want)
    inner = contained_size(have, want)
    return Placement(whole, ((want[0] - inner[0]) // 2, (want[1] - inner[1]) // 2), inner)


def covering_box(have: Size, want: Size) -> Box:
    """The centre of a picture `[h, w]` that has the proportions of `want`: left, top, right, bottom."""
    h, w = have
    scale = max(want[0] / h, want[1] / w)
    high, wide = min(h, want[0] / scale), min(w, want[1] / scale)
    left, top = (w - wide) / 2, (h - high) / 2
    return left, top, min(w, left + wide), min(h, top + high)


def contained_size(have: Size, want: Size) -> Size:
    """Height and width of a whole picture scaled into `want` in its own proportions, at least 1."""
    scale = min(want[0] / have[0], want[1] / have[1])
    high, wide = (max(1, min(round(n * scale), most)) for n, most in zip(have, want, strict=True))
    return high, wide


def alters(have: Size, want: Size) -> bool:
    """Whether a picture's proportions are so different from those wanted that it shows: by one cell or more."""
    return contained_size(have, want) != want


def fit_report(sizes: Sequence[Size], want: Size, fit: str) -> Message | None:
    """What the rule did to pictures of these sizes; None if all of them have the proportions of the working size."""
    changed = sum(alters(size, want) for size in sizes)
    if not changed:
        return None
    if len(sizes) == 1:
        return Message(_ONE[fit])
    return Message(_SEVERAL[fit], count=changed, all=len(sizes))
