"""The log: a few small files that tell, for a report, what went wrong.

It holds versions, start and stop, warnings, what Qt says, and defects with their traceback; of the user no more than
names of files, and the home folder is written `~`.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from cnnlab.gui.system import says_nothing

SIZE, FILES = 512 * 1024, 3  # bytes of each file, and how many there are at most
_KEPT = 60  # lines at hand for a report, also where no file can be written
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

log = logging.getLogger("cnnlab")
_qt = logging.getLogger("qt")


class _Discreet(logging.Formatter):
    """Does not tell whose home folder it is."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)
        self._home = str(Path.home())

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return text.replace(self._home, "~") if len(self._home) > 1 else text


class _LastLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=_KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.extend(self.format(record).splitlines())


class _Rotating(logging.FileHandler):
    """Begins a new file when one is full, and keeps few; the standard library's would bring in sockets."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8")
        self._path = file

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = len(self.format(record).encode("utf-8", "replace")) + 1
            if self._path.stat().st_size + line > SIZE:
                self._turn()
        except OSError:
            pass  # another window has just turned it
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not stop the program, nor put a traceback on its standard error."""

    def _turn(self) -> None:
        self.close()
        for number in range(FILES - 1, 0, -1):
            older = self._path.with_name(f"{self._path.name}.{number}")
            newer = self._path.with_name(f"{self._path.name}.{number - 1}") if number > 1 else self._path
            if newer.exists():
                newer.replace(older)


class LogFile:
    """Listens to Python's log and to Qt from now on, until `close`.

    Attributes:
        problem: why there is no file; the last lines are kept all the same.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: OSError | None = None
        self._last = _LastLines()
        self._handlers: list[logging.Handler] = [self._last]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handlers.append(_Rotating(folder / "cnnlab.log"))
        except OSError as error:
            self.problem = error
        root, formatter = logging.getLogger(), _Discreet()
        for handler in self._handlers:
            handler.setFormatter(formatter)
            handler.setLevel(logging.INFO)
            root.addHandler(handler)
        self._level = log.level
        log.setLevel(logging.INFO)
        logging.captureWarnings(True)
        self._before: Callable[[QtMsgType, QMessageLogContext, str], object] | None = qInstallMessageHandler(self._hear)

    @property
    def lines(self) -> tuple[str, ...]:
        """The last lines."""
        return tuple(self._last.lines)

    def close(self) -> None:
        """Stop listening, and leave everything as it was found; may be called more than once."""
        handlers, self._handlers = self._handlers, []
        if not handlers:
            return
        qInstallMessageHandler(self._before)
        logging.captureWarnings(False)
        log.setLevel(self._level)
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()

    def _hear(self, kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
        if says_nothing(text):
            return
        _qt.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
        if self._before is not None:
            self._before(kind, where, text)
        elif kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and sys.stderr is not None:
            print(text, file=sys.stderr)


def log_defect(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Write down what was raised unforeseen, with all of its traceback."""
    log.error("unforeseen: %s", kind.__name__, exc_info=(kind, error or kind(), trace))
