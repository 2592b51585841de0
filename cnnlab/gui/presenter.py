"""What follows from the document, in one place: plan, views, requests to the worker.

Views send wishes here; a wish becomes a new stack, and the change of the document brings every view up to date.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnlab.blocks.weight import Shape
from cnnlab.document import edits
from cnnlab.document.document import Document
from cnnlab.document.frame import Frame, Levels, PendingFrame
from cnnlab.document.input import InputSpec
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT, Stack
from cnnlab.document.statistics import Statistics, statistics_of
from cnnlab.engine.view import Device, Probe, Result, ScaleMode, View
from cnnlab.gui.bridge import LiveBridge
from cnnlab.gui.files.stills import Prepared, Still, input_shape
from cnnlab.gui.planner import Planner
from cnnlab.live.gate import Request
from cnnlab.text import N_, Message


class Presenter(QObject):
    """Keeps document, worker and selection together; knows no widget.

    Signals:
        plan_changed: another `Plan` is on show, be it one weight that differs.
        structure_changed: another `Plan` is on show that differs in more than the numbers of weights; before the other.
        selection_changed: the selected layer, its output and its input channel.
        result_changed: a `Result` arrived; the canvas shows it and calls `painted`.
        message: a sentence for the status line (a `Message`), and its kind: `info`, `warning` or `error`.
        document_changed: undo labels, saved state or name changed.
        still_wanted: the document asks for another picture or other input options: an `InputSpec`.
        devices_changed: the devices and the one in use.
        idle: a round has failed: nothing is being computed.
    """

    plan_changed = Signal(object)
    structure_changed = Signal(object)
    selection_changed = Signal(str, int, int)
    result_changed = Signal(object)
    message = Signal(object, str)
    document_changed = Signal()
    still_wanted = Signal(object)
    devices_changed = Signal(object, str)
    idle = Signal()

    def __init__(self, document: Document, bridge: LiveBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.still: Still | None = None
        self.path: Path | None = None
        self.device = "cpu"
        self.devices: tuple[Device, ...] = ()
        self.live = False  # frames follow each other
        self.frames = 0  # frames handed to the worker so far
        self.failures: Mapping[str, Message] = {}
        self._bridge = bridge
        self._planner = Planner()
        self._exact = True
        self._ran_on = ""  # the device that was told last, where it is not the chosen one
        self._told_of: tuple[Still | None, bool] = (None, False)  # the picture and whether it is live, when views heard
        self._said = ""  # the last failure, until something is changed
        self._preferred = ""  # device to begin with
        self._shown_for: InputSpec | None = None  # what the frame on show was made for
        self._view = View()
        self._selected = ("", 0, 0)
        self.plan = self.shown = self._plan(document.stack, None)
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
    def selected_channel(self) -> int:
        """The selected output channel."""
        return self._selected[1]

    @property
    def selected_plan(self) -> LayerPlan | None:
        """The selected layer."""
        return self.plan.layer(self.selected) if self.selected else None

    @property
    def view(self) -> View:
        """What is visible and how values become colour."""
        return self._view

    def apply(
        self,
        stack: Stack,
        label: Message,
        gesture: object | None = None,
        select: str | None = None,
        statistics: Statistics | None = None,
    ) -> None:
        """Make a stack the current one, and select a layer of it; `statistics` where the step edits them."""
        if select is not None:
            self._selected = (select, 0, 0)
        self.document.apply(stack, label, merge=gesture, statistics=statistics)
        if select is not None:
            self.selection_changed.emit(*self._selected)

    @property
    def memory_left(self) -> int:
        """Bytes that may be used on the device besides those that the stack needs."""
        return self._planner.left(self.plan, self.device)

    @property
    def comparing(self) -> bool:
        """Whether another plan than the document's is on show."""
        return self.shown is not self.plan

    def show_instead(self, stack: Stack | None) -> None:
        """Show another stack for a moment, the document's again for None; the document is not changed.

        Edits go by `plan`, which stays the document's; whatever brings a new one ends the moment.
        """
        shown = self.plan if stack is None else self._plan(stack, self.plan)
        if shown is not self.shown:
            self.shown = shown
            self._tell()
            self._post()

    def synchronize(self) -> None:
        """Bring every view up to date from nothing."""
        self._tell()
        self.selection_changed.emit(*self._selected)
        self.document_changed.emit()
        self.devices_changed.emit(self.devices, self.device)
        self._post()

    def statistics(self) -> Mapping[str, NDArray[np.float32]]:
        """The selected layer's running statistics."""
        plan = self.selected_plan
        return statistics_of(plan, self.document.statistics) if plan is not None else {}

    # -- picture and view --

    def open_still(self, prepared: Prepared) -> None:
        """Show another picture: a step that can be undone."""
        self._take(prepared)
        if self.stack.input != prepared.spec:
            self.apply(edits.set_input(self.stack, prepared.spec), Message(N_("open {name}"), name=prepared.still.name))
        else:
            self._refresh()
        self._put_frame(prepared)

    def show_still(self, prepared: Prepared) -> None:
        """Show the picture that the document asked for."""
        self._take(prepared)
        self._refresh()
        self._put_frame(prepared)
        for notice in prepared.still.notices:
            self.message.emit(notice, "warning")

    def open_drawn(self, still: Still, spec: InputSpec, label: Message) -> None:
        """Take a picture that was just drawn, as a step that can be undone; its frame is asked for."""
        self.still, self._shown_for = still, None
        self.apply(edits.set_input(self.stack, spec), label)

    def open_live(self, still: Still, spec: InputSpec) -> None:
        """Show a source whose frames follow with `put_live`; to open another one is a step that can be undone."""
        self.still, self._shown_for, self.live = still, spec, True
        if self.stack.input != spec:
            self.apply(edits.set_input(self.stack, spec), Message(N_("open {name}"), name=still.name))
        else:
            self._refresh()

    def put_live(self, make: Callable[[Shape], Levels], time: float, last: bool = False) -> None:
        """Show the next frame; `make` gives its levels `[b, c, h, w]`, uint8, for a shape, on the worker's thread.

        The `last` for now is the one before once more, as a still picture, of which all numbers are exact.
        """
        self.frames += 0 if last else 1
        spec = self.stack.input
        if self.live:  # else it is a picture in the making, which the document does not name yet
            self._shown_for = spec
        shape = self.plan.input_shape
        self._bridge.frame(PendingFrame(partial(make, shape), shape, self.frames, time, spec, live=not last))

    def set_step(self, step: float) -> None:
        """Run live frames at a working size that is smaller by this factor a side, where the stack allows it."""
        step = step if self.live else 1.0
        if step != self._planner.step:
            self._planner.step = step
            self._refresh()

    def open_document(self, stack: Stack, statistics: Statistics, prepared: Prepared) -> None:
        """Show another document on its picture; the history begins anew."""
        self._take(prepared)
        self._selected = (stack.layers[0].id if len(stack) else "", 0, 0)
        self.document.replace(stack, statistics)
        self._put_frame(prepared)
        self.selection_changed.emit(*self._selected)

    def new_document(self) -> None:
        """Begin anew with an empty stack on the same picture; the history begins anew."""
        self.path = None
        self._selected = ("", 0, 0)
        self.document.replace(Stack(input=self.stack.input))
        self.selection_changed.emit(*self._selected)

    def _take(self, prepared: Prepared) -> None:
        self.still, self._shown_for, self.live = prepared.still, prepared.spec, False
        self._planner.step = 1.0

    def _put_frame(self, prepared: Prepared) -> None:
        self.frames += 1
        self._bridge.frame(Frame(prepared.values, self.frames, time.monotonic(), spec=prepared.spec))

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
        self.devices_changed.emit(self.devices, device)
        self._refresh()

    def prefer_device(self, device: str) -> None:
        """Compute on this device, or on the best one if the name is empty, as soon as it is known to be there."""
        self._preferred = device
        if self.devices:
            self.set_device(self._first_device())

    def set_exact(self, exact: bool) -> None:
        """Have digits agree between devices, or let an accelerator round for speed."""
        self._exact = exact
        self._post()

    def set_memory_share(self, share: float) -> None:
        """How much of the free memory may be used, 0…1."""
        if share != self._planner.share:
            self._planner.share = share
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

    # -- from document and worker --

    def _on_document_changed(self, before: Stack, after: Stack) -> None:
        if after.input not in (before.input, self._shown_for):
            self.still_wanted.emit(after.input)
        self._said = ""
        probe = self._view.probe
        if probe is not None and probe[0] != INPUT and not after.has(probe[0]):
            self._view = dataclasses.replace(self._view, probe=None)
        self._refresh(edited=True)
        self.document_changed.emit()

    def _clamped(self, selection: tuple[str, int, int]) -> tuple[str, int, int]:
        """The selection, or the nearest that still exists."""
        layer, out, into = selection
        if not layer:
            return selection
        if not self.stack.has(layer):
            return (self.stack.layers[-1].id if len(self.stack) else "", 0, 0)
        shape = self.plan.layer(layer).output_shape
        return (layer, min(out, shape[1] - 1), into) if shape is not None and len(shape) > 1 else selection

    def _refresh(self, edited: bool = False) -> None:
        """Make the plan anew; where the document was `edited`, it tells whether anything but weights differs."""
        before, self.plan = self.shown, self._plan(self.stack, self.plan)
        self.shown = self.plan
        early = _look_alike(before, self.plan)
        if early:
            self._post()  # what is visible stays the same: the worker need not wait until all views have followed
        self.failures = {i: failure for i, failure in self.failures.items() if self.stack.has(i)}
        selection, self._selected = self._selected, self._clamped(self._selected)
        source = self.still is self._told_of[0] and self.live == self._told_of[1]
        self._tell(weights_alone=edited and source and before.outline == self.plan.outline)
        if self._selected != selection:
            self.selection_changed.emit(*self._selected)
        if not early:
            self._post()

    def _tell(self, weights_alone: bool = False) -> None:
        if not weights_alone:
            self._told_of = (self.still, self.live)
            self.structure_changed.emit(self.shown)
        self.plan_changed.emit(self.shown)

    def _plan(self, stack: Stack, previous: Plan | None) -> Plan:
        size, items = (self.still.size, len(self.still.items)) if self.still is not None else ((1, 1), 1)
        shape = input_shape(stack.input, size, stack.input.frames if self.live else items)
        return self._planner.plan(stack, shape, self.device, previous)

    def _post(self) -> None:
        document = self.document
        self._bridge.request(
            Request(
                self.shown,
                self._view,
                document.statistics,
                document.statistics_version,
                self.device,
                self._exact,
                trial=self.comparing,
            )
        )

    def _on_bridge_result(self, result: Result) -> None:
        if result.job.statistics_version == self.document.statistics_version:
            modified = self.document.modified
            self.document.set_statistics(result.statistics)
            if self.document.modified != modified:
                self.document_changed.emit()
        if result.failures != self.failures:
            self.failures = result.failures
            self._tell()
        elsewhere = result.device if result.device != result.job.device else ""
        if elsewhere != self._ran_on:
            self._ran_on = elsewhere
            self.devices_changed.emit(self.devices, result.device)
        if result.notice is not None:
            self.message.emit(result.notice, "warning")
        self.result_changed.emit(result)

    def _on_bridge_failed(self, failure: Message) -> None:
        self.idle.emit()
        if failure.template != self._said:  # each live frame would say it again
            self._said = failure.template
            self.message.emit(failure, "error")

    def _on_bridge_ready(self, devices: tuple[Device, ...]) -> None:
        self.devices = devices
        self._planner.note_devices(devices)
        self.device = self._first_device()
        self.devices_changed.emit(devices, self.device)
        self._refresh()

    def _first_device(self) -> str:
        known = [device.id for device in self.devices]
        return self._preferred if self._preferred in known else known[0]


def _look_alike(before: Plan, after: Plan) -> bool:
    """Whether the rows of two plans have the same channels in the same order, as after an edit of a weight."""
    if before.input_shape != after.input_shape or len(before.layers) != len(after.layers):
        return False
    pairs = zip(before.layers, after.layers, strict=True)
    return all(a is b or (a.id, a.output_shape) == (b.id, b.output_shape) for a, b in pairs)
