"""Why a page has nothing to show: a hint, or the problem of a layer with its fix, as the layer's row has it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.gui.canvas.content import Leads, RowContent, row_content
from cnnlab.gui.drawer.labels import set_role, text_label
from cnnlab.gui.layer_text import stopped_text
from cnnlab.gui.theme import Space
from cnnlab.text import _


class StoppedNote(QFrame):
    """A sentence and a link; hidden while there is nothing to say.

    Signals:
        fix_requested: mend a layer: its id, number of the fix.
        layer_chosen: select the layer whose problem stops the one on show: its id.
    """

    fix_requested = Signal(str, int)
    layer_chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Frame")
        self._row: RowContent | None = None
        self.sentence: QLabel = text_label("muted", name, wrap=True)
        self.link = QPushButton()
        self.link.setObjectName(f"{name}Link")
        self.link.setProperty("link", True)
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link.clicked.connect(self._on_link_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.link)
        self.show_stop(None, "")

    def show_stop(self, plan: Plan | None, layer: str, hint: str = "", instead: str = "") -> bool:
        """Say what stops a layer, or something `instead`, else a hint; whether there was anything to say."""
        self._row = row = _stopped(plan, layer)
        link = row.link if row is not None else None
        stopped = stopped_text(plan.layer(layer)) if plan is not None and row is not None else ""
        self.sentence.setText((instead or stopped) if stopped else hint)
        set_role(self.sentence, "warning" if row is not None and row.warning else "muted")
        self._frame("problem" if row is not None and row.warning else "")
        self.link.setText(link.text if link is not None else "")
        self.link.setAccessibleName(self.link.text() or _("Way out"))
        fixes = link is not None and link.leads is Leads.FIX
        self.link.setToolTip(_("Mend this layer; undo takes it back") if fixes else _("Select that layer"))
        self.link.setVisible(link is not None)
        self.setVisible(bool(self.sentence.text()))
        return bool(self.sentence.text())

    def _frame(self, role: str) -> None:
        if (self.property("role") or "") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def _on_link_clicked(self) -> None:
        link = self._row.link if self._row is not None else None
        if link is not None and link.leads is Leads.FIX:
            self.fix_requested.emit(link.layer, 0)
        elif link is not None:
            self.layer_chosen.emit(link.layer)


def _stopped(plan: Plan | None, layer: str) -> RowContent | None:
    """The row of a layer that has no output; None if it has one."""
    if plan is None or not layer or layer == INPUT or not plan.stack.has(layer) or plan.layer(layer).runs:
        return None
    return row_content(plan, layer)
