"""The inspector: parameters, slices and numbers of the selected layer."""

from __future__ import annotations

from cnnlab.document.plan import LayerPlan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Result
from cnnlab.gui.window import MainWindow
from cnnlab.text import _


class InspectorWiring:
    """Connects the inspector."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._presenter = window, window.presenter
        self._weights_due = False  # the selected layer's weights are large, and the worker has yet to make them
        inspector, presenter, editor = window.inspector, window.presenter, window.editor
        inspector.params_edited.connect(editor.set_params)
        inspector.weight_edited.connect(editor.set_weight)
        inspector.cells_edited.connect(editor.set_cells)
        inspector.slice_replaced.connect(editor.set_slice)
        inspector.gesture_ended.connect(editor.end_gesture)
        inspector.slice_selected.connect(presenter.select)
        inspector.fix_requested.connect(editor.fix)
        inspector.reset_weights_requested.connect(editor.new_weights)
        editor.refused.connect(inspector.show_notice)
        presenter.plan_changed.connect(self._show_layer)
        presenter.selection_changed.connect(self._on_presenter_selection_changed)
        presenter.result_changed.connect(self._on_presenter_result_changed)

    def _on_presenter_selection_changed(self, layer: str, out: int, into: int) -> None:
        self._show_layer()
        self._window.inspector.select_slice(out, into)

    def _on_presenter_result_changed(self, result: Result) -> None:
        if self._presenter.stack.mode.value == "train" or self._weights_due:
            self._show_layer()

    def _show_layer(self) -> None:
        inspector, plan = self._window.inspector, self._presenter.selected_plan
        names: tuple[str, ...] = ()
        if plan is not None and plan.input_shapes and plan.sources[0] < 0 and plan.input_shapes[0][1] == 3:
            names = ("R", "G", "B")
        self._weights_due = plan is not None and plan.runs and not plan.weights_at_hand
        inspector.set_channel_names(names)
        inspector.set_earlier_layers(self._earlier(plan) if plan is not None and plan.layer.block.references() else ())
        inspector.show_layer(plan, self._presenter.statistics())

    def _earlier(self, plan: LayerPlan) -> tuple[tuple[str, str], ...]:
        """What a merge may take, from the input down to the layer above it."""
        above = self._presenter.stack.layers[: self._presenter.stack.index(plan.id)]
        return ((INPUT, _("input")), *((layer.id, layer.label) for layer in above))
