"""What each parameter changes, as a small table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnlab.blocks.sizes import by
from cnnlab.document.plan import LayerPlan
from cnnlab.explain.effects import Effect
from cnnlab.gui.drawer.labels import set_role, text_label
from cnnlab.gui.stack_panel.totals import count_text
from cnnlab.gui.theme import Space
from cnnlab.text import N_, _

_HEADS = ("", "", N_("output"), N_("parameters"), N_("multiply-adds"))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EffectsView(QWidget):
    """The layer as it is, then a row for each parameter; what differs is stronger than what stays."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("effectsTable")
        self._heading = text_label("section")
        self._rows: list[tuple[QLabel, ...]] = []
        self._problems: list[QLabel] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._heading)
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(len(_HEADS), 1)
        self._heads = self._made(0, "muted")

    def show_effects(self, layer: LayerPlan, found: Sequence[Effect]) -> None:
        """Show what changes of a layer that runs."""
        self._heading.setText(_("What each parameter changes"))
        for label, text in zip(self._heads, _HEADS, strict=True):
            label.setText(_(text))
        now = (by((layer.output_shape or ())[1:]), f"{layer.parameters:,}", count_text(layer.macs))
        while len(self._rows) < len(found) + 1:
            self._add_row()
        self._write(0, (_("as it is"), "", *now), now)
        for number, row in enumerate(found, 1):
            after = (by((row.shape or ())[1:]), f"{row.parameters:,}", count_text(row.macs))
            self._write(number, (row.name, f"{row.before} → {row.after}", *after), now, row)
        for number in range(len(found) + 1, len(self._rows)):
            for label in (*self._rows[number], self._problems[number]):
                label.hide()

    def texts(self) -> list[str]:
        """What the rows say, one text a row."""
        every = zip(self._rows, self._problems, strict=True)
        return [
            " ".join(label.text() for label in (*row, problem) if label.isVisibleTo(self)) for row, problem in every
        ]

    def _write(self, number: int, texts: Sequence[str], now: Sequence[str], effect: Effect | None = None) -> None:
        stops = effect is not None and effect.problem is not None
        labels, problem = self._rows[number], self._problems[number]
        problem.setText(str(effect.problem) if effect is not None and stops else "")
        problem.setVisible(stops)
        for place, (label, text) in enumerate(zip(labels, texts, strict=True)):
            label.setText(text)
            label.setVisible(bool(text) and not (stops and place > 1))
            if place > 1:
                set_role(label, "faint-number" if effect is not None and text == now[place - 2] else "mono")

    def _add_row(self) -> None:
        number = len(self._rows) + 1
        self._rows.append(self._made(number, "mono"))
        problem = text_label("warning", wrap=True)
        problem.setProperty("small", True)
        self._grid.addWidget(problem, number, 2, 1, len(_HEADS) - 1)
        self._problems.append(problem)

    def _made(self, number: int, role: str) -> tuple[QLabel, ...]:
        labels = []
        for place in range(len(_HEADS)):
            label = text_label("muted" if place == 0 else role)
            label.setProperty("small", True)
            label.setAlignment(_RIGHT if place > 1 else Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, number, place)
            labels.append(label)
        return tuple(labels)
