"""Keeps live frames coming at the rate that the user set, by their size."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from cnnlab.blocks.sizes import by
from cnnlab.engine.view import Result
from cnnlab.gui.capture.live_flow import LiveFlow
from cnnlab.gui.presenter import Presenter
from cnnlab.live.pace import Pace
from cnnlab.text import N_, Message

_PAUSED = 600  # milliseconds without a picture, after which what is on show counts as a still one


class PaceKeeper(QObject):
    """Steps the working size of live frames down where the machine is too slow, and up again.

    A film that is paused is a still picture: it is computed once more at its full size, with exact numbers.

    Signals:
        message: that the size cannot follow (a `Message`), and its kind.
        told: what the size is now (a `Message`). Nobody has asked for it: a warning does not give way to it.
    """

    message = Signal(object, str)
    told = Signal(object)

    def __init__(self, presenter: Presenter, live: LiveFlow, rate: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._live = live
        self._pace = Pace(rate)
        self._refused = False  # said already for this source
        self._paused = QTimer(self, singleShot=True, interval=_PAUSED)
        self._paused.timeout.connect(self._on_paused_timeout)
        live.arrived.connect(self._paused.start)
        live.changed.connect(self._on_live_changed)
        presenter.result_changed.connect(self._on_presenter_result_changed)

    def set_rate(self, rate: float) -> None:
        """Hold so many frames a second; 0 leaves the size alone."""
        if rate != self._pace.rate:
            self._pace.rate = rate
            self._go_back()

    def _on_presenter_result_changed(self, result: Result) -> None:
        if result.job.frame.live and self._live.live and result.recomputed and self._paused.isActive():
            if result.job.plan.input_shape != self._presenter.plan.input_shape:
                return  # of the size before
            if self._pace.note(result.longest):
                self._take()

    def _take(self) -> None:
        before = self._presenter.plan.input_shape
        self._presenter.set_step(self._pace.step)
        if self._presenter.plan.input_shape != before:
            self._say()
            return
        self._pace.reset()  # a layer's weights depend on the picture's size
        self._presenter.set_step(1.0)
        if not self._refused:
            self._refused = True
            text = N_("too slow for {rate:g} frames a second; the size stays, since a layer's weights depend on it")
            self.message.emit(Message(text, rate=self._pace.rate), "warning")

    def _on_paused_timeout(self) -> None:
        smaller = self._pace.reset()
        self._presenter.set_step(1.0)
        self._live.put_again(last=True)
        if smaller:
            self._say()

    def _on_live_changed(self) -> None:
        self._refused = False
        if not self._live.live:
            self._paused.stop()
            if self._pace.reset() and self._live.frozen:
                self.told.emit(Message(N_("the frozen picture has its full size: {size}"), size=self._size))

    def _go_back(self) -> None:
        if self._pace.reset():
            self._presenter.set_step(1.0)
            self._live.put_again()
            self._say()

    @property
    def _size(self) -> str:
        """Height and width that are worked at."""
        return by(self._presenter.plan.input_shape[2:])

    def _say(self) -> None:
        if self._pace.step < 1:
            text = N_("working at {size} to hold {rate:g} frames a second; a frozen picture has its full size")
            self.told.emit(Message(text, size=self._size, rate=self._pace.rate))
        else:
            self.told.emit(Message(N_("working at the full size again: {size}"), size=self._size))
