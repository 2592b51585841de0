"""What follows from the document, in one place: plan, views, requests to the worker.

Views send wishes here; a wish becomes a new stack, and the change of the document brings every view up to date.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnlab.document import edits
from cnnlab.document.document import Document
from cnnlab.document.frame import Frame
from cnnlab.document.plan import LayerPlan, Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.document.statistics import statistics_of
from cnnlab.engine.memory import SHARE, free_bytes, guard
from cnnlab.engine.view import Device, Probe, Result, ScaleMode, View
from cnnlab.gui.bridge import LiveBridge
from cnnlab.gui.pictures import Prepared, Still, input_shape
from cnnlab.live.gate import Request
from cnnlab.text import N_, Message


class Presenter(QObject):
    """Keeps document, worker and selection together; knows no widget.

    Signals:
        plan_changed: a new `Plan` holds; every view shows it.
        selection_changed: the selected layer, its output and its input channel.
        result_changed: a `Result` arrived; the canvas shows it and calls `painted`.
        message: a sentence for the status line, and its kind: `info`, `warning` or `error`.
        document_changed: undo labels, saved state or name changed.
        picture_wanted: the document asks for another picture or other input options.
        devices_changed: the devices and the one in use.
    """

    plan_changed = Signal(object)
    selection_changed = Signal(str, int, int)
    result_changed = Signal(object)
    message = Signal(str, str)
    document_changed = Signal()
    picture_wanted = Signal(object)
    devices_changed = Signal(object, str)

    def __init__(self, document: Document, bridge: LiveBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.still: Still | None = None
        self.path: Path | None = None
        self.device = "cpu"
        self.frames = 0  # frames handed to the worker so far
        self.failures: Mapping[str, Message] = {}
        self._bridge = bridge
        self._budgets = {"cpu": int(free_bytes() * SHARE)}
        self._made_for: object = None
        self._view = View()
        self._selected = ("", 0, 0)
        self.plan = self._plan(document.stack, None)
        document.listen(self._on_document_changed)
        bridge.result.connect(self._on_bridge_result)
        bridge.failed.connect(self._on_bridge_failed)
        bridge.ready.connect(self._on_bridge_ready)

    # -- what holds --

    @property
    def stack(self) -> Stack:
        """The current stack."""
        return self.document.stack

    @property
    def selected(self) -> str:
        """Id of the selected layer; empty if none."""
        return self._selected[0]

    @property
    def selected_plan(self) -> LayerPlan | None:
        """The selected layer."""
        return self.plan.layer(self.selected) if self.selected else None

    @property
    def view(self) -> View:
        """What is visible and how values become colour."""
        return self._view

    def apply(self, stack: Stack, label: Message, gesture: object | None = None, select: str | None = None) -> None:
        """Make a stack the current one, and select a layer of it."""
        if select is not None:
            self._selected = (select, 0, 0)
        self.document.apply(stack, label, merge=gesture)
        if select is not None:
            self.selection_changed.emit(*self._selected)

    def synchronize(self) -> None:
        """Bring every view up to date from nothing."""
        self.plan_changed.emit(self.plan)
        self.selection_changed.emit(*self._selected)
        self.document_changed.emit()
        self._post()

    def statistics(self) -> Mapping[str, NDArray[np.float32]]:
        """The selected layer's running statistics."""
        plan = self.selected_plan
        return statistics_of(plan, self.document.statistics) if plan is not None else {}

    # -- picture and view --

    def take_picture(self, prepared: Prepared) -> None:
        """Note which picture is on show, before the document that goes with it arrives."""
        self.still = prepared.still
        self._made_for = (prepared.spec, prepared.still.source)

    def show_picture(self, prepared: Prepared) -> None:
        """Take a picture in; if it is another than the document's, that is a step of its own."""
        self.take_picture(prepared)
        self.frames += 1
        if self.stack.input != prepared.spec:
            label = Message(N_("open {name}"), name=prepared.still.name)
            self.document.apply(edits.set_input(self.stack, prepared.spec), label)
        else:
            self._refresh()
        self._bridge.frame(Frame(prepared.values, self.frames, time.monotonic()))
        for notice in prepared.still.notices:
            self.message.emit(str(notice), "warning")

    def set_view(self, **changes: object) -> None:
        """Change what is visible or how it is coloured."""
        self._view = dataclasses.replace(self._view, **changes)  # type: ignore[arg-type]
        self._post()

    def set_scale(self, mode: str, fixed: float) -> None:
        """Choose what shares one colour scale."""
        self.set_view(scale=ScaleMode(mode), fixed_scale=fixed)

    def set_probe(self, probe: Probe | None) -> None:
        """Ask for one element's value."""
        if probe != self._view.probe:
            self.set_view(probe=probe)

    def set_device(self, device: str) -> None:
        """Compute elsewhere."""
        self.device = device
        self._refresh()

    def painted(self) -> None:
        """The last result is on screen."""
        self._bridge.painted()

    # -- selection --

    def select(self, layer: str, out_channel: int | None = None, in_channel: int | None = None) -> None:
        """Select a layer and a slice of its kernels; what is not given stays if the layer does."""
        same = layer == self._selected[0]
        out = out_channel if out_channel is not None and out_channel >= 0 else self._selected[1] if same else 0
        into = in_channel if in_channel is not None else self._selected[2] if same else 0
        if (layer, out, into) != self._selected:
            self._selected = (layer, out, into)
            self.selection_changed.emit(layer, out, into)

    def open_stack(self, stack: Stack, statistics: Mapping[str, Mapping[str, NDArray[np.float32]]]) -> None:
        """Show another document."""
        self._selected = (stack.layers[0].id if len(stack) else "", 0, 0)
        self.document.replace(stack, statistics)
        self.selection_changed.emit(*self._selected)

    # -- from document and worker --

    def _on_document_changed(self, before: Stack, after: Stack) -> None:
        lost = bool(self.selected) and not after.has(self.selected)
        if lost:
            self._selected = (after.layers[-1].id if len(after) else "", 0, 0)
        if after.input != before.input and self._made_for != (after.input, after.input.source):
            self.picture_wanted.emit(after.input)
        self._refresh()
        self.document_changed.emit()
        if lost:
            self.selection_changed.emit(*self._selected)

    def _refresh(self) -> None:
        self.plan = self._plan(self.stack, self.plan)
        self.failures = {i: failure for i, failure in self.failures.items() if self.stack.has(i)}
        self.plan_changed.emit(self.plan)
        self._post()

    def _plan(self, stack: Stack, previous: Plan | None) -> Plan:
        size = self.still.size if self.still is not None else (1, 1)
        plan = infer(stack, input_shape(stack.input, size), previous)
        return guard(plan, self._budgets.get(self.device, self._budgets["cpu"]))

    def _post(self) -> None:
        document = self.document
        self._bridge.request(
            Request(self.plan, self._view, document.statistics, document.statistics_version, self.device)
        )

    def _on_bridge_result(self, result: Result) -> None:
        if result.job.statistics_version == self.document.statistics_version:
            self.document.set_statistics(result.statistics)
        if result.failures != self.failures:
            self.failures = result.failures
            self.plan_changed.emit(self.plan)
        if result.notice is not None:
            self.message.emit(str(result.notice), "warning")
        self.result_changed.emit(result)

    def _on_bridge_failed(self, failure: Message) -> None:
        self.message.emit(str(failure), "error")

    def _on_bridge_ready(self, devices: tuple[Device, ...]) -> None:
        self._budgets |= {device.id: int(device.free * SHARE) for device in devices}
        self.device = devices[0].id
        self.devices_changed.emit(devices, self.device)
        self._refresh()
