"""Decodes pictures and projects beside the GUI thread; of several wishes of one kind only the newest is answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from cnnlab.text import N_, Message, UserError, first_line

OPEN_PICTURE: Final = "open picture"
PREPARE: Final = "prepare"
FREEZE: Final = "freeze"
OPEN_PROJECT: Final = "open project"
SAVE: Final = "save"
SAVE_PICTURE: Final = "save picture"
SAVE_CODE: Final = "save code"
_KEPT: Final = (SAVE, SAVE_PICTURE, SAVE_CODE)  # done even if a newer wish follows or the program ends


_APART = 0.2  # seconds between two words on how far it is

Tell = Callable[[Message], None]


class OvertakenError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a wish.

    Attributes:
        purpose: the kind of wish.
        value: what its function returned; None if it failed.
        failure: why it failed.
    """

    purpose: str
    value: object = None
    failure: Message | None = None


class Loader(QObject):
    """Runs functions one after the other on a thread of its own.

    Signals:
        answered: an `Answer`.
        told: how far a long reading is, a `Message`.
    """

    answered = Signal(object)
    told = Signal(object)
    _said = Signal(int, str, object)
    _finished = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="cnnlab-loader")
        self._newest: dict[str, int] = {}
        self._count = 0
        self._pending = 0
        self._finished.connect(self._on_pool_finished)
        self._said.connect(self._on_pool_said)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._pending > 0

    def load(self, purpose: str, work: Callable[[], object]) -> None:
        """Do `work`; earlier wishes of this purpose are no longer answered. A save always is."""
        self._count += 1
        self._newest[purpose] = self._count
        self._pending += 1
        self._pool.submit(self._work, self._count, purpose, work)

    def load_slowly(self, purpose: str, work: Callable[[Tell], object]) -> None:
        """Do `work`, which tells how far it is; it ends at its next word once it is no longer wanted."""
        number = self._count + 1
        last = [0.0]

        def tell(message: Message) -> None:
            if not self._wanted(number, purpose):
                raise OvertakenError
            if time.monotonic() - last[0] >= _APART:
                last[0] = time.monotonic()
                self._said.emit(number, purpose, message)

        self.load(purpose, lambda: work(tell))

    def forget(self, *purposes: str) -> None:
        """Wishes of these purposes are no longer answered."""
        for purpose in purposes:
            self._newest.pop(purpose, None)

    def close(self) -> None:
        """End the thread; wishes that wait are dropped, but what must be saved is saved first."""
        self._newest.clear()
        self._pool.shutdown(wait=True)

    def _wanted(self, number: int, purpose: str) -> bool:
        return purpose in _KEPT or self._newest.get(purpose) == number

    def _work(self, number: int, purpose: str, work: Callable[[], object]) -> None:
        answer = Answer(purpose)
        if self._wanted(number, purpose):
            try:
                answer = Answer(purpose, work())
            except UserError as error:
                answer = Answer(purpose, failure=error.message)
            except Exception as error:  # an unforeseen defect of a file is a sentence too
                text = N_("could not be written: {error}") if purpose in _KEPT else N_("could not be read: {error}")
                answer = Answer(purpose, failure=Message(text, error=first_line(error)))
        self._finished.emit(number, answer)

    def _on_pool_said(self, number: int, purpose: str, message: Message) -> None:
        if self._wanted(number, purpose):
            self.told.emit(message)

    def _on_pool_finished(self, number: int, answer: Answer) -> None:
        self._pending -= 1
        if self._wanted(number, answer.purpose):
            self.answered.emit(answer)
