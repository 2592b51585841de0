"""Keeps unsaved edits aside while they are made, beside the GUI thread.

The first edit that is not kept yet starts a clock, and what holds when it runs out is written; edits in between do not
put it off. So no more is ever lost than the interval of the settings, drags that last longer included.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cnnlab.document.stack import Stack
from cnnlab.gui.files.loader import SAVE, Answer, Loader
from cnnlab.gui.files.project_flow import snapshot_of
from cnnlab.gui.presenter import Presenter
from cnnlab.gui.recovery import slot as slot_module
from cnnlab.gui.recovery.slot import Slot, Snapshot
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import AUTOSAVE, INTERVAL
from cnnlab.text import N_, UserError

SECOND = 1000  # in the milliseconds of a timer
_SOONEST = 0.2  # seconds from an edit to writing it, however slow the disk


class Autosave(QObject):
    """Watches a document; without a folder it keeps nothing.

    Signals:
        kept_changed: other edits than before, or none, are kept now.
        message: a `Message` and its kind.
    """

    kept_changed = Signal()
    message = Signal(object, str)

    def __init__(
        self, presenter: Presenter, settings: Settings, place: Path | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter, self._settings, self._place = presenter, settings, place
        self._loader = Loader(self)
        self._loader.answered.connect(self._on_loader_answered)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        self._slot: Slot | None = None  # touched on the loader's thread alone, until that has ended
        self._kept: tuple[Stack, int] | None = None  # the state that lies on the disk, or that is on its way there
        self._since: float | None = None
        self._writing: Snapshot | None = None
        self._begun = 0.0
        self._lasted = 0.0  # seconds that the last writing took
        self._said = False
        self._closed = False
        presenter.document_changed.connect(self._on_presenter_document_changed)
        settings.changed.connect(self._on_settings_changed)

    @property
    def busy(self) -> bool:
        """Whether edits wait or are being written."""
        return self._timer.isActive() or self._loader.busy

    @property
    def age(self) -> float | None:
        """Seconds since the edits that are kept were the newest; None if none are kept."""
        return time.monotonic() - self._since if self._since is not None else None

    @property
    def can_keep(self) -> bool:
        """Whether what is on show would still be there at the next start."""
        return self._place is not None and not self._said and snapshot_of(self._presenter).size <= slot_module.MOST

    def adopt(self, slot: Slot) -> None:
        """Go on in the folder of a window that is gone, whose edits are on show now."""
        self._loader.load(SAVE, lambda: self._move_into(slot))  # after what is being written
        self._kept, self._writing, self._since = self._state, None, time.monotonic()
        self._timer.stop()
        self.kept_changed.emit()

    def close(self, keep: bool = False) -> None:
        """End; `keep` leaves the unsaved edits for the next start. May be called more than once."""
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        if keep and self._place is not None and self._presenter.document.modified:
            self._start_writing(closed=True)
        self._loader.close()
        if self._slot is not None and keep:
            self._slot.release()
        elif self._slot is not None:
            self._slot.remove()

    @property
    def _state(self) -> tuple[Stack, int]:
        """What only the user changes; what frames move in the running statistics does not count."""
        return self._presenter.stack, self._presenter.document.statistics_version

    def _on_presenter_document_changed(self) -> None:
        if self._closed or self._place is None:
            return
        if not self._presenter.document.modified or not self._settings.get(AUTOSAVE):
            self._forget()
        elif self._state != self._kept and not self._timer.isActive():
            seconds = max(_SOONEST, self._settings.get(INTERVAL) - 2 * self._lasted)
            self._timer.start(int(SECOND * seconds))

    def _forget(self) -> None:
        """Nothing is to be kept any more."""
        self._timer.stop()
        had = self._kept is not None
        self._kept = self._writing = self._since = None
        if had:
            self._loader.load(SAVE, self._empty)  # after what is being written
            self.kept_changed.emit()

    def _write(self) -> None:
        if self._loader.busy:  # a slow disk: as soon as it is done
            self._timer.start(int(SECOND * _SOONEST))
        else:
            self._start_writing()

    def _start_writing(self, closed: bool = False) -> None:
        snapshot = snapshot_of(self._presenter, closed)
        self._kept, self._writing, self._begun = self._state, snapshot, time.monotonic()
        self._loader.load(SAVE, lambda: self._work(snapshot))

    def _work(self, snapshot: Snapshot) -> Snapshot:
        """On the loader's thread."""
        assert self._place is not None
        if self._slot is None:
            try:
                self._slot = Slot.create(self._place)
            except OSError as error:
                reason = error.strerror or str(error)
                raise UserError(
                    N_("edits are not kept aside in '{folder}' ({reason}): save the project now and then"),
                    folder=self._place.name,
                    reason=reason,
                ) from None
        self._slot.write(snapshot)
        return snapshot

    def _empty(self) -> None:
        """On the loader's thread."""
        if self._slot is not None:
            self._slot.empty()

    def _move_into(self, slot: Slot) -> None:
        """On the loader's thread."""
        if self._slot is not None:
            self._slot.remove()
        self._slot = slot

    def _on_loader_answered(self, answer: Answer) -> None:
        if answer.failure is not None:
            self._kept = self._writing = self._since = None
            if not self._said:
                self._said = True
                self.message.emit(answer.failure, "warning")
        elif isinstance(answer.value, Snapshot):
            self._said = False
            self._lasted = time.monotonic() - self._begun
            if answer.value is self._writing:
                self._since = self._begun
        self.kept_changed.emit()
        self._on_presenter_document_changed()  # there may be newer edits

    def _on_settings_changed(self, key: str) -> None:
        if key in (AUTOSAVE.key, INTERVAL.key):
            self._timer.stop()
            self._on_presenter_document_changed()
