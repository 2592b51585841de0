"""Starting: something is on screen before torch is imported, and the first layers soon after."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

START = """
import sys, time
from cnnlab import app
program = app.build("dark")
app.open_first(program, None, None)
program.window.show()
program.app.processEvents()
print("torch" in sys.modules and hasattr(sys.modules["torch"], "nn"), program.window.grab().isNull())
def on_painted():
    if shown:
        program.close()
        program.app.quit()
shown = []
program.bridge.result.connect(shown.append)
program.window.canvas.painted.connect(on_painted)
program.app.exec()
"""
IMPORTS = "import torch, PySide6.QtWidgets, pyqtgraph"


def seconds(code: str) -> tuple[float, str]:
    started = time.perf_counter()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert all("This plugin does not support" in line for line in done.stderr.splitlines()), done.stderr
    return time.perf_counter() - started, done.stdout


def test_the_first_layers_are_painted_within_one_and_a_half_times_the_bare_imports() -> None:
    """Taken in pairs, in turns, since the machine is shared."""
    ratios = []
    for _ in range(5):
        bare, _output = seconds(IMPORTS)
        ours, output = seconds(START)
        assert output.split() == ["False", "False"], "the window was not on screen before torch was imported"
        ratios.append(ours / bare)
    assert statistics.median(ratios) <= 1.5, ratios
