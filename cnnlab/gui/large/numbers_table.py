"""The numbers of the channel: words left, numbers right."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnlab.engine.view import PlaneNumbers
from cnnlab.explain.digits import exact_text
from cnnlab.gui.theme import Space
from cnnlab.text import N_, _

_ROWS = (
    ("low", N_("min"), N_("The lowest finite value")),
    ("high", N_("max"), N_("The highest finite value")),
    ("mean", N_("mean"), N_("The mean of the finite values")),
    ("std", N_("σ"), N_("Standard deviation of the finite values, over n")),
    ("zeros", N_("zeros"), N_("How many of the values are exactly zero")),
    ("clipped", N_("clipped"), N_("How many values lie beyond the ends of the colours; the picture marks them")),
    ("nonfinite", N_("not finite"), N_("How many values are NaN or infinite; the picture marks them in pink")),
)


class NumbersTable(QWidget):
    """Seven numbers of one channel, all exact."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("largeNumbers")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(3)
        self._words: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        for row, (key, _word, _help) in enumerate(_ROWS):
            word, value = QLabel(), QLabel()
            word.setProperty("role", "muted")
            value.setProperty("role", "mono")
            value.setObjectName(f"large_{key}")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(word, row, 0)
            grid.addWidget(value, row, 1)
            self._words[key], self._values[key] = word, value
        grid.setColumnStretch(1, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Numbers of the channel"))
        for key, word, about in _ROWS:
            self._words[key].setText(_(word))
            for label in (self._words[key], self._values[key]):
                label.setToolTip(_(about))
            self._name(key)

    def show_numbers(self, numbers: PlaneNumbers | None) -> None:
        """Write the numbers; dashes where there is no channel."""
        for key, _word, _help in _ROWS:
            text = number(numbers, key) if numbers is not None else "–"
            self._values[key].setText(text)
            self._name(key)

    def _name(self, key: str) -> None:
        """Let a screen reader say a number with its word."""
        self._values[key].setAccessibleName(f"{self._words[key].text()} {self._values[key].text()}")


def number(numbers: PlaneNumbers, key: str) -> str:
    """One of the numbers as it is read: six digits for values, a share for counts."""
    value = getattr(numbers, key)
    if key == "nonfinite":
        return f"{value:,}"
    if key in ("zeros", "clipped"):
        return share(value, numbers.count)
    return exact_text(value) if math.isfinite(value) else "–"


def share(count: int, of: int) -> str:
    """`12.3 %`; what is there but rounds to nothing is `< 0.1 %`, and what is almost all never 100 %."""
    if 0 < count < 0.0005 * of:
        return "< 0.1 %"
    if 0.9995 * of < count < of:
        return "> 99.9 %"
    return f"{100 * count / of:.1f} %" if count else "0 %"
