"""What must not happen during a long run, and what must not grow."""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
import traceback
import warnings
from collections import deque
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from cnnlab.app import Program
from cnnlab.engine.allocator import give_memory_back
from cnnlab.engine.view import Result
from cnnlab.text import Message

_HARMLESS = ("This plugin does not support", "No RHI backend")
_FLOOD = (12, 5.0)  # so often in so many seconds
_PAGE = 4096


@dataclass(frozen=True)
class Vitals:
    """What is held at a moment of rest.

    Attributes:
        frames: painted so far.
        memory: MiB of the process.
        threads: of the process, torch's and Qt's among them.
        files: open descriptors.
        widgets: of the whole program, as far as they were made or asked for here.
        objects: of Qt's kind, likewise.
        python: objects that Python's collector knows.
    """

    frames: int
    memory: float
    threads: int
    files: int
    widgets: int
    objects: int
    python: int

    @classmethod
    def now(cls, frames: int) -> Vitals:
        """Those of this moment; what is only waiting to be collected is let go first."""
        gc.collect()
        give_memory_back()
        # Python's own count: to ask Qt by `findChildren` would make Python's side of everything there is.
        kinds = [type(thing) for thing in gc.get_objects()]
        return cls(
            frames,
            int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 2**20,
            len(list(Path("/proc/self/task").iterdir())),
            len(list(Path("/proc/self/fd").iterdir())),
            sum(issubclass(kind, QWidget) for kind in kinds),
            sum(issubclass(kind, QObject) for kind in kinds),
            len(kinds),
        )


# What may come on top between the middle of a run and its end.
ROOM = {"memory": 8.0, "threads": 1, "files": 1, "widgets": 12, "objects": 60, "python": 4000}


def table(vitals: list[Vitals]) -> str:
    """Moments as lines of text."""
    names = [field.name for field in fields(Vitals)]
    rows = [[f"{getattr(v, n):.1f}" if n == "memory" else str(getattr(v, n)) for n in names] for v in vitals]
    return "\n".join("".join(f"{cell:>10}" for cell in row) for row in [names, *rows])


def growth(vitals: list[Vitals]) -> list[str]:
    """Sentences on what has grown from the second quarter of a run to its last; none if there was no rest to tell."""
    if len(vitals) < 8:
        return []
    quarter = len(vitals) // 4
    early, late = vitals[quarter : 2 * quarter], vitals[-quarter:]
    found = []
    for name, room in ROOM.items():
        before, after = (sorted(float(getattr(v, name)) for v in part)[len(part) // 2] for part in (early, late))
        if after - before > room:
            found.append(f"{name} grew from {before:g} to {after:g}")
    return found


class Watch:
    """Collects everything that goes wrong, from all the places where Python, Qt and the program say so."""

    def __init__(self, program: Program) -> None:
        self.faults: list[str] = []
        self.expected: tuple[str, ...] = ()  # beginnings of error messages that are part of the run
        self._said: dict[str, deque[float]] = {}
        self._failures: dict[str, Message] = {}
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        warnings.showwarning = self._on_warning
        self._filters = warnings.filters[:]
        warnings.simplefilter("always")
        self._log = _Loud(self.faults)
        logging.getLogger().addHandler(self._log)
        self._qt = qInstallMessageHandler(self._on_qt)
        window = program.window
        for flow in (program.presenter, window.live, window.stills, window.projects, window.pace):
            flow.message.connect(self._on_message)
        program.bridge.result.connect(self._on_result)

    def end(self) -> None:
        """Give every place back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = self._before
        warnings.filters[:] = self._filters  # type: ignore[index]
        logging.getLogger().removeHandler(self._log)
        qInstallMessageHandler(self._qt)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.append("".join(traceback.format_exception(kind, error, trace)))

    def _on_warning(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int, *_rest: Any, **_more: Any
    ) -> None:
        self.faults.append(f"{category.__name__} at {filename}:{lineno}: {message}")

    def _on_qt(self, kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not any(part in text for part in _HARMLESS):
            self.faults.append(f"Qt: {text}")

    def _on_message(self, message: Message, kind: str) -> None:
        text, now = str(message), time.monotonic()
        if kind == "error" and not text.startswith(self.expected or ("\0",)):
            self.faults.append(f"said: {text}")
        times = self._said.setdefault(message.template, deque(maxlen=_FLOOD[0]))
        times.append(now)
        if len(times) == _FLOOD[0] and now - times[0] < _FLOOD[1]:
            self.faults.append(f"said {_FLOOD[0]} times in {now - times[0]:.1f} s: {text}")

    def _on_result(self, result: Result) -> None:
        for layer, failure in result.failures.items():
            if self._failures.get(layer) != failure:
                self.faults.append(f"{layer} failed: {failure} ({result.job.plan.layer(layer).layer.block!r:.300})")
        self._failures = dict(result.failures)


class _Loud(logging.Handler):
    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(f"log: {record.getMessage()}")
