"""`python -m tools.soak --frames 50000 --seed 1 [--minutes 30] [--size 64x64]`: a long run of the real window.

A film is as fast as its frames are taken, while a hand edits, undoes, changes sources, moves the pointer and resizes
the window at random. The first exception, warning, error or message of Qt ends it; so does a film that stands still.
At moments of rest it counts memory, threads, files and widgets, and says at the end what has grown. `--camera` adds a
camera made of software, which needs a C compiler and the right to make device nodes. `--heartbeat` shows ten layers on
a film of the given size instead, for ten seconds or `--minutes`, and what it does to the window's thread.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import time
from functools import partial
from pathlib import Path

from tools.soak.camera import fake_camera

_CLIP = Path(__file__).resolve().parents[2] / "tests" / "gui" / "capture" / "clip.mp4"


def main() -> int:
    """Run; gives the exit status, 1 where something went wrong."""
    options = _parser().parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    faulthandler.enable()
    if options.camera:
        with fake_camera([sys.executable, "-m", "tools.soak", *sys.argv[1:]]) as camera:
            return _run(options, camera)
    return _run(options, "")


def _run(options: argparse.Namespace, camera: str) -> int:
    from tools.soak.window import run_heartbeat, run_soak

    begun = time.monotonic()
    size = options.size or ((480, 640) if options.heartbeat else (64, 64))
    if options.heartbeat:
        print(run_heartbeat(size, 60 * (options.minutes or 1 / 6)))
        return 0
    clips = [_CLIP] if _CLIP.is_file() else []
    tell = partial(print, file=sys.stderr, flush=True) if options.tell else lambda *_what: None
    report = run_soak(options.seed, size, options.frames, options.minutes or 1e9, options.every, clips, camera, tell)
    print(f"{report.frames} frames in {time.monotonic() - begun:.0f} s, seed {options.seed}\n")
    print(report.table)
    print(f"\n{report.histogram}")
    for fault in report.faults:
        print(f"\nFAULT {fault}")
    if report.faults:
        print("\nthe last that was done:", *report.last, sep="\n  ")
    return 1 if report.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--frames", type=int, default=50000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0, help="end after so many, however many frames came")
    parser.add_argument("--size", type=_size, help="height and width of the film, such as 64x64")
    parser.add_argument("--every", type=int, default=1000, help="frames between moments of rest")
    parser.add_argument("--camera", action="store_true", help="add a camera made of software")
    parser.add_argument("--tell", action="store_true", help="write down what is done, as for a crash")
    parser.add_argument("--heartbeat", action="store_true", help="measure the window's thread under a film")
    return parser


def _size(text: str) -> tuple[int, int]:
    height, width = (int(side) for side in text.split("x"))
    return height, width


if __name__ == "__main__":
    sys.exit(main())
