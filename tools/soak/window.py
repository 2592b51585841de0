"""The real window, built, watched and taken down again."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from cnnlab import app
from cnnlab.app import Program
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.stack import Stack
from cnnlab.gui.files.stills import prepare
from tools.soak.film import film_source, offer_films
from tools.soak.heartbeat import Heartbeat
from tools.soak.run import Soak
from tools.soak.watch import growth, table

_PATIENCE = 60  # seconds for the window to be there
# Ten layers as they are used for measuring: kind and parameters.
_TEN: tuple[tuple[str, dict[str, object]], ...] = (
    ("conv2d", {"out_channels": 16, "padding": 1}),
    ("relu", {}),
    ("max_pool2d", {}),
    ("conv2d", {"out_channels": 32, "padding": 1}),
    ("batch_norm2d", {}),
    ("relu", {}),
    ("max_pool2d", {}),
    ("conv2d", {"out_channels": 64, "padding": 1}),
    ("relu", {}),
    ("upsample", {"scale_factor": 2}),
)


@dataclass(frozen=True)
class Report:
    """What came of a run."""

    frames: int
    table: str
    histogram: str
    faults: list[str]
    last: list[str]


def run_soak(
    seed: int,
    size: tuple[int, int],
    frames: int,
    minutes: float,
    every: int,
    clips: Sequence[Path] = (),
    camera: str = "",
    tell: Callable[..., object] = lambda *_what: None,
) -> Report:
    """Let a hand loose on the window until so many frames are painted or the time is over."""
    program = _shown()
    soak = Soak(program, seed, size, frames, 60 * minutes, every, clips)
    soak.hand.camera = camera
    soak.rested.connect(tell)
    soak.acted.connect(tell)
    loop = QEventLoop()
    soak.ended.connect(loop.quit)
    soak.start()
    loop.exec()
    soak.hand.rest()
    faults = soak.watch.faults + _closed(program)
    return Report(
        soak.frames, table(soak.vitals), soak.heartbeat.histogram(), faults + growth(soak.vitals), list(soak.hand.last)
    )


def run_heartbeat(size: tuple[int, int], seconds: float) -> str:
    """What a film under ten layers does to the window's thread, as text."""
    program = _shown()
    _show_ten(program)
    offer_films(program.window.live)
    program.window.live.open(film_source(size))
    _wait(lambda: program.presenter.live and _settled_once(program))
    gc.collect()
    gc.freeze()  # as the program does after start-up
    painted: list[None] = []
    program.window.canvas.painted.connect(lambda: painted.append(None))
    heartbeat = Heartbeat()
    heartbeat.start()
    _wait(lambda: False, seconds)
    heartbeat.stop()
    gc.unfreeze()
    faults = _closed(program)
    rate = f"{len(painted) / seconds:.1f} frames a second painted at {size[0]}×{size[1]}"
    return "\n".join([rate, heartbeat.histogram(), *faults])


def _shown() -> Program:
    program = app.build("dark", language="en")
    app.open_first(program, None, None)
    program.window.resize(1600, 1000)
    program.window.show()
    _wait(lambda: program.presenter.frames > 0 and program.bridge.gate.idle and not program.window.loader.busy)
    return program


def _show_ten(program: Program) -> None:
    stack = Stack(input=program.presenter.stack.input)
    for kind, params in _TEN:
        stack, _ = edits.add_layer(stack, kinds_by_id()[kind].initial(**params), len(stack))
    still = program.presenter.still
    assert still is not None
    program.presenter.open_document(stack, {}, prepare(still, stack.input))


def _settled_once(program: Program) -> bool:
    return program.presenter.frames > 100


def _closed(program: Program) -> list[str]:
    """Take the window down; sentences on what is left of it."""
    program.presenter.document.mark_saved()
    program.close()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("cnnlab")]
    return [f"threads left running: {left}"] if left else []


def _wait(until: Callable[[], bool], seconds: float = _PATIENCE) -> None:
    """Run the event loop until something holds, or for so many seconds."""
    loop, look = QEventLoop(), QTimer(interval=20)
    QTimer.singleShot(round(1000 * seconds), loop, loop.quit)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    loop.exec()
    look.stop()
