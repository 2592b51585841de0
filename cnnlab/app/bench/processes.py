"""Processes of our own beside the one that measures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import cnnlab


def environment(**more: str) -> Mapping[str, str]:
    """That of a process which finds this very package, wherever it lies, and needs no display.

    Compiled modules are kept, as a user's are: else each start would compile ours and find those of the others.
    """
    root = str(Path(cnnlab.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen", **more}


def output_of(*arguments: str) -> str:
    """What Python prints when it is run with these arguments.

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]
    if done.returncode or complaints:
        raise RuntimeError(complaints[-1] if complaints else f"status {done.returncode}")
    return done.stdout
