"""The source bar: pictures, input options, devices."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Device, Result
from cnnlab.gui.capture.frame_meter import Reading
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.files.stills import SAMPLE
from cnnlab.gui.source_bar.choices import (
    AS_PICTURE,
    CHANNELS,
    FITS,
    FRAMES,
    RANGES,
    SIZES,
    range_changes,
    range_of,
    size_of,
    sizes_for,
)
from cnnlab.gui.source_bar.segments import Choice
from cnnlab.gui.window import MainWindow
from cnnlab.sources.fit import fit_report
from cnnlab.sources.samples import samples
from cnnlab.text import Message, _


class SourceWiring:
    """Connects the source bar and the menu Input."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._presenter, self._actions = window, window.presenter, actions
        self._reading: Reading | None = None
        for command, entries in (
            ("sample", self._samples),
            ("channels", self._channels),
            ("size", self._sizes),
            ("range", self._ranges),
            ("fit", self._fits),
            ("frames", self._frames),
            ("device", self._devices),
        ):
            actions.provide(command, entries)
        bar, presenter = window.source_bar, window.presenter
        bar.open_requested.connect(window.ask_for_picture)
        bar.paste_requested.connect(window.paste)
        bar.sample_chosen.connect(window.stills.open_sample)
        bar.input_edited.connect(window.stills.change_input)
        bar.device_chosen.connect(presenter.set_device)
        presenter.structure_changed.connect(self._on_presenter_structure_changed)
        presenter.plan_changed.connect(lambda _plan: window.source_bar.set_busy(True))
        presenter.result_changed.connect(self._on_presenter_result_changed)
        presenter.devices_changed.connect(self._on_presenter_devices_changed)
        presenter.idle.connect(lambda: bar.set_busy(False))
        window.meter.measured.connect(self._on_meter_measured)
        actions.connect("times", self._show_reading)

    # -- what the menus offer --

    def _samples(self) -> list[Entry]:
        shown, still_flow = self._presenter.stack.input.source, self._window.stills
        return [
            Entry(
                f"sample:{sample.file}",
                _(sample.title),
                partial(still_flow.open_sample, sample.file),
                about=_(sample.about),
                checked=shown == SAMPLE + sample.file,
            )
            for sample in samples()
        ]

    def _channels(self) -> list[Entry]:
        now = str(self._presenter.stack.input.channels)
        return [self._option("channels", choice, now, {"channels": int(choice.id)}) for choice in CHANNELS]

    def _sizes(self) -> list[Entry]:
        still, spec = self._presenter.still, self._presenter.stack.input
        picture = still.size if still is not None else (0, 0)
        return [
            self._option(
                "size", c, size_of(spec, picture), {"size": None} if c.id == AS_PICTURE else {"longest": int(c.id)}
            )
            for c in SIZES
            if c.id in sizes_for(picture)
        ]

    def _ranges(self) -> list[Entry]:
        now = range_of(self._presenter.stack.input)
        return [self._option("range", choice, now, range_changes(choice.id)) for choice in RANGES]

    def _fits(self) -> list[Entry]:
        now = self._presenter.stack.input.fit
        return [self._option("fit", choice, now, {"fit": choice.id}) for choice in FITS]

    def _frames(self) -> list[Entry]:
        now, live = str(self._presenter.stack.input.frames), self._presenter.live
        entries = [self._option("frames", choice, now, {"frames": int(choice.id)}) for choice in FRAMES]
        reason = "" if live else _("Only a live source has several frames.")
        return [entry if entry.checked else replace(entry, reason=reason) for entry in entries]

    def _option(self, name: str, choice: Choice, now: str | None, changes: dict[str, object]) -> Entry:
        """A choice of the input panel as an entry."""
        label = choice.label if choice.number else _(choice.label)
        text = label[:1].upper() + label[1:]
        do = partial(self._window.stills.change_input, changes)
        return Entry(f"{name}:{choice.id}", text, do, about=_(choice.help), checked=choice.id == now)

    def _devices(self) -> list[Entry]:
        return [
            Entry(
                f"device:{device.id}",
                f"{device.title} · {device.detail}" if device.detail else device.title,
                partial(self._presenter.set_device, device.id),
                checked=device.id == self._presenter.device,
            )
            for device in self._presenter.devices
        ]

    # -- what is shown --

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        still, bar = self._presenter.still, self._window.source_bar
        name, size = (still.title, still.size) if still is not None else ("", (0, 0))
        bar.show_input(name, plan.stack.input, plan.input_shape, size)
        bar.show_fit(self._fitted(plan), self._presenter.live)

    def _fitted(self, plan: Plan) -> Message | None:
        """What fitting to the working size has done to the pictures on show."""
        still, (h, w) = self._presenter.still, plan.input_shape[2:]
        return fit_report(still.sizes, (h, w), plan.stack.input.fit) if still is not None else None

    def _on_presenter_result_changed(self, result: Result) -> None:
        bar = self._window.source_bar
        bar.set_busy(False)

    def _on_meter_measured(self, reading: Reading) -> None:
        self._reading = reading
        self._show_reading()

    def _show_reading(self) -> None:
        """The memory is told with the times of the layers."""
        reading = self._reading
        if reading is not None:
            memory = reading.memory if self._actions["times"].isChecked() else None
            self._window.source_bar.show_time(reading.seconds, reading.rate, memory)

    def _on_presenter_devices_changed(self, devices: tuple[Device, ...], current: str) -> None:
        self._window.source_bar.show_devices([(d.id, d.title, str(d.detail)) for d in devices], current)
