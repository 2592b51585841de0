"""The formulas of the pictures that are drawn, each a function of size and settings.

Rows run downwards, x to the right; values are float32 `[h, w]` from 0 (black) to 1 (white). A cell's value is that of
its centre unless it is said to be the mean over the cell. Angles are in degrees and turn from the right upwards, as in
mathematics; positions are in percent of the picture, 50 being its middle.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array, frozen

Size = tuple[int, int]
_Axis = NDArray[np.float64]
_THIN = 1e-3  # cells: a box this narrow leaves everything as it is


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


def checkerboard(size: Size = (256, 256), squares: int = 8, angle: float = 0, phase: float = 0) -> Array:
    """Squares of 0 and 1 `[h, w]`, so many along the shorter side: (⌊u/n⌋ + ⌊v/n⌋) mod 2.

    n is a whole number of cells, ⌊s/squares⌋ for the shorter side s, so that squares are equal. u runs along the rows
    of squares, which an angle turns about the middle, v across; a phase of 360° moves the board by two squares.
    """
    n = max(1, min(size) // squares)
    h, w = size
    y, x = _centred(size)
    cos, sin = _direction(angle)
    u = w / 2 + (x * cos - y * sin) - phase / 180 * n
    v = h / 2 + (x * sin + y * cos)
    return _picture((np.floor(u / n).astype(np.int32) + np.floor(v / n).astype(np.int32)) & 1)


def step_edge(size: Size = (256, 256), position: float = 50, dark: float = 0.25, bright: float = 0.75) -> Array:
    """A single upright edge `[h, w]`: dark left of column ⌊w · position/100⌋, bright from there on.

    The levels are off 0 and 1, so that overshoot shows.
    """
    x = np.arange(size[1])
    return _picture(np.broadcast_to(np.where(x < math.floor(position * size[1] / 100), dark, bright), size))


def edge(
    size: Size = (256, 256),
    angle: float = 30,
    position: float = 50,
    softness: float = 0,
    dark: float = 0.25,
    bright: float = 0.75,
) -> Array:
    """A straight edge at an angle `[h, w]`, each cell the exact mean of the edge over its square.

    It is bright on the side that the angle points to. The edge lies at (position − 50) percent of the picture's extent
    w·|cos| + h·|sin| from the middle, so that 0 is bright and 100 dark throughout. `softness` is the length in cells
    over which the level rises evenly.

    The mean of a half plane over a square, softened by a ramp, is the distribution of a sum of independent even
    variables as wide as |cos|, |sin| and the softness, at the distance of the cell's centre from the edge.

    Source: the distribution of such a sum: Bradley and Gupta 2002, "On the distribution of the sum of n non-identically
    distributed uniform random variables", theorem 1.
    """
    h, w = size
    y, x = _centred(size)
    cos, sin = _direction(angle)
    shift = (position - 50) / 100 * (w * abs(cos) + h * abs(sin))
    cover = _risen(x * cos - y * sin - shift, [abs(cos), abs(sin), softness])
    return _picture(dark + (bright - dark) * cover)


def gradient(size: Size = (256, 256)) -> Array:
    """An even slope `[h, w]` from 0 on the left to 1 on the right: x/(w − 1)."""
    return _picture(np.broadcast_to(np.linspace(0, 1, size[1]), size))


def impulse(
    size: Size = (31, 31), x: float = 50, y: float = 50, dot: int = 1, level: float = 1, background: float = 0
) -> Array:
    """A dot of one level on an even ground `[h, w]`: a kernel answers to a single 1 with itself, turned by 180°.

    The dot is a square of so many cells; its middle, or the cell below and right of it, is at column ⌊w · x/100⌋ and
    row ⌊h · y/100⌋, the last ones at 100. What hangs over the border is cut off.
    """
    h, w = size
    row, column = (min(math.floor(part * side / 100), side - 1) for part, side in ((y, h), (x, w)))
    picture = np.full(size, background, np.float64)
    top, left = row - dot // 2, column - dot // 2
    picture[max(0, top) : top + dot, max(0, left) : left + dot] = level
    return _picture(picture)


def grating(
    size: Size = (256, 256),
    frequency: float = 8,
    phase: float = 0,
    angle: float = 0,
    contrast: float = 1,
    wave: str = "sine",
) -> Array:
    """A wave `[h, w]`: ½ + ½ · contrast · cos(2π · frequency · u/w − phase); a square wave has the cosine's sign.

    u is the distance in cells from the middle along the angle; `frequency` counts cycles per picture width, so that a
    cycle has w/frequency cells; the contrast is Michelson's, (max − min)/(max + min). A phase of 360° moves the wave
    by one cycle. Bars that are finer than two cells a cycle alias, as in any sampled picture.

    Source: Campbell and Robson 1968, "Application of Fourier analysis to the visibility of gratings".
    """
    y, x = _centred(size)
    cos, sin = _direction(angle)
    turn = 2 * np.pi * frequency / size[1]
    along, across = turn * cos * x - np.radians(phase), turn * sin * y
    # cos(a − b) from the cosines and sines of a row and a column: h + w of them, and not h · w.
    values = np.cos(across) * np.cos(along) + np.sin(across) * np.sin(along)
    if wave == "square":
        values = np.where(values >= -1e-9, 1.0, -1.0)
    return _picture(0.5 + 0.5 * contrast * values)


def zone_plate(size: Size = (256, 256), k: float = 1, phase: float = 0) -> Array:
    """Rings `[h, w]` that become finer from the middle on: ½ + ½ · cos(k · π/s · r² − phase) for the longer side s.

    Along x the wave turns by 2k · π/s · |x| a cell, which at k = 1 reaches π, the finest wave that cells can carry
    (Nyquist), at |x| = s/2: at the border and no earlier, in both directions. A growing phase moves rings outwards.

    Source: the circular zone plate of television test patterns; Drewery 1978, "The zone plate as a television test
    pattern".
    """
    y, x = _centred(size)
    return _picture(0.5 + 0.5 * np.cos(k * np.pi / max(size) * (x**2 + y**2) - np.radians(phase)))


def noise(size: Size = (256, 256), distribution: str = "normal", sigma: float = 0.2, seed: int = 0) -> Array:
    """Cells `[h, w]` that know nothing of each other, about ½ with the standard deviation sigma, cut to 0…1.

    Every 64 bits of PCG64 give two numbers u = (32 bits + ½)/2³². Evenly distributed: ½ + sigma · √12 · (u − ½).
    Normal: ½ + sigma · √(−2 ln u₁) · cos 2πu₂, and with sin for the second cell. The same seed gives the same picture
    with every version of NumPy, which promises the bits but not what its own distributions make of them.

    Source: O'Neill 2014, "PCG"; Box and Muller 1958, "A note on the generation of random normal deviates".
    """
    count = size[0] * size[1]
    bits = np.random.PCG64(seed).random_raw((count + 1) // 2)
    halves = np.stack((bits & np.uint64(0xFFFFFFFF), bits >> np.uint64(32)))
    u = (halves.astype(np.float64) + 0.5) / 2**32  # [2, n]
    if distribution == "uniform":
        values = math.sqrt(12) * (u - 0.5)
    else:
        turn = 2 * np.pi * u[1]
        values = np.sqrt(-2 * np.log(u[0])) * np.stack((np.cos(turn), np.sin(turn)))
    return _picture(0.5 + sigma * values.T.reshape(-1)[:count].reshape(size))


def _centred(size: Size) -> tuple[_Axis, _Axis]:
    """Row `[h, 1]` and column `[1, w]` of every cell, counted from the middle of the picture."""
    h, w = size
    rows, columns = np.arange(h, dtype=np.float64), np.arange(w, dtype=np.float64)
    return rows[:, None] - (h - 1) / 2, columns[None, :] - (w - 1) / 2


def _direction(angle: float) -> tuple[float, float]:
    """Cosine and sine of an angle in degrees, exact at multiples of 90°."""
    quarter, rest = divmod(angle % 360, 90)
    cos, sin = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    return ((cos, sin), (-sin, cos), (-cos, -sin), (sin, -cos))[int(quarter) % 4]


def _risen(distance: _Axis, widths: list[float]) -> _Axis:
    """How much of a step at 0 is behind each distance, after means over boxes of these widths, 0…1."""
    boxes = [width for width in widths if width > _THIN]
    reach, order = sum(boxes) / 2, len(boxes)
    risen = (distance > 0).astype(np.float64)
    near = np.abs(distance) < reach
    d = distance[near]
    total = np.zeros_like(d)
    for signs in itertools.product((1, -1), repeat=order):
        offset = sum(sign * box / 2 for sign, box in zip(signs, boxes, strict=True))
        total += math.prod(signs) * np.maximum(d + offset, 0) ** order
    risen[near] = total / (math.factorial(order) * math.prod(boxes))
    return risen


def _arc_distance(x: _Axis, y: _Axis, radius: float, first: float, last: float) -> _Axis:
    """Distance from an arc around 0, from `first` to `last` degrees, turning from right to down."""
    angle = (np.degrees(np.arctan2(y, x)) - first) % 360
    ends = [
        np.hypot(x - radius * np.cos(end), y - radius * np.sin(end)) for end in (np.radians(first), np.radians(last))
    ]
    along = np.abs(np.hypot(x, y) - radius)
    return np.asarray(np.where(angle <= last - first, along, np.minimum(*ends)))


def _picture(values: np.ndarray) -> Array:
    return frozen(np.clip(values, 0, 1))
