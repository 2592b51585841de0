"""Pictures drawn by a formula: their controls, and their drift."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.live_source import LiveSource
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.sources.formulas import Size
from cnnlab.sources.generated import Signal, drifts
from cnnlab.sources.naming import SIGNAL, kind_of
from cnnlab.text import UserError

if TYPE_CHECKING:
    from cnnlab.gui.capture.signal_flow import SignalFlow
    from cnnlab.gui.source_strip.signal_controls import SignalControls


class SignalWiring:
    """Connects the controls of a signal with the document; they are made when one is first on show."""

    def __init__(self, window: MainWindow, actions: Actions, capture: CaptureWiring) -> None:
        self._window, self._presenter, self._actions = window, window.presenter, actions
        self._capture = capture
        self.flow: SignalFlow | None = None
        self.controls: SignalControls | None = None
        self._current: LiveSource | None = None  # the source on show
        self._told: tuple[Signal, bool] | None = None  # what the controls show, and whether it is frozen
        window.live.add_kind(LiveKind(SIGNAL, _made, several=True, delivers=drifts))
        actions.connect("drift", self._toggle)
        actions.rule("drift", lambda: self._can_drift)
        window.live.changed.connect(self._on_live_changed)
        self._presenter.structure_changed.connect(self._on_presenter_structure_changed)

    @property
    def _shown(self) -> Signal | None:
        """The signal on show, or asked for."""
        return self.flow.wished if self.flow is not None else None

    @property
    def _can_drift(self) -> bool:
        shown = self._shown
        return shown is not None and shown.formula.drift is not None

    def _make(self) -> None:
        from cnnlab.gui.capture.signal_flow import SignalFlow
        from cnnlab.gui.source_strip.signal_controls import SignalControls

        window = self._window
        self.flow = flow = SignalFlow(self._presenter, window.live, window)
        self.controls = controls = SignalControls()
        controls.formula_chosen.connect(lambda name: self._do(lambda: flow.set_formula(name)))
        controls.value_edited.connect(lambda *edit: self._do(lambda: flow.set_value(*edit)))
        controls.speed_edited.connect(lambda *edit: self._do(lambda: flow.set_speed(*edit)))
        controls.drift_wished.connect(lambda _drifting: self._toggle())
        controls.size_chosen.connect(self._on_controls_size_chosen)
        controls.refused.connect(lambda message: window.status.show_message(message, "warning"))
        window.add_source_controls(SIGNAL, controls)

    def _do(self, wish: Callable[[], None]) -> None:
        """Do what was asked for, and show it at once, though its picture comes later."""
        wish()
        self._show()

    def _on_controls_size_chosen(self, size: Size) -> None:
        assert self.flow is not None
        try:
            self.flow.set_size(size)
        except UserError as error:
            self._window.status.show_message(error.message, "warning")
        self._show()

    def _toggle(self) -> None:
        shown = self._shown
        if self._window.live.frozen:
            self._capture.freeze()  # it goes on
        elif shown is not None and self.flow is not None:
            self.flow.set_drifting(not shown.drift)
        self._show()

    def _on_presenter_structure_changed(self) -> None:
        if kind_of(self._presenter.stack.input.source) == SIGNAL and self.controls is None:
            self._make()
            self._window.source_strip.show_kind(SIGNAL)
        self._show()

    def _show(self) -> None:
        shown = self._shown
        action, frozen = self._actions["drift"], self._window.live.frozen
        action.setEnabled(self._can_drift)
        action.setChecked(shown is not None and shown.drift != 0 and not frozen)
        if shown is not None and (shown, frozen) != self._told and self.controls is not None:
            self._told = (shown, frozen)
            self.controls.show_signal(shown, frozen)
            self._on_source_changed()

    # -- from the source --

    def _on_live_changed(self) -> None:
        from cnnlab.gui.capture.signal import SignalSource

        current = self._window.live.current
        if current is not self._current:
            self._current = current
            if isinstance(current, SignalSource):
                current.changed.connect(self._on_source_changed)
        self._show()

    def _on_source_changed(self) -> None:
        place = self.flow.place if self.flow is not None else None
        if place is not None and self.controls is not None:
            self.controls.show_place(*place)


def _made(source: str) -> LiveSource:
    """The source of a signal that drifts.

    Raises:
        UserError: there is no such signal.
    """
    from cnnlab.gui.capture.signal import SignalSource

    return SignalSource(source)
