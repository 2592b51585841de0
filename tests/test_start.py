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
        print(time.time())
        program.close()
        program.app.quit()
shown = []
program.bridge.result.connect(shown.append)
program.window.canvas.painted.connect(on_painted)
program.app.exec()
"""
IMPORTS = "import torch, PySide6.QtWidgets, pyqtgraph"


def run(code: str) -> tuple[float, float, list[str]]:
    """When a process was started, when it had ended, and the words that it printed."""
    started = time.time()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("OMP_WAIT_POLICY", None)  # what is measured waits as a user's program does
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert all("This plugin does not support" in line for line in done.stderr.splitlines()), done.stderr
    return started, time.time(), done.stdout.split()


def test_the_first_layers_are_painted_within_one_and_a_half_times_the_bare_imports() -> None:
    """Taken in pairs, in turns, since the machine is shared."""
    ratios = []
    for _ in range(5):
        started, ended, _nothing = run(IMPORTS)
        begun, _ended, (torch_was_there, blank, painted) = run(START)
        assert (torch_was_there, blank) == ("False", "False"), "the window was not on screen before torch was imported"
        ratios.append((float(painted) - begun) / (ended - started))
    assert statistics.median(ratios) <= 1.5, ratios
