"""Pictures of a live source that cannot be read: the last good one stands in, and that is said once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from cnnlab.blocks.weight import Shape
from cnnlab.document.frame import Levels
from cnnlab.gui.capture.frame_ring import FrameRing
from cnnlab.gui.capture.live_source import Shot
from cnnlab.text import N_, Message, UserError, first_line

MOST = 30  # pictures in a row that cannot be read, after which the source counts as broken


class Tolerance(QObject):
    """Makes the frames of one source, and bears with pictures that cannot be read.

    `levels` is called on the worker's thread; the signals arrive on the window's.

    Attributes:
        good: the last picture that could be read.

    Signals:
        spoilt: the first picture that cannot be read: a `Message`.
        broken: too many in a row: a `Message`.
    """

    spoilt = Signal(object)
    broken = Signal(object)
    _spoilt = Signal(object)
    _broken = Signal(object)

    def __init__(self, name: Message | str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.good: Shot | None = None
        self._name = name
        self._bad: Shot | None = None  # the last that could not be read
        self._row = 0
        self._told = False
        self._spoilt.connect(self.spoilt, Qt.ConnectionType.QueuedConnection)
        self._broken.connect(self.broken, Qt.ConnectionType.QueuedConnection)

    def levels(self, ring: FrameRing, shot: Shot, shape: Shape, fit: str) -> Levels:
        """The frame of a picture, or that of the last good one.

        Raises:
            UserError: there is none yet.
        """
        if shot is not self._bad:
            try:
                made = ring.levels(shot, shape, fit)
            except Exception as error:  # whatever a driver or a decoder raises
                self._note(shot, error)
            else:
                self.good, self._row = shot, 0
                return made
        if self.good is None:
            raise UserError(N_("'{name}' has given no picture yet that can be read"), name=self._name)
        return ring.levels(self.good, shape, fit)

    def _note(self, shot: Shot, error: Exception) -> None:
        self._bad = shot
        self._row += 1
        if not self._told:
            self._told = True
            text = N_("a picture of '{name}' cannot be read ({error}): the last good one stays until the next")
            self._spoilt.emit(Message(text, name=self._name, error=first_line(error)))
        if self._row == MOST:
            text = N_("'{name}' has stopped: {count} pictures in a row cannot be read; open it again or another one")
            self._broken.emit(Message(text, name=self._name, count=MOST))
