"""The command line without a display, in a process of its own, or many lines one after the other in one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HIDDEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_ONE_BY_ONE = """
import contextlib, io, json, os, sys
from cnnlab.__main__ import main
for line in sys.stdin:
    folder, arguments = json.loads(line)
    os.chdir(folder)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(arguments)
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:  # no event loop runs between two lines that would take down the window of the last one
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)
"""


def cnnlab(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cnnlab", *arguments],
        cwd=cwd,
        env=_surroundings() | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def side_by_side(*commands: Sequence[str]) -> None:
    """Several command lines at once, which all must end well and say nothing."""
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda arguments: cnnlab(*arguments), commands):
            assert (done.returncode, done.stderr) == (0, "")


class Standing:
    """A process that does one command line after the other, so that torch and Qt are loaded once.

    Whatever is written past Python's own streams, as Qt does, is among the errors too.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ONE_BY_ONE],
            env=_surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def cnnlab(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Do a command line in a folder, by default the one of the tests."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(cwd or Path.cwd()), arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"it ended at {arguments}: {self._process.communicate()[1]}"
        return subprocess.CompletedProcess(arguments, *json.loads(answer))

    def well(self, *arguments: str) -> None:
        """Do a command line that must end well and say nothing."""
        done = self.cnnlab(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr

    def close(self) -> None:
        """End it; it has written nothing of its own."""
        out, err = self._process.communicate()
        assert (self._process.returncode, out, err) == (0, "", "")


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in HIDDEN}
