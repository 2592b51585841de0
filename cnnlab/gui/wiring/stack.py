"""The stack panel: cards, palette, totals, and the commands of a layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cnnlab.document.plan import Plan
from cnnlab.explain.receptive import receptive_field
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.comparison import Comparison, HeldKey
from cnnlab.gui.stack_panel.layer_clipboard import layers_at_hand, put_layers
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Listed, Message, Plural, _

_OF_A_LAYER = (
    "duplicate",
    "delete",
    "switch",
    "expand",
    "new_weights",
    "rename",
    "move_up",
    "move_down",
    "cut_layers",
    "copy_layers",
)
# Commands of the menu that the list does itself to what is chosen in it, and what it calls them.
_OF_THE_LIST = {
    "duplicate": "duplicate",
    "delete": "delete",
    "fix": "fix",
    "switch": "switch",
    "rename": "rename",
    "move_up": "up",
    "move_down": "down",
    "cut_layers": "cut",
    "copy_layers": "copy",
    "paste_layers": "paste",
    "select_layers": "all",
}


class StackWiring:
    """Connects the stack panel and the menu Layer."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions = window, actions
        self._presenter, self._editor = window.presenter, window.editor
        self._counted: object = None
        self.comparison = Comparison(window.presenter, window)
        self._connect_panel()
        self._connect_clipboard()
        self._connect_comparison()
        self._connect_commands()
        self._presenter.structure_changed.connect(self._on_presenter_structure_changed)
        self._presenter.selection_changed.connect(self._on_presenter_selection_changed)

    def _connect_panel(self) -> None:
        panel, editor = self._window.stack_panel, self._editor
        panel.add_requested.connect(editor.add)
        panel.move_requested.connect(editor.move)
        panel.duplicate_requested.connect(editor.duplicate)
        panel.delete_requested.connect(editor.remove)
        panel.rename_requested.connect(editor.rename)
        panel.enable_requested.connect(editor.enable_all)
        panel.selected.connect(self._presenter.select)
        panel.fix_requested.connect(editor.fix)
        editor.inserted.connect(panel.select_all)

    def _connect_clipboard(self) -> None:
        panel = self._window.stack_panel
        panel.copy_requested.connect(self._copy)
        panel.cut_requested.connect(self._cut)
        panel.paste_requested.connect(self._paste)

    def _connect_comparison(self) -> None:
        panel, comparison = self._window.stack_panel, self.comparison
        for view in (panel.layer_list, self._window.canvas):
            key = HeldKey(view)
            key.pressed.connect(lambda: comparison.begin(panel.chosen()))
            key.released.connect(comparison.end)
        panel.compare_requested.connect(comparison.begin)
        panel.compare_ended.connect(comparison.end)
        comparison.changed.connect(self._on_comparison_changed)

    def _connect_commands(self) -> None:
        editor, presenter, canvas = self._editor, self._presenter, self._window.canvas
        panel = self._window.stack_panel

        def on_selected(command: str, do: Callable[[str], object]) -> None:
            self._actions.connect(command, lambda: do(presenter.selected) if presenter.selected else None)

        self._actions.connect("add_block", panel.open_palette)
        for command, of_list in _OF_THE_LIST.items():
            self._actions.connect(command, partial(panel.run, of_list))
        on_selected("expand", lambda layer: canvas.expand(layer, not canvas.is_expanded(layer)))
        on_selected("new_weights", editor.new_weights)
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

    def _copy(self, layers: Sequence[str]) -> bool:
        """Put layers into the clipboard; whether that was done."""
        text = self._editor.copy(layers)
        if text is not None:
            put_layers(text)
            said = Plural("{count} layer copied as text", "{count} layers copied as text", len(layers))
            self._window.status.show_message(said)
        return text is not None

    def _cut(self, layers: Sequence[str]) -> None:
        if self._copy(layers):
            self._editor.remove(layers, N_("cut {ids}"))

    def _paste(self, position: int) -> None:
        text = layers_at_hand()
        if text is None:
            said = Message(N_("the clipboard holds no layers: copy some in the list first"))
            self._window.status.show_message(said, "warning")
        else:
            self._editor.paste(text, position)

    def _on_comparison_changed(self, layers: Sequence[str]) -> None:
        if not layers:
            self._window.status.clear_hover()
            return
        stack = self._presenter.stack
        on = not stack.layer(layers[0]).enabled
        text = _("comparing: {layers} on while held") if on else _("comparing: {layers} off while held")
        names = Listed(stack.layer(layer).label for layer in layers)
        self._window.status.show_hover(text.format(layers=names))

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        self._window.stack_panel.show_plan(plan, self._presenter.failures, self.comparison.layers)
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
