"""The project as a whole: files, pictures, history, mode, and whether all is saved."""

from __future__ import annotations

from cnnlab.document.plan import Plan
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, Message


class ProjectWiring:
    """Connects the commands of the menus File and Edit, and shows what becomes of the document."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions = window, actions
        self._presenter, self._editor = window.presenter, window.editor
        self._history: tuple[int, str | None, str | None] = (0, None, None)
        for command, do in (
            ("new_project", window.new_project),
            ("open", window.ask_for_anything),
            ("open_project", window.ask_for_project),
            ("save", lambda: window.save()),
            ("save_as", lambda: window.save_as()),
            ("open_example", window.open_example),
            ("open_image", window.ask_for_picture),
            ("paste_image", window.paste),
            ("quit", window.close),
            ("undo", self._editor.undo),
            ("redo", self._editor.redo),
            ("train", self._switch_mode),
        ):
            actions.connect(command, do)
        bar, status = window.source_bar, window.status
        bar.undo_requested.connect(self._editor.undo)
        bar.redo_requested.connect(self._editor.redo)
        bar.mode_chosen.connect(self._editor.set_mode)
        self._presenter.structure_changed.connect(self._on_presenter_structure_changed)
        self._presenter.document_changed.connect(self._on_presenter_document_changed)
        self._presenter.message.connect(status.show_message)
        self._editor.refused.connect(lambda text: status.show_message(text, "warning"))
        for flow in (window.stills, window.live, window.pace, window.projects):
            flow.message.connect(status.show_message)
        window.pace.told.connect(status.show_step)

    def _switch_mode(self) -> None:
        self._editor.set_mode("eval" if self._presenter.stack.mode.value == "train" else "train")

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        mode = plan.stack.mode.value
        self._window.source_bar.show_mode(mode)
        self._actions["train"].setChecked(mode == "train")

    def _on_presenter_document_changed(self) -> None:
        document, window = self._presenter.document, self._window
        window.source_bar.show_history(document.undo_label, document.redo_label)
        for command, label in (("undo", document.undo_label), ("redo", document.redo_label)):
            self._actions[command].setEnabled(label is not None)
        name = self._presenter.path.name if self._presenter.path is not None else ""
        window.status.show_saved(document.modified, name)
        self._say_step()

    def _say_step(self) -> None:
        """What was done last, undone or done once more."""
        document, before = self._presenter.document, self._history
        self._history = (document.steps, document.undo_label, document.redo_label)
        steps, done, undone = self._history
        if self._history == before:
            return
        if steps < before[0] and undone is not None:
            self._window.status.show_step(Message(N_("undone: {step}"), step=undone))
        elif done is not None:
            self._window.status.show_step(done)
