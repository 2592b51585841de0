"""Unsaved edits: kept while they are made, told of in the status line, and offered after a crash."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer

from cnnlab.gui.recovery.ages import age_text, next_change
from cnnlab.gui.recovery.autosave import Autosave
from cnnlab.gui.recovery.slot import Slot, abandoned
from cnnlab.gui.settings.places import Places
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Message


class RecoveryWiring:
    """Connects autosave, status line and the bar that offers what a crash left."""

    def __init__(self, window: MainWindow, places: Places | None) -> None:
        self._window = window
        self._place = places.recovery if places is not None else None
        self._offered: list[Slot] = []
        self.autosave = Autosave(window.presenter, window.settings, self._place, window)
        self._clock = QTimer(window)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._show_age)
        bar = window.recovery_bar
        bar.restore_requested.connect(self._on_bar_restore_requested)
        bar.discard_requested.connect(self._on_bar_discard_requested)
        bar.later_requested.connect(self._let_go)
        if places is not None:
            window.keeps = lambda: self.autosave.can_keep
        window.projects.restored.connect(self._on_projects_restored)
        window.closing.connect(self._on_window_closing)
        self.autosave.kept_changed.connect(self._show_age)
        self.autosave.message.connect(window.status.show_message)

    def offer(self) -> None:
        """Offer what windows that are gone have left."""
        if self._place is not None:
            self._offered = abandoned(self._place)
            self._show_offer()

    def _show_offer(self) -> None:
        bar = self._window.recovery_bar
        if not self._offered:
            bar.hide()
            return
        slot = self._offered[0]
        name = slot.path.name if slot.path is not None else ""
        bar.offer(name, datetime.fromtimestamp(slot.time), slot.closed)

    def _on_bar_restore_requested(self) -> None:
        slot = self._offered[0]
        self._window.unless_unsaved(lambda: self._window.projects.restore(slot.project, slot.path))

    def _on_projects_restored(self, project: Path) -> None:
        slot = next((slot for slot in self._offered if slot.project == project), None)
        if slot is not None:  # else it was let go while it was being read
            self._offered.remove(slot)
            self.autosave.adopt(slot)
            self._show_offer()

    def _on_bar_discard_requested(self) -> None:
        self._offered.pop(0).remove()
        self._show_offer()

    def _let_go(self) -> None:
        """Leave what is offered to the next start."""
        for slot in self._offered:
            slot.release()
        self._offered.clear()
        self._show_offer()

    def _on_window_closing(self, keep: bool) -> None:
        self._clock.stop()
        self._let_go()
        self.autosave.close(keep)

    def _show_age(self) -> None:
        """Say how old the kept edits are, and wake up only when the words change."""
        age = self.autosave.age
        if age is None:
            self._clock.stop()
            self._window.status.show_kept("")
        else:
            self._window.status.show_kept(Message(N_("autosaved {age}"), age=age_text(age)))
            self._clock.start(int(1000 * next_change(age)) + 50)
