"""Decodes pictures and projects beside the GUI thread; of several wishes only the newest is answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from cnnlab.text import N_, Message, UserError

_ALWAYS = -1


class Loader(QObject):
    """Runs one function at a time on a thread of its own.

    Signals:
        loaded: what the newest function returned.
        failed: the sentence of the `UserError` that it raised.
    """

    loaded = Signal(object)
    failed = Signal(object)
    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="cnnlab-loader")
        self._newest = 0
        self._pending = 0
        self._finished.connect(self._on_pool_finished)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._pending > 0

    def load(self, work: Callable[[], object]) -> None:
        """Do `work`; what was wished for before is no longer answered."""
        self._newest += 1
        self._pending += 1
        self._pool.submit(self._work, self._newest, work)

    def run(self, work: Callable[[], object]) -> None:
        """Do `work` and answer it whatever else is wished for, as saving a file must."""
        self._pending += 1
        self._pool.submit(self._work, _ALWAYS, work)

    def close(self) -> None:
        """End the thread; wishes that wait are dropped, but what must be done is done first."""
        self._newest += 1
        self._pool.shutdown(wait=True)

    def _work(self, number: int, work: Callable[[], object]) -> None:
        answer: object = None
        if number in (self._newest, _ALWAYS):
            try:
                answer = work()
            except UserError as error:
                answer = error.message
            except Exception as error:  # an unforeseen defect of a file is a sentence too
                text = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
                answer = Message(N_("could not be read: {error}"), error=text)
        self._finished.emit(number, answer)

    def _on_pool_finished(self, number: int, answer: object) -> None:
        self._pending -= 1
        if number not in (self._newest, _ALWAYS):
            return
        (self.failed if isinstance(answer, Message) else self.loaded).emit(answer)
