"""The whole program in a test: built, shown, and waited for."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from cnnlab import app
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.stack import Stack
from cnnlab.gui.files.stills import prepare
from cnnlab.gui.settings.places import Places

# Ten layers as they are used for measuring: kind and parameters.
TEN: tuple[tuple[str, dict[str, object]], ...] = (
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


def stack_of(*blocks: tuple[str, dict[str, object]], size: tuple[int, int] | None = None) -> Stack:
    """A stack of these blocks on the cat."""
    stack = Stack()
    for kind, params in blocks:
        stack, _ = edits.add_layer(stack, kinds_by_id()[kind].initial(**params), len(stack))
    spec = dataclasses.replace(stack.input, size=size, source="sample:cat.jpg")
    return edits.set_input(stack, spec)


def settled(program: app.Program) -> bool:
    """Whether nothing is read, computed or painted any more."""
    return program.presenter.frames > 0 and program.bridge.gate.idle and not program.window.loader.busy


def until(qtbot: QtBot, holds: Callable[[], bool], seconds: float = 30) -> None:
    """Run the event loop until something holds, and look every millisecond whether it does."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() < begun + seconds, f"{holds} does not hold"
        qtbot.wait(1)


def started(qtbot: QtBot, size: tuple[int, int] = (1600, 1000), places: Places | None = None) -> app.Program:
    """The program with its example, painted; without places it keeps nothing."""
    program = app.build("dark", places=places)
    app.open_first(program, None, None)
    program.window.resize(*size)
    program.window.show()
    until(qtbot, lambda: settled(program) and program.window.canvas._states["conv1"].images is not None)
    return program


def show_stack(program: app.Program, stack: Stack, qtbot: QtBot) -> None:
    """Put another stack on show and wait until it is painted."""
    still = program.presenter.still
    assert still is not None
    program.presenter.open_document(stack, {}, prepare(still, stack.input))
    settle(program, qtbot)


def rest(program: app.Program, qtbot: QtBot) -> None:
    """Wait until nothing happens any more and all numbers are exact."""
    until(qtbot, lambda: settled(program) and program.bridge.gate.at_rest)
    settle(program, qtbot)


def settle_at_rest(program: app.Program, qtbot: QtBot) -> None:
    """Wait until every number on show is exact: those of quick edits come a little later."""
    settle(program, qtbot)
    until(qtbot, lambda: program.bridge.gate.at_rest)
    settle(program, qtbot)


def settle(program: app.Program, qtbot: QtBot) -> None:
    """Wait until nothing happens any more."""
    until(qtbot, lambda: settled(program))
    qtbot.wait(10)  # Qt puts off a paint by 5 ms, and what was painted may ask for more
    until(qtbot, lambda: settled(program))
