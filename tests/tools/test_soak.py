"""A short run of the long one, in a process of its own since it listens to all that goes wrong in one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_hand_let_loose_on_the_window_breaks_nothing() -> None:
    command = [
        sys.executable,
        "-m",
        "tools.soak",
        "--frames",
        "300",
        "--seed",
        "3",
        "--every",
        "150",
        "--minutes",
        "0.3",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "under 16 ms" in done.stdout
