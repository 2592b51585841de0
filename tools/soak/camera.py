"""A camera made of software, plugged in for one run."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[2] / "tests" / "gui" / "capture" / "fake_camera.c"
_NODE = "FAKE_V4L2_DEV"


@contextmanager
def fake_camera(command: Sequence[str]) -> Iterator[str]:
    """The name of a source that shows the camera; the process begins `command` anew with the camera's library loaded.

    Raises:
        SystemExit: there is no C compiler, or device nodes cannot be made.
    """
    if _NODE not in os.environ:
        sys.exit(_with_library(command))
    yield f"camera:{os.environ[_NODE]}"


def _with_library(command: Sequence[str]) -> int:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SystemExit("there is no C compiler to build the camera with")
    node = Path(f"/dev/video{2000 + os.getpid() % 7000}")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "fake_camera.so"
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"], check=True, timeout=60
        )
        os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        try:
            environment = {**os.environ, "LD_PRELOAD": str(library), _NODE: str(node)}
            return subprocess.run(command, env=environment).returncode
        finally:
            node.unlink(missing_ok=True)
