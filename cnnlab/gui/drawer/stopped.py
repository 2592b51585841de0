"""Why a page has nothing to show: a hint, or the problem of a layer with its fix, as the layer's row has it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.memory import NoRoom
from cnnlab.gui.canvas.content import Leads, Link, RowContent, row_content, size_link
from cnnlab.gui.drawer.labels import set_role, text_label
from cnnlab.gui.layer_text import waiting_text
from cnnlab.gui.theme import Space
from cnnlab.text import Message, _

_NONE: Mapping[str, Message] = {}


class StoppedNote(QFrame):
    """A sentence and a link; hidden while there is nothing to say.

    Signals:
        fix_requested: mend a layer: its id, number of the fix.
        switch_off_requested: switch off a layer that failed: its id.
        layer_chosen: select the layer whose problem stops the one on show: its id.
        smaller_requested: lower the working size: memory does not suffice.
    """

    fix_requested = Signal(str, int)
    switch_off_requested = Signal(str)
    layer_chosen = Signal(str)
    smaller_requested = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Frame")
        self._link: Link | None = None
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

    def show_stop(
        self,
        plan: Plan | None,
        layer: str,
        hint: Message | str = "",
        instead: str = "",
        failures: Mapping[str, Message] = _NONE,
    ) -> bool:
        """Say what stops a layer, or something `instead`, else a hint; whether there was anything to say.

        A hint that memory does not suffice has the way out with it.
        The `failures` are those of the last pass, by layer id.
        """
        row = _stopped(plan, layer, failures)
        full = row is None and plan is not None and isinstance(hint, NoRoom)
        link = row.link if row is not None else size_link(plan) if full and plan is not None else None
        self._link, warning = link, full or (row is not None and row.warning)
        self.sentence.setText((instead or _sentence(row)) if row is not None else str(hint))
        set_role(self.sentence, "warning" if warning else "muted")
        self._frame("problem" if warning else "")
        self.link.setText(link.text if link is not None else "")
        self.link.setAccessibleName(self.link.text() or _("Way out"))
        leads_on = link is not None and link.leads is Leads.LAYER
        mends = _("Undo takes it back") if full else _("Mend this layer; undo takes it back")
        self.link.setToolTip(_("Select that layer") if leads_on else mends)
        self.link.setVisible(link is not None)
        self.setVisible(bool(self.sentence.text()))
        return bool(self.sentence.text())

    def fit_into(self, box: QBoxLayout) -> None:
        """Stand in a column of a page that goes to its edges, in line with what else is read there."""
        around = QVBoxLayout()
        box.addLayout(around)
        around.setContentsMargins(Space.L, 0, Space.L, 0)
        around.addWidget(self)

    def _frame(self, role: str) -> None:
        if (self.property("role") or "") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def _on_link_clicked(self) -> None:
        link = self._link
        if link is not None and link.leads is Leads.FIX:
            self.fix_requested.emit(link.layer, 0)
        elif link is not None and link.leads is Leads.OFF:
            self.switch_off_requested.emit(link.layer)
        elif link is not None and link.leads is Leads.SIZE:
            self.smaller_requested.emit()
        elif link is not None:
            self.layer_chosen.emit(link.layer)


def _stopped(plan: Plan | None, layer: str, failures: Mapping[str, Message]) -> RowContent | None:
    """The row of a layer that has no output; None if it has one."""
    if plan is None or not layer or layer == INPUT or not plan.stack.has(layer):
        return None
    row = row_content(plan, layer, failures)
    return row if row.note else None


def _sentence(row: RowContent) -> str:
    leads_on = row.link is not None and row.link.leads is Leads.LAYER
    return waiting_text(row.link.layer) if row.link is not None and leads_on else row.note
