"""The command line in a process of its own, without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def cnnlab(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return subprocess.run(
        [sys.executable, "-m", "cnnlab", *arguments],
        cwd=cwd,
        env=base | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def side_by_side(*commands: Sequence[str]) -> None:
    """Several command lines at once, which all must end well and say nothing."""
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda arguments: cnnlab(*arguments), commands):
            assert (done.returncode, done.stderr) == (0, "")
