"""Live sources: which kind is on show, freezing, and what begins each kind."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.document.plan import Plan
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.window import MainWindow
from cnnlab.sources.naming import IMAGE, kind_of
from cnnlab.text import UserError


class CaptureWiring:
    """Connects the kinds of source in the bar with what begins them."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._choosers: dict[str, Callable[[], object]] = {IMAGE: self._show_last_picture}
        self._picture = ""  # the source of the last picture that was none of a live source
        window.source_bar.source_chosen.connect(self._on_source_bar_source_chosen)
        window.live.changed.connect(self._show_state)
        window.projects.opened.connect(window.live.welcome)
        self._presenter.plan_changed.connect(self._on_presenter_plan_changed)
        actions.connect("freeze", self._freeze)
        actions.rule("freeze", lambda: window.live.live or window.live.frozen)

    def offer(self, kind: str, choose: Callable[[], object], live: LiveKind | None = None) -> None:
        """Let `choose` begin a kind of source; `live` makes it where it is one that delivers frames."""
        self._choosers[kind] = choose
        if live is not None:
            self._window.live.add_kind(live)

    def open(self, source: str) -> None:
        """Open a live source, or say why not."""
        try:
            self._window.live.open(source)
        except UserError as error:
            self._window.status.show_message(error.message, "error")

    def _on_source_bar_source_chosen(self, kind: str) -> None:
        choose = self._choosers.get(kind)
        if choose is not None:
            choose()

    def _show_last_picture(self) -> None:
        if self._picture:
            self._window.stills.open_source(self._picture)

    def _freeze(self) -> None:
        live = self._window.live
        try:
            (live.freeze if live.live else live.resume)()
        except UserError as error:
            self._window.status.show_message(error.message, "error")
        self._show_state()

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        source = plan.stack.input.source
        kind = kind_of(source)
        if kind == IMAGE:
            self._picture = source
        self._window.source_bar.show_source(kind)
        self._window.source_strip.show_kind(kind)
        self._show_state()

    def _show_state(self) -> None:
        live = self._window.live
        self._actions["freeze"].setChecked(live.frozen)
        self._actions["freeze"].setEnabled(live.live or live.frozen)
