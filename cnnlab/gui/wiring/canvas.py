"""The canvas: rows, pictures, the value under the pointer, times."""

from __future__ import annotations

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Probe, Result
from cnnlab.gui.actions import Actions
from cnnlab.gui.canvas.content import contents
from cnnlab.gui.layer_text import element_text
from cnnlab.gui.window import MainWindow


class CanvasWiring:
    """Connects the canvas and the commands that change what it shows."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._result: Result | None = None
        canvas, presenter = window.canvas, window.presenter
        canvas.view_changed.connect(self._on_canvas_view_changed)
        canvas.picked.connect(presenter.select)
        canvas.hovered.connect(self._on_canvas_hovered)
        canvas.painted.connect(presenter.painted)
        canvas.fix_requested.connect(window.editor.fix)
        actions.connect("times", self._show_times)
        presenter.plan_changed.connect(self._on_presenter_plan_changed)
        presenter.selection_changed.connect(lambda layer, out, _into: canvas.select(layer, out))
        presenter.result_changed.connect(self._on_presenter_result_changed)

    def _on_canvas_view_changed(self) -> None:
        if self._window.pages.currentWidget() is self._window.canvas:
            self._presenter.set_view(rows=self._window.canvas.visible_rows(), large=None)

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        still = self._presenter.still
        name = still.name if still is not None else ""
        self._window.canvas.show_rows(contents(plan, self._presenter.failures, name))

    def _on_presenter_result_changed(self, result: Result) -> None:
        self._result = result
        if self._window.pages.currentWidget() is self._window.canvas:
            self._show_pictures(result)
        if self._actions["times"].isChecked():
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
        self._window.status.show_hover(element_text(self._presenter.plan, probe, value))

    def _show_times(self) -> None:
        on = self._actions["times"].isChecked()
        self._window.canvas.show_times(self._result.seconds if on and self._result is not None else None)
