"""Sixty-four channels painted anew: in the window, and as people do it in a notebook with matplotlib."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.networks import one_layer, size_text
from cnnlab.app.bench.result import Bar, Result, result
from cnnlab.document.stack import INPUT
from cnnlab.text import N_, UserError

if TYPE_CHECKING:
    from cnnlab.app.bench.feed import Painted
    from cnnlab.app.bench.lab import Lab

BAR = Bar(30, at_least=True)
CHANNELS, _SIDE = 64, 8
_SIZE = 120, 160  # of a channel: what is left of 640×480 after two poolings
_DPI = 100
_FEWEST = 3

Refresh = Callable[[NDArray[np.float32]], object]  # shows channels `[n, h, w]`


def check_matplotlib() -> None:
    """Make sure that there is something to compare with.

    Raises:
        UserError: matplotlib is not installed.
    """
    if find_spec("matplotlib") is None:
        raise UserError(
            N_("'notebook' compares with matplotlib, which is not installed: run 'python -m pip install matplotlib'")
        )


def notebook(ground: Ground) -> Iterator[Result]:
    """Painting 64 channels anew with matplotlib ÷ the same in the window, without the network in either.

    Raises:
        UserError: matplotlib is not installed.
    """
    check_matplotlib()
    from cnnlab.app.bench.feed import Feed
    from cnnlab.app.bench.lab import laboratory

    ground.tell(f"notebook, {CHANNELS}")
    rounds, samples = [], []
    with laboratory() as lab:
        lab.show(one_layer(CHANNELS), _SIZE)
        feed, values = Feed(lab), _values()
        tile = show_all(lab, CHANNELS)
        ways = refreshes(tile)
        taken = {name: statistics.median(times(way, values, ground.effort.search)) for name, way in ways.items()}
        fastest = min(taken, key=lambda name: taken[name])
        ground.tell("matplotlib: " + ", ".join(f"{name} {1000 * t:.1f} ms" for name, t in taken.items()))
        for _round in range(ROUNDS):
            window = own_share(feed.painted(ground.effort.slice))
            figure = statistics.median(times(ways[fastest], values, ground.effort.slice))
            rounds.append(figure / statistics.median(window))
            samples += [figure / seconds for seconds in window]
    yield result("notebook", f"{CHANNELS} × {size_text(_SIZE)}", rounds, samples, BAR)


def own_share(painted: list[Painted]) -> list[float]:
    """Seconds from each frame to the next, without those in which layers were computed."""
    return [after.at - before.at - after.layers for before, after in pairwise(painted)]


def show_all(lab: Lab, channels: int) -> tuple[int, int]:
    """Lay the canvas out so that all channels of the one layer are in view; gives height and width of a tile.

    Raises:
        RuntimeError: there is no such layout.
    """
    from cnnlab.gui.canvas.geometry import SMALLEST

    canvas, layer = lab.canvas, lab.program.presenter.stack.layers[0].id
    canvas.collapse(INPUT, True)
    canvas.expand(layer, True)
    for width in range(canvas.tile_width, SMALLEST, -4):
        canvas.set_tile_size(width)
        if canvas.place_of(layer, channels - 1) is not None and canvas.place_of(layer, 0) is not None:
            lab.rest()
            row = next(row for row in canvas.visible_rows() if row.layer == layer)
            return row.size
    raise RuntimeError(f"{channels} channels do not fit on the canvas")


def times(way: Refresh, values: NDArray[np.float32], seconds: float) -> list[float]:
    """Seconds of each refresh, for so long."""
    end, found = time.perf_counter() + seconds, list[float]()
    while time.perf_counter() < end or len(found) < _FEWEST:
        shown = values[len(found) % len(values)]
        started = time.perf_counter()
        way(shown)
        found.append(time.perf_counter() - started)
    return found


def _values() -> NDArray[np.float32]:
    """Some frames of channels `[frame, n, h, w]`: noise, which costs matplotlib no more than pictures do."""
    return np.random.default_rng(0).standard_normal((4, CHANNELS, *_SIZE), dtype=np.float32)


def refreshes(tile: tuple[int, int]) -> Mapping[str, Refresh]:
    """The ways of matplotlib to show channels side by side in tiles of this size, each in a figure of its own."""
    axes = _Figure(tile, _SIDE)
    return {
        "all axes drawn": axes.draw,
        "their images alone": axes.blit,
        "one large image": _Figure(tile, 1).blit,
    }


class _Figure:
    """A figure with one axes a channel, or one for all channels beside each other; each channel has its own scale."""

    def __init__(self, tile: tuple[int, int], side: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure: Any = Figure(figsize=(_SIDE * tile[1] / _DPI, _SIDE * tile[0] / _DPI), dpi=_DPI)
        self._canvas: Any
        self._canvas = FigureCanvasAgg(figure)
        self._tiles = _SIDE // side  # of an axes, in each direction
        axes = figure.subplots(side, side, squeeze=False, gridspec_kw={"wspace": 0.05, "hspace": 0.05})
        empty = np.zeros((self._tiles * _SIZE[0], self._tiles * _SIZE[1]), np.float32)
        self._images = [
            # "nearest" is what the window does, and the fastest
            place.imshow(empty, cmap="coolwarm", vmin=-1, vmax=1, interpolation="nearest", aspect="auto")
            for place in axes.flat
        ]
        for place in axes.flat:
            place.axis("off")
        figure.subplots_adjust(0, 0, 1, 1)
        self._canvas.draw()
        self._ground = self._canvas.copy_from_bbox(figure.bbox)

    def draw(self, channels: NDArray[np.float32]) -> None:
        """Set all data and draw the figure."""
        self._set(channels)
        self._canvas.draw()

    def blit(self, channels: NDArray[np.float32]) -> None:
        """Set all data and draw the images alone, over what was there."""
        self._set(channels)
        self._canvas.restore_region(self._ground)
        for image in self._images:
            image.axes.draw_artist(image)

    def _set(self, channels: NDArray[np.float32]) -> None:
        scaled = channels / np.abs(channels).max((1, 2), keepdims=True)
        high, wide, tiles = *_SIZE, self._tiles
        sheets = scaled.reshape(-1, tiles, tiles, high, wide).swapaxes(2, 3).reshape(-1, tiles * high, tiles * wide)
        for image, sheet in zip(self._images, sheets, strict=True):
            image.set_data(sheet)
