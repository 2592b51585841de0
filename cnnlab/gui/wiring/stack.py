"""The stack panel: cards, palette, totals, and the commands of a layer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.explain.receptive import receptive_field
from cnnlab.gui.actions import Actions
from cnnlab.gui.window import MainWindow

_OF_A_LAYER = ("duplicate", "delete", "switch", "rename", "expand", "new_weights")


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
        for command, in_list in (("rename", "rename"), ("move_up", "up"), ("move_down", "down"), ("fix", "fix")):
            self._actions.connect(command, partial(self._window.stack_panel.run, in_list))
        self._actions.connect("previous_layer", partial(self._step, -1))
        self._actions.connect("next_layer", partial(self._step, 1))
        for command in _OF_A_LAYER:
            self._actions.rule(command, lambda: bool(presenter.selected))
        self._actions.rule("move_up", lambda: self._place() > 0)
        self._actions.rule("move_down", lambda: 0 <= self._place() < len(presenter.stack) - 1)
        self._actions.rule("previous_layer", lambda: self._place() > 0)
        self._actions.rule("next_layer", lambda: self._place() < len(presenter.stack) - 1)
        self._actions.rule("fix", self._can_fix)

    def _place(self) -> int:
        """Where the selected layer stands; −1 if none is selected."""
        selected = self._presenter.selected
        return self._presenter.stack.index(selected) if selected else -1

    def _step(self, by: int) -> None:
        self._presenter.select(self._presenter.stack.layers[self._place() + by].id)

    def _can_fix(self) -> bool:
        plan = self._presenter.selected_plan
        return plan is not None and plan.problem is not None and bool(plan.problem.fixes)

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        self._window.stack_panel.show_plan(plan, self._presenter.failures)
        self._show_totals(plan)
        self._actions.refresh()

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
        self._actions.refresh()
