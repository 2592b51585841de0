"""Several pictures at once: opening them, and how rows show the items."""

from __future__ import annotations

from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.gui.canvas.batch import BatchMode
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.source_strip.batch_source import BatchSource
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.gui.wiring.large import LargeWiring
from cnnlab.sources.naming import BATCH, kind_of
from cnnlab.text import _


class BatchWiring:
    """Connects the batch as a source, its controls in the strip, and the commands that step through it."""

    def __init__(self, window: MainWindow, actions: Actions, capture: CaptureWiring, large: LargeWiring) -> None:
        self._window, self._actions, self._presenter, self._large = window, actions, window.presenter, large
        self._last = ""  # the source of the last batch
        source = BatchSource()
        window.add_source_controls(BATCH, source)
        capture.offer(BATCH, self._choose)
        source.files_requested.connect(self.ask_for_files)
        source.folder_requested.connect(self.ask_for_folder)
        actions.connect("open_several", self.ask_for_files)
        actions.connect("open_folder", self.ask_for_folder)
        canvas, controls = window.canvas, window.source_strip.batch
        for mode in BatchMode:
            actions.connect(f"batch_{mode.value}", partial(canvas.set_batch_mode, mode))
            actions.rule(f"batch_{mode.value}", self._several)
        for command, step in (("previous_item", -1), ("next_item", 1)):
            actions.connect(command, partial(canvas.step_item, step))
            actions.rule(command, self._several)
        controls.mode_chosen.connect(canvas.set_batch_mode)
        controls.stepped.connect(canvas.step_item)
        canvas.batch_changed.connect(self._show)
        window.presenter.structure_changed.connect(self._on_presenter_structure_changed)
        window.language_changed.connect(lambda _code: self._name_items())
        self._show()

    def ask_for_files(self) -> None:
        """Let the user choose several pictures."""
        self._window.dialogs.open_several(self._window.open_batch)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder of pictures."""
        self._window.dialogs.open_folder(lambda folder: self._window.open_batch((folder,)))

    def _choose(self) -> None:
        """The last batch again, or else another one."""
        if self._last:
            self._window.stills.open_source(self._last)
        else:
            self.ask_for_files()

    def _several(self) -> bool:
        return self._window.canvas.items > 1

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        source = plan.stack.input.source
        if kind_of(source) == BATCH:
            self._last = source
        self._name_items()

    def _name_items(self) -> None:
        """Files by their names, frames by how long ago they were."""
        still, spec = self._presenter.still, self._presenter.stack.input
        if still is None:
            return
        names = still.item_names
        if not names and (self._presenter.live or still.others):
            count = spec.frames if self._presenter.live else len(still.items)
            names = (_("newest"), *(f"−{back}" for back in range(1, count)))
        self._window.canvas.name_items(names)

    def _show(self) -> None:
        """Bring controls, commands and the page with one channel in step with the canvas."""
        canvas = self._window.canvas
        self._window.source_strip.batch.show_batch(canvas.batch, canvas.items)
        self._window.source_strip.show_batch(canvas.items > 1)
        self._actions.choose(f"batch_{canvas.batch.mode.value}")
        for command in ("previous_item", "next_item", *(f"batch_{mode.value}" for mode in BatchMode)):
            self._actions[command].setEnabled(canvas.items > 1)
        self._large.show_item(canvas.batch.item)
