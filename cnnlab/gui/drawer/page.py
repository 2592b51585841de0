"""What every page of the drawer answers to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Question, Result
from cnnlab.gui.drawer.stopped import StoppedNote
from cnnlab.gui.theme import Theme
from cnnlab.gui.veil import Veil


class ExplainPage(QWidget):
    """A page, told of plans, selections and results only while it is on show.

    When it comes on show it is told all three as they are then. A page that wants more of the program than to choose a
    layer has signals of its own, which a file in `gui/wiring/` hears.

    Attributes:
        tells: whether the shapes of the selected layer could be read off it; then it gives way to a note while they
            are kept from sight.
        tools: its controls, which stand beside the tabs while the page is on show.
        questions: what it asks about every pass while it is on show; see `cnnlab.explain.questions`. The answers come
            with the results.

    Signals:
        layer_chosen: select a layer: its id.
        fix_requested: mend a layer that cannot run: its id, number of the fix.
        switch_off_requested: switch off a layer that failed: its id.
        smaller_requested: lower the working size: memory does not suffice.
        questions_changed: it asks something else now.
    """

    tells = False

    layer_chosen = Signal(str)
    fix_requested = Signal(str, int)
    switch_off_requested = Signal(str)
    smaller_requested = Signal()
    questions_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.tools = QWidget()
        self.questions: tuple[Question, ...] = ()

    def listen_to(self, note: StoppedNote) -> None:
        """Pass on what a note of this page wishes."""
        note.fix_requested.connect(self.fix_requested)
        note.switch_off_requested.connect(self.switch_off_requested)
        note.layer_chosen.connect(self.layer_chosen)
        note.smaller_requested.connect(self.smaller_requested)

    def ask(self, *questions: Question) -> None:
        """Ask these questions from now on."""
        if questions != self.questions:
            self.questions = questions
            self.questions_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.theme = theme

    def retranslate(self) -> None:
        """Use the language of the moment."""

    def show_plan(self, plan: Plan) -> None:
        """Show another plan."""

    def show_selection(self, layer: str, out: int, into: int) -> None:
        """Show another selection: a layer's id (empty: none), its output and its input channel."""

    def show_veil(self, veil: Veil) -> None:
        """Keep these shapes from sight, also while the page is not on show."""

    def show_result(self, result: Result) -> None:
        """Show what the worker made."""
