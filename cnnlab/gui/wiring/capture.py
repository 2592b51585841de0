"""Live sources: which kind is on show, freezing, saving a frame, and what begins each kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.files.frame_saving import FrameSaving, file_name_for
from cnnlab.gui.source_bar.readings import FROZEN, OFF, STILL_PICTURE
from cnnlab.gui.source_strip.freeze_button import FreezeButton
from cnnlab.gui.window import MainWindow
from cnnlab.sources.naming import IMAGE, SIGNAL, kind_of
from cnnlab.text import UserError


class CaptureWiring:
    """Connects the kinds of source in the bar with what begins them."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._choosers: dict[str, Callable[[], object]] = {IMAGE: self._show_last_picture}
        self._picture = ""  # the source of the last picture that was none of a live source
        self._source = ""  # the document's, as it was shown last
        self._prepared = ""  # the kind that was chosen and does not deliver yet
        self._freezers: list[FreezeButton] = []
        self._saving = FrameSaving(window.loader, window)
        self._saving.message.connect(window.status.show_message)
        window.source_bar.source_chosen.connect(self._on_source_bar_source_chosen)
        window.source_bar.freeze_requested.connect(self._on_source_bar_freeze_requested)
        window.live.changed.connect(self._show_state)
        window.projects.opened.connect(window.live.welcome)
        self._presenter.structure_changed.connect(self._on_presenter_structure_changed)
        actions.connect("freeze", self.freeze)
        actions.rule("freeze", lambda: window.live.live or window.live.frozen)
        actions.connect("save_frame", self._save_frame)
        actions.rule("save_frame", lambda: window.live.shown() is not None)

    def offer(self, kind: str, choose: Callable[[], object], live: LiveKind | None = None) -> None:
        """Let `choose` begin a kind of source; `live` makes it where it is one that delivers frames."""
        self._choosers[kind] = choose
        if live is not None:
            self._window.live.add_kind(live)

    def drive(self, button: FreezeButton) -> None:
        """Let a button in the strip freeze the picture and show whether it is frozen."""
        self._freezers.append(button)
        button.clicked.connect(lambda: self.freeze())
        self._show_state()

    def prepare(self, kind: str) -> None:
        """Mark a kind and show its controls, though the picture on show stays until it delivers."""
        self._prepared = kind
        self._show_kind()

    @property
    def prepared(self) -> str:
        """The kind that was chosen and does not deliver yet; empty if none."""
        return self._prepared

    def open(self, source: str) -> None:
        """Open a live source, or say why not."""
        try:
            self._window.live.open(source)
        except UserError as error:
            self._window.status.show_message(error.message, "error")

    def freeze(self) -> None:
        """Freeze what is live, and make live what is frozen."""
        live = self._window.live
        try:
            (live.freeze if live.live else live.resume)()
        except UserError as error:
            self._window.status.show_message(error.message, "error")
        self._show_state()

    def _on_source_bar_freeze_requested(self) -> None:
        if self._window.live.live or self._window.live.frozen:
            self.freeze()

    def _on_source_bar_source_chosen(self, kind: str) -> None:
        choose = self._choosers.get(kind)
        if choose is not None:
            self._window.live.cancel()
            self._prepared = ""
            choose()
            self._show_kind()

    def _show_last_picture(self) -> None:
        if self._window.live.delivers(self._picture):
            self.open(self._picture)
        elif self._picture:
            self._window.stills.open_source(self._picture)

    def _save_frame(self) -> None:
        pixels, still = self._window.live.shown(), self._presenter.still
        if pixels is not None and still is not None:  # of this moment, however long the dialog stays open
            self._window.dialogs.save_picture(file_name_for(still.title), partial(self._saving.save, pixels))

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        source = plan.stack.input.source
        if source != self._source:
            self._source, self._prepared = source, ""
        if kind_of(source) in (IMAGE, SIGNAL):
            self._picture = source
        self._show_kind()
        self._show_state()

    def _show_kind(self) -> None:
        kind = self._prepared or kind_of(self._presenter.stack.input.source)
        self._window.source_bar.show_source(IMAGE if kind == SIGNAL else kind)
        self._window.source_strip.show_kind(kind)

    @property
    def _rest(self) -> str:
        """What the picture is while no frames come."""
        if not self._window.live.frozen:
            return STILL_PICTURE
        still = self._presenter.still
        kept = still is not None and still.source == self._presenter.stack.input.source
        return FROZEN if kept else OFF

    def _show_state(self) -> None:
        live = self._window.live
        usable = live.live or live.frozen
        self._actions["freeze"].setChecked(live.frozen)
        self._actions["freeze"].setEnabled(usable)
        self._window.source_bar.show_rest(self._rest, usable)
        for button in self._freezers:
            button.show_state(usable, live.frozen)
