"""Who hears whom: connects the views of the window with presenter and flows."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Device, Probe, Result
from cnnlab.explain.receptive import receptive_field
from cnnlab.gui.actions import Actions
from cnnlab.gui.canvas.content import contents
from cnnlab.gui.theme import Theme
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, _

_SCALES = {"channel": N_("per channel"), "layer": N_("per layer"), "stack": N_("per stack"), "fixed": N_("fixed")}


class Wiring:
    """Holds the connections of one window and the little that is shown from two places."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.presenter = window.presenter
        self.editor = window.editor
        self.actions = Actions(window, self._handlers())
        window.source_bar.set_menu(self.actions.menu)
        self._result: Result | None = None
        self._counted: object = None
        self._theme_choice = "system"
        self._weights_due = False  # the selected layer's weights are large, and the worker has yet to make them
        self._connect_presenter()
        self._connect_source_bar()
        self._connect_stack_panel()
        self._connect_canvas()
        self._connect_inspector()
        window.theme_changed.connect(self._on_window_theme_changed)
        for flow in (window.stills, window.projects):
            flow.message.connect(window.status.show_message)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        window, presenter, editor = self.window, self.presenter, self.editor

        def on_selected(do: Callable[[str], object]) -> Callable[[], object]:
            return lambda: do(presenter.selected) if presenter.selected else None

        return {
            "open_project": window.ask_for_project,
            "save": lambda: window.save(),
            "save_as": lambda: window.save_as(),
            "open_example": window.open_example,
            "open_image": window.ask_for_picture,
            "paste_image": window.paste,
            "quit": window.close,
            "undo": editor.undo,
            "redo": editor.redo,
            "train": lambda: editor.set_mode("eval" if presenter.stack.mode.value == "train" else "train"),
            "add_block": window.stack_panel.open_palette,
            "duplicate": on_selected(editor.duplicate),
            "delete": on_selected(lambda layer: editor.remove([layer])),
            "switch": on_selected(lambda layer: editor.enable(layer, not presenter.stack.layer(layer).enabled)),
            "expand": on_selected(lambda layer: window.canvas.expand(layer, not window.canvas.is_expanded(layer))),
            "new_weights": on_selected(editor.new_weights),
            "times": self._show_times,
            "theme_dark": lambda: self.choose_theme("dark"),
            "theme_light": lambda: self.choose_theme("light"),
            "theme_system": lambda: self.choose_theme("system"),
        }

    def _connect_presenter(self) -> None:
        presenter, window = self.presenter, self.window
        presenter.plan_changed.connect(self._on_presenter_plan_changed)
        presenter.selection_changed.connect(self._on_presenter_selection_changed)
        presenter.result_changed.connect(self._on_presenter_result_changed)
        presenter.document_changed.connect(self._on_presenter_document_changed)
        presenter.devices_changed.connect(self._on_presenter_devices_changed)
        presenter.message.connect(window.status.show_message)
        presenter.idle.connect(lambda: window.source_bar.set_busy(False))
        self.editor.refused.connect(window.inspector.show_notice)
        self.editor.refused.connect(lambda text: window.status.show_message(text, "warning"))

    def _connect_source_bar(self) -> None:
        bar, window, presenter, editor = self.window.source_bar, self.window, self.presenter, self.editor
        bar.open_requested.connect(window.ask_for_picture)
        bar.paste_requested.connect(window.paste)
        bar.sample_chosen.connect(window.stills.open_sample)
        bar.input_edited.connect(window.stills.change_input)
        bar.mode_chosen.connect(editor.set_mode)
        bar.device_chosen.connect(presenter.set_device)
        bar.undo_requested.connect(editor.undo)
        bar.redo_requested.connect(editor.redo)
        bar.scale_edited.connect(self._on_bar_scale_edited)
        bar.colours_chosen.connect(self._on_bar_colours_chosen)
        bar.theme_chosen.connect(self.choose_theme)

    def _connect_stack_panel(self) -> None:
        panel, presenter, editor = self.window.stack_panel, self.presenter, self.editor
        panel.add_requested.connect(editor.add)
        panel.move_requested.connect(editor.move)
        panel.duplicate_requested.connect(editor.duplicate)
        panel.delete_requested.connect(editor.remove)
        panel.rename_requested.connect(editor.rename)
        panel.enable_requested.connect(editor.enable)
        panel.selected.connect(presenter.select)
        panel.fix_requested.connect(editor.fix)

    def _connect_canvas(self) -> None:
        canvas, presenter, editor = self.window.canvas, self.presenter, self.editor
        canvas.view_changed.connect(lambda: presenter.set_view(rows=canvas.visible_rows()))
        canvas.picked.connect(presenter.select)
        canvas.hovered.connect(self._on_canvas_hovered)
        canvas.painted.connect(presenter.painted)
        canvas.fix_requested.connect(editor.fix)

    def _connect_inspector(self) -> None:
        inspector, presenter, editor = self.window.inspector, self.presenter, self.editor
        inspector.params_edited.connect(editor.set_params)
        inspector.weight_edited.connect(editor.set_weight)
        inspector.slice_replaced.connect(editor.set_slice)
        inspector.gesture_ended.connect(editor.end_gesture)
        inspector.slice_selected.connect(presenter.select)
        inspector.fix_requested.connect(editor.fix)
        inspector.reset_weights_requested.connect(editor.new_weights)

    # -- from the presenter --

    def _on_presenter_plan_changed(self, plan: Plan) -> None:
        window, still = self.window, self.presenter.still
        name = still.name if still is not None else ""
        window.stack_panel.show_plan(plan, self.presenter.failures)
        window.canvas.show_rows(contents(plan, self.presenter.failures, name))
        self._show_layer()
        size = still.size if still is not None else (0, 0)
        window.source_bar.show_input(name, plan.stack.input, plan.input_shape, size)
        window.source_bar.show_mode(plan.stack.mode.value)
        self.actions["train"].setChecked(plan.stack.mode.value == "train")
        self._show_totals(plan)
        window.source_bar.set_busy(True)

    def _show_totals(self, plan: Plan) -> None:
        counted = tuple(
            (p.layer.block.kind, p.layer.block.settings, p.layer.enabled, p.sources, p.output_shape)
            for p in plan.layers
        )
        if counted == self._counted:  # weights may differ, but nothing that counts
            return
        self._counted = counted
        running = [layer for layer in plan.layers if layer.runs]
        self.window.stack_panel.show_totals(
            sum(layer.parameters for layer in running),
            sum(layer.macs for layer in running),
            receptive_field(plan, running[-1].id) if running else None,
            sum(layer.memory for layer in running),
        )

    def _show_layer(self) -> None:
        inspector, plan = self.window.inspector, self.presenter.selected_plan
        names: tuple[str, ...] = ()
        if plan is not None and plan.input_shapes and plan.sources[0] < 0 and plan.input_shapes[0][1] == 3:
            names = ("R", "G", "B")
        self._weights_due = plan is not None and plan.runs and not plan.weights_at_hand
        inspector.set_channel_names(names)
        inspector.show_layer(plan, self.presenter.statistics())

    def _on_presenter_selection_changed(self, layer: str, out: int, into: int) -> None:
        window = self.window
        window.stack_panel.select(layer)
        window.canvas.select(layer, out)
        self._show_layer()
        window.inspector.select_slice(out, into)
        for command in ("duplicate", "delete", "switch", "expand", "new_weights"):
            self.actions[command].setEnabled(bool(layer))

    def _on_presenter_result_changed(self, result: Result) -> None:
        self._result = result
        self.window.source_bar.set_busy(False)
        self.window.canvas.show_result(result)
        if result.recomputed:
            self.window.source_bar.show_time(result.total, None)
        if self.actions["times"].isChecked():
            self._show_times()
        if result.job.view.probe is not None:
            self._show_probe(result.job.view.probe, result.probed)
        if self.presenter.stack.mode.value == "train" or self._weights_due:
            self._show_layer()

    def _on_presenter_document_changed(self) -> None:
        document, window = self.presenter.document, self.window
        window.source_bar.show_history(document.undo_label, document.redo_label)
        for command, label in (("undo", document.undo_label), ("redo", document.redo_label)):
            self.actions[command].setEnabled(label is not None)
        name = self.presenter.path.name if self.presenter.path is not None else ""
        window.status.show_saved(document.modified, name)

    def _on_presenter_devices_changed(self, devices: tuple[Device, ...], current: str) -> None:
        self.window.source_bar.show_devices([(d.id, d.title, d.detail) for d in devices], current)

    # -- from the views --

    def _on_canvas_hovered(self, probe: Probe | None) -> None:
        if probe is None:
            self.window.status.clear_hover()
        self.presenter.set_probe(probe)

    def _show_probe(self, probe: Probe, value: float | None) -> None:
        layer, *index = probe
        if value is None or not (layer == INPUT or self.presenter.stack.has(layer)):
            self.window.status.clear_hover()
            return
        label = _("input") if layer == INPUT else self.presenter.stack.layer(layer).label
        self.window.status.show_hover(f"{label} {index} = {value:.4f}")

    def _on_bar_scale_edited(self, mode: str, fixed: float) -> None:
        self.presenter.set_scale(mode, fixed)
        self.window.source_bar.show_scale(mode, fixed)
        self.show_colour()

    def _on_bar_colours_chosen(self, choice: str) -> None:
        self.window.choose_colours(choice)
        self.window.source_bar.show_colours(choice)

    def choose_theme(self, choice: str) -> None:
        """Take the look `dark`, `light` or `system`."""
        self.window.choose_theme(choice)
        self.note_theme(choice)

    def note_theme(self, choice: str) -> None:
        """Show which look was chosen, and follow the system from now on if that is it."""
        self._theme_choice = choice
        for other in ("dark", "light", "system"):
            self.actions[f"theme_{other}"].setChecked(other == choice)
        self.window.source_bar.show_theme(choice)

    def follow_system(self) -> None:
        """The system has turned dark or light."""
        if self._theme_choice == "system":
            self.choose_theme("system")

    def show_colour(self) -> None:
        """Say in the status line how values become colour."""
        mode = _(_SCALES[self.presenter.view.scale.value])
        self.window.status.show_colour(_("colour: symmetric, {mode}").format(mode=mode))

    def _on_window_theme_changed(self, theme: Theme) -> None:
        self.actions.retranslate()

    def _show_times(self) -> None:
        on = self.actions["times"].isChecked()
        self.window.canvas.show_times(self._result.seconds if on and self._result is not None else None)
