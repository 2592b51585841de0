"""Between the GUI thread and the worker: signals one way, the gate the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from cnnlab.document.frame import Frame
from cnnlab.live.gate import Gate, Request
from cnnlab.live.worker import GIVEN_UP, Worker
from cnnlab.text import N_, Message


class LiveBridge(QObject):
    """Owns gate and worker.

    Signals, all on the GUI thread:
        result: a `Result`; whoever shows it calls `painted()`.
        failed: a `Message`.
        ready: the devices, once the engine has started.
    """

    result = Signal(object)
    failed = Signal(object)
    ready = Signal(object)
    _result_made = Signal(object)
    _failure_made = Signal(object)
    _engine_started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gate = Gate()
        queued = Qt.ConnectionType.QueuedConnection
        self._result_made.connect(self.result, queued)
        self._failure_made.connect(self.failed, queued)
        self._engine_started.connect(self.ready, queued)
        self._worker = Worker(
            self.gate, self._result_made.emit, self._failure_made.emit, ready=self._engine_started.emit
        )

    def start(self) -> None:
        """Start the worker, which loads torch first."""
        self._worker.start()

    def stop(self) -> bool:
        """End the worker; True if it has ended. What it made last is not handed over any more."""
        self.blockSignals(True)
        return self._worker.stop()

    def request(self, request: Request) -> None:
        """Overwrite what is wanted."""
        self.gate.put_request(request)
        if self.gate.closed:  # the worker has given up; whoever waits for a result is told
            self._failure_made.emit(Message(N_("nothing is computed any more: {advice}"), advice=GIVEN_UP))

    def frame(self, frame: Frame) -> None:
        """Overwrite the frame."""
        self.gate.put_frame(frame)

    def painted(self) -> None:
        """The last result is on screen."""
        self.gate.painted()
