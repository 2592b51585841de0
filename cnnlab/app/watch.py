"""Waiting for the program to be at rest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cnnlab.app.program import Program
from cnnlab.text import N_, UserError, _

if TYPE_CHECKING:
    from cnnlab.gui.files.loader import Answer

QUIET = 0.03  # seconds without work: some things are done by timers


class Watch:
    """Runs the event loop until nothing is read, computed or painted any more."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._problems: list[str] = []
        self._results = 0
        program.window.loader.answered.connect(self._on_loader_answered)
        program.bridge.failed.connect(lambda failure: self._problems.append(str(failure)))
        program.bridge.result.connect(self._on_bridge_result)

    def wait(self, pictures: int = 1, quiet: float = QUIET, limit: float = 60) -> None:
        """Return once so many pictures have come and all has been quiet for so many seconds.

        Raises:
            UserError: something failed, or it takes longer than `limit` seconds.
        """
        from PySide6.QtCore import QEventLoop

        begun = since = time.monotonic()
        while time.monotonic() < begun + limit and not self._problems:
            self._program.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if not self._is_quiet(pictures):
                since = time.monotonic()
            elif time.monotonic() - since >= quiet:
                return
            time.sleep(0.005)
        late = _("the picture was not ready in a minute")
        raise UserError(N_("{problem}"), problem=self._problems[0] if self._problems else late)

    def _is_quiet(self, pictures: int) -> bool:
        program = self._program
        busy = not program.bridge.gate.at_rest or program.window.loader.busy
        return self._results > 0 and not busy and program.presenter.frames >= pictures

    def _on_bridge_result(self, _result: object) -> None:
        self._results += 1

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.failure is not None:
            self._problems.append(str(answer.failure))
