"""What a frame costs besides the network, against the number of channels."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.networks import one_layer
from cnnlab.app.bench.result import Bar, Result, result

if TYPE_CHECKING:
    from cnnlab.app.bench.bare import Setting
    from cnnlab.app.bench.lab import Lab

COUNTS = 8, 32, 128, 512, 2048
_SIZE = 60, 80  # what is left of 320×240 after two poolings, where networks have this many channels
_VISIBLE = 8
# Two runs of the same differ by a tenth or two, and the extremes of a layer, which its row says, need one look at each
# of its values. What is painted must not grow at all.
BAR = Bar(1.5)


def channels(ground: Ground, counts: tuple[int, ...] = COUNTS) -> Iterator[Result]:
    """The most that a frame costs besides the network ÷ what it costs with the fewest channels."""
    from cnnlab.app.bench.lab import laboratory

    ground.tell(f"channels, {counts[0]}…{counts[-1]}")
    rounds, samples = [], []
    with laboratory() as lab:
        lab.show(one_layer(counts[-1]), _SIZE)
        lay_out(lab, _VISIBLE)
        settings = {n: ground.bare.fastest(one_layer(n), _SIZE, ground.effort, device=lab.device) for n in counts}
        for _round in range(ROUNDS):
            rest = {count: _rest(ground, lab, count, settings[count]) for count in counts}
            fewest = statistics.median(rest[counts[0]])
            medians = {count: statistics.median(times) for count, times in rest.items()}
            dearest = max(medians, key=lambda count: medians[count])
            ground.tell(", ".join(f"{count}: {1000 * value:.2f} ms" for count, value in medians.items()))
            rounds.append(medians[dearest] / fewest)
            samples += [seconds / fewest for seconds in rest[dearest]]
    yield result("channels", f"{counts[0]}…{counts[-1]}", rounds, samples, BAR)


def _rest(ground: Ground, lab: Lab, count: int, setting: Setting) -> list[float]:
    """Seconds of each frame without those of the bare network."""
    from cnnlab.app.bench.feed import Feed, gaps

    lab.show(one_layer(count), _SIZE)
    if len(lab.canvas.visible_rows()[-1].channels) != _VISIBLE:
        raise RuntimeError(f"not {_VISIBLE} channels of {count} are in view")
    frames = gaps(Feed(lab).painted(ground.effort.slice / 2))
    bare = statistics.median(ground.bare.measure(setting, ground.effort.slice / 2))
    return [seconds - bare for seconds in frames]


def lay_out(lab: Lab, tiles: int) -> None:
    """Lay the canvas out so that a line of the one layer shows so many tiles.

    Raises:
        RuntimeError: there is no such layout.
    """
    from cnnlab.gui.canvas.geometry import LARGEST, SMALLEST

    for width in range(LARGEST, SMALLEST, -1):
        lab.canvas.set_tile_size(width)
        if len(lab.canvas.visible_rows()[-1].channels) == tiles:
            lab.rest()
            return
    raise RuntimeError(f"no width of tiles puts {tiles} in a line")
