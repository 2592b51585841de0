"""From the sliders of a signal to the document: one picture on the screen after the other, and one step a gesture."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from PySide6.QtCore import QObject, QTimer

from cnnlab.document import edits
from cnnlab.document.input import InputSpec
from cnnlab.engine.view import Result
from cnnlab.gui.capture.live_flow import LiveFlow
from cnnlab.gui.capture.signal import SignalSource
from cnnlab.gui.presenter import Presenter
from cnnlab.sources.formulas import Size
from cnnlab.sources.generated import GENERATED, Signal, checked_size, signal_of
from cnnlab.sources.naming import SIGNAL, kind_of
from cnnlab.sources.signals import Value
from cnnlab.sources.still import fitted_size
from cnnlab.text import N_, Message, UserError

_PATIENCE = 250  # milliseconds after which the next wish is done though the last was not seen on the screen


class SignalFlow(QObject):
    """Makes the document's picture the signal that is asked for.

    A picture is drawn on the loader's thread. While one is under way the newest wish of a gesture waits: a picture that
    is overtaken before it is computed would never be seen, and a slider would show nothing while it moves.
    """

    def __init__(self, presenter: Presenter, live: LiveFlow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter, self._live = presenter, live
        self._asked: InputSpec | None = None  # what is under way
        self._waiting: tuple[Signal, Message, object] | None = None
        self._known: dict[str, Signal] = {}  # as each formula was shown last
        self._speeds: dict[str, float] = {}  # at which each formula drifted last
        self._moment: Signal | None = None  # the last picture of a drift
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._go_on)
        presenter.result_changed.connect(self._on_presenter_result_changed)
        live.arrived.connect(self._on_live_arrived)

    # -- what holds --

    @property
    def shown(self) -> Signal | None:
        """The document's signal; None if its picture is another."""
        return _signal(self._presenter.stack.input.source)

    @property
    def wished(self) -> Signal | None:
        """The signal that was asked for last."""
        return self._waiting[0] if self._waiting is not None else self.shown

    @property
    def place(self) -> tuple[str, Value] | None:
        """The setting that drifts, and where it is; None if none does."""
        signal, moment = self.wished, self._moment
        drift = signal.formula.drift if signal is not None and signal.drift else None
        if drift is None or signal is None or moment is None or moment.formula is not signal.formula:
            return None
        return drift.knob, moment.values[drift.knob]

    # -- wishes --

    def set_value(self, name: str, value: Value, gesture: object | None = None) -> None:
        """Change one setting; steps of one gesture are one step of undo."""
        signal = self.wished
        if signal is not None:
            self._wish(
                signal.with_values(**{name: value}), _label(signal, signal.formula.knob(name).param.label), gesture
            )

    def set_speed(self, speed: float, gesture: object | None = None) -> None:
        """Let it move so fast; it stops at 0."""
        signal = self.wished
        drift = signal.formula.drift if signal is not None else None
        if signal is None or drift is None:
            return
        if speed:
            self._wish(dataclasses.replace(signal, drift=speed), _label(signal, drift.speed.label), gesture)
        else:
            self._wish(self._resting(signal), Message(N_("stop the drift")), None)

    def set_drifting(self, drifting: bool) -> None:
        """Let it move at its usual speed, or stop where it is."""
        signal = self.wished
        if signal is None or signal.formula.drift is None or bool(signal.drift) == drifting:
            return
        if drifting:
            speed = self._speeds.get(signal.formula.id, signal.formula.drift.begin)
            self._wish(dataclasses.replace(signal, drift=speed), Message(N_("let the signal drift")), None)
        else:
            self._speeds[signal.formula.id] = signal.drift
            self._wish(self._resting(signal), Message(N_("stop the drift")), None)

    def set_formula(self, name: str) -> None:
        """Show another signal of the same size, with the settings that it had last."""
        signal = self.wished
        if signal is None or name == signal.formula.id:
            return
        self._known[signal.formula.id] = signal
        other = self._known.get(name) or signal_of(GENERATED + name)
        drift = other.formula.drift
        speed = (other.drift or drift.begin) if drift is not None and signal.drift else 0.0
        label = Message(N_("open {name}"), name=Message(other.formula.title))
        self._wish(dataclasses.replace(other, size=signal.size, drift=speed), label, None)

    def set_size(self, size: Size) -> None:
        """Draw it with so many cells; the working size follows unless it was chosen freely.

        Raises:
            UserError: it cannot be drawn at this size.
        """
        signal = self.wished
        if signal is not None:
            other = dataclasses.replace(signal, size=checked_size(signal.formula, size))
            self._wish(other, Message(N_("draw on {h} × {w} cells"), h=size[0], w=size[1]), None)

    def reset(self, name: str) -> None:
        """Give a setting its usual value."""
        signal = self.wished
        if signal is not None:
            self.set_value(name, signal.formula.knob(name).default)

    # -- one after the other --

    def _wish(self, signal: Signal, label: Message, gesture: object | None) -> None:
        if gesture is not None and self._asked is not None:
            self._waiting = (signal, label, gesture)
            return
        if self._waiting is not None:
            self._apply(*self._waiting)
        self._apply(signal, label, gesture)

    def _apply(self, signal: Signal, label: Message, gesture: object | None) -> None:
        self._waiting = None
        spec = self._presenter.stack.input
        changed = dataclasses.replace(spec, source=signal.source, size=self._size_for(signal))
        if changed != spec:
            self._asked = changed
            self._patience.start()
            self._presenter.apply(edits.set_input(self._presenter.stack, changed), label, gesture)

    def _size_for(self, signal: Signal) -> Size | None:
        """The working size: the signal's own where it has followed the picture so far."""
        spec, shown, still = self._presenter.stack.input, self.shown, self._presenter.still
        if spec.size is None or shown is None or shown.size == signal.size:
            return spec.size
        follows = still is not None and spec.size == fitted_size(*still.size, max(spec.size))
        return None if follows else spec.size

    def _on_presenter_result_changed(self, result: Result) -> None:
        if self._asked is not None and result.job.frame.spec == self._asked:
            self._go_on()

    def _go_on(self) -> None:
        asked, self._asked = self._asked, None
        waiting, self._waiting = self._waiting, None
        self._patience.stop()
        if waiting is not None and asked == self._presenter.stack.input:  # else undo or another picture came between
            self._apply(*waiting)

    # -- drift --

    def _resting(self, signal: Signal) -> Signal:
        """The signal as it was on show last, standing still, with the settings that were asked for since."""
        moment, drift = self._moment, signal.formula.drift
        if drift is None or moment is None or moment.formula is not signal.formula:
            return signal.stopped()
        return signal.with_values(**{drift.knob: moment.values[drift.knob]}).stopped()

    def _on_live_arrived(self) -> None:
        current = self._live.current
        if isinstance(current, SignalSource):
            self._moment = current.moment


@lru_cache(maxsize=64)
def _signal(source: str) -> Signal | None:
    try:
        return signal_of(source) if kind_of(source) == SIGNAL else None
    except UserError:
        return None


def _label(signal: Signal, setting: str) -> Message:
    return Message(N_("{name}: {setting}"), name=Message(signal.formula.title), setting=Message(setting))
