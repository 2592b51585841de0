"""The source bar: pictures, input options, devices."""

from __future__ import annotations

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Device, Result
from cnnlab.gui.window import MainWindow


class SourceWiring:
    """Connects the source bar."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._presenter = window, window.presenter
        bar, presenter = window.source_bar, window.presenter
        bar.open_requested.connect(window.ask_for_picture)
        bar.paste_requested.connect(window.paste)
        bar.sample_chosen.connect(window.stills.open_sample)
        bar.input_edited.connect(window.stills.change_input)
        bar.device_chosen.connect(presenter.set_device)
        presenter.plan_changed.connect(self._on_presenter_plan_changed)
        presenter.result_changed.connect(self._on_presenter_result_changed)
        presenter.devices_changed.connect(self._on_presenter_devices_changed)
        presenter.idle.connect(lambda: bar.set_busy(False))

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        still, bar = self._presenter.still, self._window.source_bar
        name, size = (still.name, still.size) if still is not None else ("", (0, 0))
        bar.show_input(name, plan.stack.input, plan.input_shape, size)
        bar.set_busy(True)

    def _on_presenter_result_changed(self, result: Result) -> None:
        bar = self._window.source_bar
        bar.set_busy(False)
        if result.recomputed:
            bar.show_time(result.total, None)

    def _on_presenter_devices_changed(self, devices: tuple[Device, ...], current: str) -> None:
        self._window.source_bar.show_devices([(d.id, d.title, str(d.detail)) for d in devices], current)
