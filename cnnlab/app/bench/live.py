"""Frames painted by the whole program ÷ forwards of the bare network."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.networks import TEN, size_text
from cnnlab.app.bench.result import Bar, Result, result

BARS = {(240, 320): Bar(0.5, at_least=True), (480, 640): Bar(0.7, at_least=True)}


def live(ground: Ground, sizes: tuple[tuple[int, int], ...] = tuple(BARS)) -> Iterator[Result]:
    """Ten layers: frames painted per second ÷ forwards per second of the fastest bare loop."""
    for size in sizes:
        ground.tell(f"live, {size_text(size)}")
        yield _one(ground, size)


def _one(ground: Ground, size: tuple[int, int]) -> Result:
    from cnnlab.app.bench.feed import Feed, gaps
    from cnnlab.app.bench.lab import laboratory

    rounds, samples = [], []
    with laboratory() as lab:
        lab.show(TEN, size)
        feed = Feed(lab)
        setting = ground.bare.fastest(TEN, size, ground.effort, device=lab.device)
        ground.tell(f"fastest bare loop: {setting}")
        for _round in range(ROUNDS):
            frames = gaps(feed.painted(ground.effort.slice))
            bare = ground.bare.measure(setting, ground.effort.slice)
            rounds.append(statistics.fmean(bare) / statistics.fmean(frames))
            samples += [statistics.fmean(bare) / gap for gap in frames]
    return result("live", size_text(size), rounds, samples, BARS.get(size, BARS[480, 640]))
