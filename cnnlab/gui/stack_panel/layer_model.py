"""The stack as a list model: row 0 is the first layer. It changes nothing itself; what is set becomes a wish."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cnnlab.document.plan import LayerPlan
from cnnlab.gui.stack_panel.card import Card, card_of
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.text import Message, _

ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PLAN_ROLE = ID_ROLE + 1
ENABLED_ROLE = ID_ROLE + 2
CARD_ROLE = ID_ROLE + 3

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LayerModel(QAbstractListModel):
    """One row a layer.

    Signals:
        rename_requested: id and new name.
        enable_requested: id and whether it should be on.
    """

    rename_requested = Signal(str, str)
    enable_requested = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plans: list[LayerPlan] = []
        self._cards: list[Card] = []
        self._failures: Mapping[str, Message] = {}
        self._compared: frozenset[str] = frozenset()
        self._veil = NOTHING_HIDDEN

    # -- what it is told --

    def show(self, plans: Sequence[LayerPlan], failures: Mapping[str, Message], compared: Collection[str] = ()) -> None:
        """Hold these layers; rows that stay the same are not touched. `compared` are shown so for a moment only."""
        labels = {plan.id: plan.layer.label for plan in plans}
        self._remove_missing(labels)
        self._reorder([plan.id for plan in plans])
        before, self._compared = self._compared, frozenset(compared)
        said: list[int] = []  # rows whose card says something else
        for row, plan in enumerate(plans):
            failure, label = failures.get(plan.id), labels.get(plan.waits_for or "", "")
            if row >= len(self._plans) or self._plans[row].id != plan.id:
                self._insert(row, plan, self._card(plan, failure, label))
            elif self._is_new(row, plan, failure, label) or (plan.id in before) != (plan.id in self._compared):
                card = self._card(plan, failure, label)
                if card != self._cards[row]:  # a kernel edit is not announced: Qt lays the whole list out for it
                    said.append(row)
                self._plans[row], self._cards[row] = plan, card
        self._failures = dict(failures)
        self._announce(said)

    def _is_new(self, row: int, plan: LayerPlan, failure: Message | None, waits_label: str) -> bool:
        """Whether there is anything new about a row."""
        if self._plans[row] is not plan or self._failures.get(plan.id) != failure:
            return True
        return bool(waits_label) and self._cards[row].waits_label != waits_label

    def _card(self, plan: LayerPlan, failure: Message | None, waits_label: str) -> Card:
        veiled = bool(plan.input_shapes) and self._veil.hides_any_of(plan.id)
        return card_of(plan, failure, waits_label, plan.id in self._compared, veiled)

    def veil(self, veil: Veil) -> None:
        """Keep these shapes from sight, and show all others."""
        self._veil = veil
        self.retranslate()

    def retranslate(self) -> None:
        """Make every text anew in the language of the moment."""
        labels = {plan.id: plan.layer.label for plan in self._plans}
        self._cards = [
            self._card(plan, self._failures.get(plan.id), labels.get(plan.waits_for or "", "")) for plan in self._plans
        ]
        self._announce(range(len(self._plans)))

    def row_of(self, layer_id: str) -> int:
        """Row of a layer; −1 if it is not here."""
        return next((row for row, plan in enumerate(self._plans) if plan.id == layer_id), -1)

    def _remove_missing(self, kept: Mapping[str, object]) -> None:
        for row in reversed(range(len(self._plans))):
            if self._plans[row].id not in kept:
                self.beginRemoveRows(_ROOT, row, row)
                del self._plans[row], self._cards[row]
                self.endRemoveRows()

    def _reorder(self, ids: Sequence[str]) -> None:
        """Bring the rows that stay into their new order, with as few moves as one moved layer needs."""
        here = {plan.id for plan in self._plans}
        wanted = [layer for layer in ids if layer in here]
        place = {layer: row for row, layer in enumerate(wanted)}
        row = 0
        while row < len(wanted):
            current = self._plans[row].id
            if current == wanted[row]:
                row += 1
                continue
            found = next(r for r, plan in enumerate(self._plans) if plan.id == wanted[row])
            if place[current] - row > found - row:
                self._move(row, place[current])
            else:
                self._move(found, row)

    def _move(self, source: int, target: int) -> None:
        """Take a row out and put it back at `target`."""
        self.beginMoveRows(_ROOT, source, source, _ROOT, target + 1 if target > source else target)
        self._plans.insert(target, self._plans.pop(source))
        self._cards.insert(target, self._cards.pop(source))
        self.endMoveRows()

    def _insert(self, row: int, plan: LayerPlan, card: Card) -> None:
        self.beginInsertRows(_ROOT, row, row)
        self._plans.insert(row, plan)
        self._cards.insert(row, card)
        self.endInsertRows()

    def _announce(self, rows: Sequence[int]) -> None:
        """Tell that rows have changed, neighbours together."""
        for place, row in enumerate(rows):
            if place == 0 or rows[place - 1] != row - 1:
                first = row
            if place == len(rows) - 1 or rows[place + 1] != row + 1:
                self.dataChanged.emit(self.index(first), self.index(row))

    # -- what views ask --

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._plans)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._plans):
            return None
        answer = _ANSWERS.get(int(role))
        return answer(self._plans[index.row()], self._cards[index.row()]) if answer is not None else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        plan = self._plans[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            name = " ".join(str(value).split())
            if name != plan.layer.name:
                self.rename_requested.emit(plan.id, name)
            return True
        if role == Qt.ItemDataRole.CheckStateRole:
            enabled = Qt.CheckState(value) != Qt.CheckState.Unchecked
            if enabled != plan.layer.enabled:
                self.enable_requested.emit(plan.id, enabled)
            return True
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsEditable
            | flag.ItemIsUserCheckable
            | flag.ItemIsDragEnabled
            | flag.ItemNeverHasChildren
        )


def description(card: Card) -> str:
    """What is to be said about a layer besides its name: problem, ways out, notes."""
    parts = [_("switched off")] if card.off else []
    parts += [card.sentence] if card.sentence else []
    for number, fix in enumerate(card.fixes):
        parts.append(_("Alt+Enter: {fix}").format(fix=fix) if number == 0 else _("or: {fix}").format(fix=fix))
    if card.waits_for:
        before, behind = card.waits_parts
        parts.append(f"{before}{card.waits_label}{behind}")
    return ". ".join((*parts, *card.notes))


def _checked(plan: LayerPlan) -> Qt.CheckState:
    return Qt.CheckState.Checked if plan.layer.enabled else Qt.CheckState.Unchecked


_ANSWERS: dict[int, Callable[[LayerPlan, Card], object]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda _plan, card: card.headline,
    int(Qt.ItemDataRole.EditRole): lambda plan, _card: plan.layer.name,
    int(Qt.ItemDataRole.CheckStateRole): lambda plan, _card: _checked(plan),
    int(Qt.ItemDataRole.AccessibleTextRole): lambda _plan, card: card.headline,
    int(Qt.ItemDataRole.AccessibleDescriptionRole): lambda _plan, card: description(card),
    ID_ROLE: lambda plan, _card: plan.id,
    PLAN_ROLE: lambda plan, _card: plan,
    ENABLED_ROLE: lambda plan, _card: plan.layer.enabled,
    CARD_ROLE: lambda _plan, card: card,
}
