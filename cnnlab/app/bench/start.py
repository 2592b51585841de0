"""First painted layers ÷ the bare imports, each in a new process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from cnnlab.app.bench.effort import ROUNDS
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.processes import output_of
from cnnlab.app.bench.result import Bar, Result, result

BAR = Bar(1.5)
_PROGRAM = """
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
_IMPORTS = "import torch, PySide6.QtWidgets, pyqtgraph"


@dataclass(frozen=True)
class Start:
    """One start of the program, and the bare imports right before it.

    Attributes:
        imports: seconds of a process that only imports.
        painted: seconds to the first painted layers.
        torch_first: whether torch was there before the window was.
        blank: whether the window showed nothing.
    """

    imports: float
    painted: float
    torch_first: bool
    blank: bool

    @property
    def ratio(self) -> float:
        """How much longer the program takes."""
        return self.painted / self.imports


def started() -> Start:
    """Start both, one after the other: in turns, since the machine is shared."""
    begun = time.time()
    output_of("-c", _IMPORTS)
    imports, begun = time.time() - begun, time.time()
    torch_first, blank, painted = output_of("-c", _PROGRAM).split()
    return Start(imports, float(painted) - begun, torch_first == "True", blank == "True")


def start(ground: Ground) -> Iterator[Result]:
    """First painted layers ÷ bare imports."""
    ground.tell("start")
    ratios = [started().ratio for _round in range(ground.effort.of(ROUNDS, 1))]
    yield result("start", "1600×1000", ratios, ratios, BAR)
