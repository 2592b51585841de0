"""The canvas: rows, pictures, the value under the pointer, times."""

from __future__ import annotations

from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Probe, Result, Sort
from cnnlab.gui.canvas.content import contents
from cnnlab.gui.canvas.times import LayerTimes
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.layer_text import element_text
from cnnlab.gui.window import MainWindow


class CanvasWiring:
    """Connects the canvas and the commands that change what it shows."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._result: Result | None = None
        self._times = LayerTimes()
        canvas, presenter = window.canvas, window.presenter
        canvas.view_changed.connect(self._on_canvas_view_changed)
        canvas.ranking_wanted.connect(lambda ranking: presenter.set_view(ranking=ranking))
        canvas.picked.connect(presenter.select)
        canvas.hovered.connect(self._on_canvas_hovered)
        canvas.painted.connect(presenter.painted)
        canvas.fix_requested.connect(window.editor.fix)
        canvas.switch_off_requested.connect(lambda layer: window.editor.enable(layer, False))
        canvas.smaller_requested.connect(window.editor.lower_working_size)
        canvas.add_requested.connect(window.stack_panel.open_palette)
        canvas.layout_chosen.connect(self._show_layout)
        presenter.structure_changed.connect(self._on_presenter_structure_changed)
        presenter.plan_changed.connect(self._show_computing)
        presenter.selection_changed.connect(lambda layer, out, _into: canvas.select(layer, out))
        presenter.result_changed.connect(self._on_presenter_result_changed)
        presenter.idle.connect(lambda: canvas.show_computing(()))
        window.projects.opened.connect(canvas.begin_anew)
        self._connect_commands()
        self._show_layout()

    def _connect_commands(self) -> None:
        canvas = self._window.canvas
        self._actions.connect("times", self._show_times)
        for command, steps in (("tiles_larger", 1), ("tiles_smaller", -1), ("tiles_automatic", 0)):
            self._actions.connect(command, partial(canvas.zoom, steps))
        self._actions.connect("wrap", lambda: canvas.set_wrap(not canvas.wrap))
        for sort in Sort:
            self._actions.connect(f"sort_{sort.value}", partial(canvas.set_sort, sort))
        for command, collapsed in (("collapse_all", True), ("show_all", False)):
            self._actions.connect(command, partial(canvas.collapse_all, collapsed))

    def _show_layout(self) -> None:
        canvas = self._window.canvas
        self._actions["wrap"].setChecked(canvas.wrap)
        for sort in Sort:
            self._actions[f"sort_{sort.value}"].setChecked(sort is canvas.sort)

    def _on_canvas_view_changed(self) -> None:
        if self._window.pages.currentWidget() is self._window.canvas:
            self._presenter.set_view(rows=self._window.canvas.visible_rows(), large=None)

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        still = self._presenter.still
        name = still.title if still is not None else ""
        self._window.canvas.follow_frames(self._presenter.live)
        self._window.canvas.show_rows(contents(plan, self._presenter.failures, name), plan)

    def _show_computing(self, plan: Plan) -> None:
        shown = self._result.job.plan if self._result is not None else None
        self._window.canvas.show_computing(stale_layers(plan, shown))

    def _on_presenter_result_changed(self, result: Result) -> None:
        self._result = result
        if self._window.pages.currentWidget() is self._window.canvas:
            self._show_pictures(result)
        else:
            self._window.canvas.take_orders(result)
        self._show_computing(self._presenter.shown)
        if self._times.note(result.seconds, result.job.frame.live) and self._actions["times"].isChecked():
            self._show_times()
        if result.job.view.probe is not None:
            self._show_probe(result.job.view.probe, result.probed)

    def _show_pictures(self, result: Result) -> None:
        if result.job.view.large is not None:  # made for the page that was left just now
            self._presenter.painted()
        else:
            self._window.canvas.show_result(result)

    def _on_canvas_hovered(self, probe: Probe | None) -> None:
        if probe is None:
            self._window.status.clear_hover()
        self._presenter.set_probe(probe)

    def _show_probe(self, probe: Probe, value: float | None) -> None:
        if value is None or not (probe[0] == INPUT or self._presenter.stack.has(probe[0])):
            self._window.status.clear_hover()
            return
        self._window.status.show_hover(element_text(self._presenter.shown, probe, value))

    def _show_times(self) -> None:
        layers = [layer.id for layer in self._presenter.shown.layers if layer.runs and layer.layer.enabled]
        costs = self._times.costs(layers)
        self._window.canvas.show_costs(costs if self._actions["times"].isChecked() else {})


def stale_layers(plan: Plan, shown: Plan | None) -> tuple[str, ...]:
    """Layers whose pictures are not those of the plan: new or changed themselves, or below one that is."""
    if shown is plan:
        return ()
    known = {layer.id: layer for layer in shown.layers} if shown is not None else {}
    other_input = shown is None or (shown.input_shape, shown.stack.input) != (plan.input_shape, plan.stack.input)
    stale: set[int] = {-1} if other_input else set()
    for position, layer in enumerate(plan.layers):
        if layer.runs and (known.get(layer.id) is not layer or stale.intersection(layer.sources)):
            stale.add(position)
    return tuple(plan.layers[position].id if position >= 0 else INPUT for position in sorted(stale))
