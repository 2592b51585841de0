"""The stack panel: cards, palette, totals, and the commands of a layer."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.document.plan import Plan
from cnnlab.explain.receptive import receptive_field
from cnnlab.gui.actions import Actions
from cnnlab.gui.window import MainWindow

_OF_A_LAYER = ("duplicate", "delete", "switch", "expand", "new_weights")


class StackWiring:
    """Connects the stack panel and the menu Layer."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions = window, actions
        self._presenter, self._editor = window.presenter, window.editor
        self._counted: object = None
        self._connect_panel()
        self._connect_commands()
        self._presenter.plan_changed.connect(self._on_presenter_plan_changed)
        self._presenter.selection_changed.connect(self._on_presenter_selection_changed)

    def _connect_panel(self) -> None:
        panel, editor = self._window.stack_panel, self._editor
        panel.add_requested.connect(editor.add)
        panel.move_requested.connect(editor.move)
        panel.duplicate_requested.connect(editor.duplicate)
        panel.delete_requested.connect(editor.remove)
        panel.rename_requested.connect(editor.rename)
        panel.enable_requested.connect(editor.enable)
        panel.selected.connect(self._presenter.select)
        panel.fix_requested.connect(editor.fix)

    def _connect_commands(self) -> None:
        editor, presenter, canvas = self._editor, self._presenter, self._window.canvas

        def on_selected(command: str, do: Callable[[str], object]) -> None:
            self._actions.connect(command, lambda: do(presenter.selected) if presenter.selected else None)

        self._actions.connect("add_block", self._window.stack_panel.open_palette)
        on_selected("duplicate", editor.duplicate)
        on_selected("delete", lambda layer: editor.remove([layer]))
        on_selected("switch", lambda layer: editor.enable(layer, not presenter.stack.layer(layer).enabled))
        on_selected("expand", lambda layer: canvas.expand(layer, not canvas.is_expanded(layer)))
        on_selected("new_weights", editor.new_weights)

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        self._window.stack_panel.show_plan(plan, self._presenter.failures)
        self._show_totals(plan)

    def _show_totals(self, plan: Plan) -> None:
        counted = tuple(
            (p.layer.block.kind, p.layer.block.settings, p.layer.enabled, p.sources, p.output_shape)
            for p in plan.layers
        )
        if counted == self._counted:  # weights may differ, but nothing that counts
            return
        self._counted = counted
        running = [layer for layer in plan.layers if layer.runs]
        self._window.stack_panel.show_totals(
            sum(layer.parameters for layer in running),
            sum(layer.macs for layer in running),
            receptive_field(plan, running[-1].id) if running else None,
            sum(layer.memory for layer in running),
        )

    def _on_presenter_selection_changed(self, layer: str, out: int, into: int) -> None:
        self._window.stack_panel.select(layer)
        for command in _OF_A_LAYER:
            self._actions[command].setEnabled(bool(layer))
