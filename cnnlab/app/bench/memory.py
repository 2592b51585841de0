"""Resident memory after many live frames, less that after few: `python -m cnnlab.app.bench.memory FEW MANY H W`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.networks import TEN, size_text
from cnnlab.app.bench.processes import output_of
from cnnlab.app.bench.result import Bar, Result, result
from cnnlab.text import N_, UserError

if TYPE_CHECKING:
    from cnnlab.app.bench.feed import Feed

BAR = Bar(5, unit="MiB")
_FEW, _MANY = 200, 2000
_SIZE = 480, 640
_MIB = 2**20


def resident() -> int:
    """Bytes of main memory that this process holds.

    Raises:
        UserError: the system does not say.
    """
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    try:
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True)
        return int(said.stdout) * 1024
    except (OSError, ValueError, subprocess.CalledProcessError):
        raise UserError(N_("'memory' cannot be measured on this system: leave it out")) from None


def memory(ground: Ground) -> Iterator[Result]:
    """MiB more after 2,000 frames than after 200, in a process of its own, where nothing else was freed before."""
    resident()  # says at once where it cannot be known
    few, many = (ground.effort.of(count, least) for count, least in ((_FEW, ROUNDS), (_MANY, 3 * ROUNDS)))
    size = f"{few}…{many} × {size_text(_SIZE)}"
    ground.tell(f"memory, {size}")
    pairs = json.loads(output_of("-m", __name__, str(few), str(many), *map(str, _SIZE)).splitlines()[-1])
    grown = [(after - before) / _MIB for before, after in pairs]
    yield result("memory", size, grown, grown, BAR)


def held(few: int, many: int, size: tuple[int, int]) -> list[tuple[float, float]]:
    """Bytes held after few and after many frames, in rounds that begin a few frames after each other."""
    from cnnlab.app.bench.feed import Feed
    from cnnlab.app.bench.lab import laboratory

    step = max(1, few // (4 * ROUNDS))
    with laboratory() as lab:
        lab.show(TEN, size)
        feed = Feed(lab)
        after_few = _held(feed, few, step)
        return list(zip(after_few, _held(feed, many - few - ROUNDS * step, step), strict=True))


def _held(feed: Feed, frames: int, step: int) -> list[float]:
    """After so many frames, the bytes held in each of some rounds of `step` frames."""
    feed.painted(0, frames)
    found = []
    for _round in range(ROUNDS):
        feed.painted(0, step)
        found.append(float(resident()))
    return found


def main() -> None:
    """Print the bytes held, as JSON."""
    few, many, height, width = map(int, sys.argv[1:])
    print(json.dumps(held(few, many, (height, width))))


if __name__ == "__main__":
    main()
