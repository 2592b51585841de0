"""The program killed without warning while it is used, started again, and its edits brought back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

# The real program, with somebody at it who turns a number up thirty times a second and never lets go of it.
EDITING = """
import sys, time
from PySide6.QtCore import QTimer
from cnnlab.app import desktop
build = desktop.build
def watched(*arguments, **names):
    program = build(*arguments, **names)
    timer, count = QTimer(program.window), iter(range(1, 10**6))
    def edit():
        if program.presenter.stack.has("conv1"):
            number = next(count)
            program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), float(number), "drag")
            print(number, time.time(), flush=True)
    timer.timeout.connect(edit)
    timer.start(33)
    return program
desktop.build = watched
sys.exit(desktop.main([]))
"""
# The next start: what is offered is taken, and told of.
RESTORING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from cnnlab.app import desktop
build = desktop.build
def watched(*arguments, **names):
    program = build(*arguments, **names)
    timer, window = QTimer(program.window), program.window
    def look():
        document = program.presenter.document
        if window.recovery_bar.isVisible() and program.presenter.stack.has("conv1"):
            window.findChild(QPushButton, "restoreEdits").click()
        elif document.modified:
            weight = document.stack.layer("conv1").block.weights["weight"]
            print(weight.value((0, 0, 1, 1)), flush=True)
            document.mark_saved()
            window.close()
    timer.timeout.connect(look)
    timer.start(50)
    return program
desktop.build = watched
sys.exit(desktop.main([]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a way to kill without warning")
def test_a_program_that_is_killed_loses_less_than_ten_seconds_of_edits(tmp_path: Path) -> None:
    folders = [tmp_path / str(seed) for seed in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for _done in pool.map(kill_and_restore, range(2), folders):
            pass


def kill_and_restore(seed: int, tmp_path: Path) -> None:
    """Edit, kill at some moment, start again, bring back: what is missing is younger than ten seconds."""
    environment = surroundings(tmp_path)
    made: list[tuple[int, float]] = []
    with subprocess.Popen(
        [sys.executable, "-c", EDITING], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, process.stderr.read() if process.stderr is not None else ""
        await_first(tmp_path)
        time.sleep(2 * random.Random(seed).random())  # somewhere in the next two intervals
        process.send_signal(signal.SIGKILL)
        killed = time.time()
        lines = [first, *process.stdout.read().splitlines()]
    for line in lines[: len(lines) - 1]:  # the last one may be cut
        number, moment = line.split()
        made.append((int(number), float(moment)))
    done = subprocess.run(
        [sys.executable, "-c", RESTORING], env=environment, capture_output=True, text=True, check=True, timeout=90
    )
    found = int(float(done.stdout))
    lost = [moment for number, moment in made if number > found]
    assert found > 1
    assert killed - min(lost, default=killed) < 10
    assert not list((tmp_path / "state" / "cnnlab" / "recovery").iterdir()), "a clean end leaves nothing"


def await_first(folder: Path) -> None:
    """Wait until edits are kept for the first time."""
    begun = time.monotonic()
    while not list((folder / "state" / "cnnlab" / "recovery").glob("*/edits.cnnlab")):
        assert time.monotonic() < begun + 60, "nothing is kept"
        time.sleep(0.02)


def surroundings(folder: Path) -> dict[str, str]:
    """An environment with settings of its own, in which edits are kept every second."""
    settings = folder / "config" / "cnnlab" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[saving]\ninterval=1\n", encoding="utf-8")
    places = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_STATE_HOME": str(folder / "state")}
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **places}
