"""The sentence on a column, and one step of its running mean and variance with the numbers filled in."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.explain.digits import ShownSum, exact_text, number_text
from cnnlab.explain.norms import NormColumn
from cnnlab.explain.running import RunningStep
from cnnlab.gui.norms_page import texts
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import _

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StepView(QWidget):
    """What is to be known of the column that is lit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("normStep")
        self._column: NormColumn | None = None
        self._down: bool | None = None
        self._zoom, self._room = 1.0, 10_000
        self._note = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._note.setObjectName("normNote")
        self._note.setTextFormat(Qt.TextFormat.RichText)
        self._cells = [[QLabel() for _column in range(4)] for _row in range(3)]
        self._foot = QLabel(wordWrap=True)
        self._foot.setProperty("role", "muted")
        for part in (self._note, self._foot):
            part.setProperty("small", True)
            part.setSizePolicy(_as_high_as_its_text())
        self._arrange()
        self.set_theme(theme)

    def _arrange(self) -> None:
        self._grid = grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(4, 1)
        for row, cells in enumerate(self._cells):
            for place, cell in enumerate(cells):
                cell.setProperty("role", "mono" if row else "muted")
                cell.setProperty("small", True)
                cell.setAlignment(_RIGHT if place else Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._note)
        column.addLayout(grid)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._lay(False)

    def fit(self, width: int, zoom: float) -> None:
        """Have the terms of a sum beside each other if this width has room for it, else below each other; all type so
        many times as large."""
        if zoom != self._zoom:
            self._zoom = zoom
            size = f"font-size: {round(scaled(TextSize.SMALL) * zoom)}px"
            for part in (self._note, self._foot, *(cell for cells in self._cells for cell in cells)):
                part.setStyleSheet(size if zoom > 1 else "")
        self._room = width
        self._make_room()

    def _make_room(self) -> None:
        wanted = [max(cells[place].sizeHint().width() for cells in self._cells) + Space.S for place in range(4)]
        self._lay(self._room < sum(wanted) + Space.M)

    def _lay(self, down: bool) -> None:
        if down == self._down:
            return
        self._down = down
        for row, cells in enumerate(self._cells):
            for place, cell in enumerate(cells):
                self._grid.addWidget(cell, *((row * 4 + place, 0) if down else (row, place)))
        self._show_terms()

    def _show_terms(self) -> None:
        """Show the step if there is one; what stands above the terms only where these stand beside each other."""
        there = self._column is not None and self._column.problem is None and self._column.step is not None
        for row, cells in enumerate(self._cells):
            for cell in cells:
                cell.setVisible(there and not (self._down and row == 0))
        self._foot.setVisible(there)

    def set_theme(self, theme: Theme) -> None:
        """Take the size of type of the moment."""
        self.setMinimumWidth(scaled(120))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        if self._column is not None:
            self.show_column(self._column)

    def show_column(self, column: NormColumn) -> None:
        """Show what is to be known of a column."""
        self._column = column
        note = str(column.note) if column.note is not None else ""
        self._note.setText(f'<span style="font-weight:600">{escape(texts.title(column))}</span> · {escape(note)}')
        step = column.step if column.problem is None else None
        self._show_terms()
        if step is not None:
            self._show_step(step)
            self._make_room()

    def _show_step(self, step: RunningStep) -> None:
        fresh, kept = _("new layer"), _("next frame")
        share = _("(1 − momentum) · old"), _("+ momentum · batch"), _("= new")
        rows = (
            (fresh if step.fresh else kept, *share),
            ("running_mean", *_written(step, step.old_mean, step.mean, step.mean_sum(), number_text)),
            ("running_var", *_written(step, step.old_var, step.unbiased, step.var_sum(), texts.precise)),
        )
        for cells, words in zip(self._cells, rows, strict=True):
            for cell, text in zip(cells, words, strict=True):
                cell.setText(text)
        self._foot.setText(
            _(
                "σ² over n, {biased}, normalises; × n/(n − 1) = {count}/{less}, {unbiased} enters running_var"
            ).format(
                biased=texts.precise(step.biased), count=f"{step.count:,}", less=f"{step.count - 1:,}",
                unbiased=texts.precise(step.unbiased),
            )
        )  # fmt: skip


def _factor(text: str) -> str:
    """A number behind a dot: a negative one in brackets."""
    return f"({text})" if text.startswith("-") else text


def _as_high_as_its_text() -> QSizePolicy:
    """For a label that wraps: what it needs at the width it has, and not at the least that it may have."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    policy.setHeightForWidth(True)
    return policy


def _written(
    step: RunningStep, old: float, now: float, shown: ShownSum, text: Callable[[float], str]
) -> tuple[str, str, str]:
    """Both products with what they come to, and the sum of what is written."""
    kept = shown.addends[0] if old else "0"  # and not 0.000e-5
    keep = f"{exact_text(1 - step.momentum)} · {_factor(text(old))} = {kept}"
    take = f"+ {exact_text(step.momentum)} · {_factor(text(now))} = {shown.addends[1]}"
    gap = f"+ {shown.gap} " if shown.gap is not None else ""
    return keep, take, f"{gap}= {shown.result}"
