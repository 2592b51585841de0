"""Pictures drawn by a formula: what they hold is known exactly, so what a layer makes of them can be told by eye.

A source is written `generated:NAME`, or `generated:NAME:HxW` for another size than the picture's own. Rows run
downwards, x to the right; values are float32 from 0 (black) to 1 (white).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from cnnlab.blocks.weight import Array, frozen
from cnnlab.text import N_, Listed, UserError

GENERATED: Final = "generated:"
SMALLEST, LARGEST = 8, 1024
_SOURCE = re.compile(r"(\w+)(?::(\d{1,4})x(\d{1,4}))?", re.ASCII)

Size = tuple[int, int]


def digit(size: Size = (28, 28)) -> Array:
    """A white 3 on black `[h, w]`: two open arcs drawn with a round pen whose edge is two cells soft.

    A cell's value is ½ + (t − d)/2, cut to 0…1, with d its distance in cells from the nearer arc and t half the pen's
    width. The drawing stands in the square in the middle, as the digits of MNIST do.
    """
    side = min(size)
    y, x = (axis / side for axis in _centred(size))
    upper = _arc_distance(x, y + 0.155, radius=0.155, first=-150, last=90)
    lower = _arc_distance(x, y - 0.175, radius=0.175, first=-90, last=150)
    return _picture(0.5 + (0.052 - np.minimum(upper, lower)) * side / 2)


def checkerboard(size: Size = (256, 256)) -> Array:
    """Squares of 0 and 1 `[h, w]`, eight along the shorter side: (⌊y/n⌋ + ⌊x/n⌋) mod 2."""
    n = min(size) // 8
    y, x = np.indices(size)
    return _picture((y // n + x // n) % 2)


def step_edge(size: Size = (256, 256)) -> Array:
    """A single upright edge `[h, w]`: ¼ left of the middle, ¾ from there on; off 0 and 1, so that overshoot shows."""
    x = np.indices(size)[1]
    return _picture(np.where(x < size[1] // 2, 0.25, 0.75))


def gradient(size: Size = (256, 256)) -> Array:
    """An even slope `[h, w]` from 0 on the left to 1 on the right: x/(w − 1)."""
    return _picture(np.broadcast_to(np.linspace(0, 1, size[1]), size))


def impulse(size: Size = (31, 31)) -> Array:
    """One cell of 1 in a picture `[h, w]` of 0, at ⌊h/2⌋, ⌊w/2⌋: a kernel answers with itself, turned by 180°."""
    picture = np.zeros(size)
    picture[size[0] // 2, size[1] // 2] = 1
    return _picture(picture)


def zone_plate(size: Size = (256, 256)) -> Array:
    """Rings `[h, w]` that become finer from the middle on: ½ + ½ · cos(k r²), with k = π/s for the longer side s.

    Along x the wave turns by 2k·|x| a cell, which reaches π, the finest wave that cells can carry (Nyquist), at
    |x| = s/2: at the border and no earlier, in both directions.

    Source: the circular zone plate of television test patterns; Drewery 1978, "The zone plate as a television test
    pattern".
    """
    y, x = _centred(size)
    return _picture(0.5 + 0.5 * np.cos(np.pi / max(size) * (x**2 + y**2)))


@dataclass(frozen=True)
class Generated:
    """One picture that is drawn by a formula.

    Attributes:
        id: its name in a source.
        title: what the menu says.
        about: what it is good for.
        size: its own height and width.
        draw: gives its values `[h, w]` at a height and width.
    """

    id: str
    title: str
    about: str
    size: Size
    draw: Callable[[Size], Array]


GENERATED_PICTURES: tuple[Generated, ...] = (
    Generated(
        "digit",
        N_("Digit"),
        N_("A 3 of 28×28 cells: what a small classifier sees, with strokes that are arcs in every direction."),
        (28, 28),
        digit,
    ),
    Generated(
        "checkerboard",
        N_("Checks"),
        N_("A checkerboard: corners and edges that stand exactly upright and level, and nothing else."),
        (256, 256),
        checkerboard,
    ),
    Generated(
        "step_edge",
        N_("Step edge"),
        N_("One jump from dark to bright: shows how wide a kernel answers to an edge, and whether it overshoots."),
        (256, 256),
        step_edge,
    ),
    Generated(
        "gradient",
        N_("Gradient"),
        N_("An even slope from black to white: first differences are the same everywhere, second ones are zero."),
        (256, 256),
        gradient,
    ),
    Generated(
        "impulse",
        N_("Impulse"),
        N_("One white cell on black: a convolution answers with its own kernel, turned by 180°."),
        (31, 31),
        impulse,
    ),
    Generated(
        "zone_plate",
        N_("Zone plate"),
        N_("Rings that become finer towards the border: every direction and every fineness of wave has its place."),
        (256, 256),
        zone_plate,
    ),
)

_BY_ID = {picture.id: picture for picture in GENERATED_PICTURES}


def generated_of(source: str) -> tuple[Generated, Size]:
    """What a source such as `generated:digit` or `generated:digit:56x56` names, and its size.

    Raises:
        UserError: there is no such picture, or not at this size.
    """
    found = _SOURCE.fullmatch(source.removeprefix(GENERATED))
    picture = _BY_ID.get(found[1]) if found else None
    if found is None or picture is None:
        raise UserError(
            N_("there is no formula for '{name}': choose one of {known}"),
            name=source.removeprefix(GENERATED)[:80],
            known=Listed(_BY_ID),
        )
    size = (int(found[2]), int(found[3])) if found[2] else picture.size
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise UserError(
            N_("'{name}' cannot be drawn {h}×{w}: height and width must be from {least} to {most}"),
            name=picture.id,
            h=size[0],
            w=size[1],
            least=SMALLEST,
            most=LARGEST,
        )
    return picture, size


def generated_pixels(source: str) -> Array:
    """The picture `[h, w, 1]` from 0 to 1 that a source names.

    Raises:
        UserError: there is no such picture, or not at this size.
    """
    picture, size = generated_of(source)
    return picture.draw(size)[..., np.newaxis]


def _centred(size: Size) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of every cell `[h, w]`, counted from the middle of the picture."""
    y, x = np.indices(size, np.float64)
    return y - (size[0] - 1) / 2, x - (size[1] - 1) / 2


def _arc_distance(x: np.ndarray, y: np.ndarray, radius: float, first: float, last: float) -> np.ndarray:
    """Distance from an arc around 0, from `first` to `last` degrees, turning from right to down."""
    angle = (np.degrees(np.arctan2(y, x)) - first) % 360
    ends = [
        np.hypot(x - radius * np.cos(end), y - radius * np.sin(end)) for end in (np.radians(first), np.radians(last))
    ]
    along = np.abs(np.hypot(x, y) - radius)
    return np.asarray(np.where(angle <= last - first, along, np.minimum(*ends)))


def _picture(values: np.ndarray) -> Array:
    return frozen(np.clip(values, 0, 1))
