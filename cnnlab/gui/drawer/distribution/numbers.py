"""The numbers of a distribution, beside those of what it is compared with."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from cnnlab.engine.view import PlaneNumbers
from cnnlab.explain.digits import mean_text, number_text
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.large.numbers_table import share
from cnnlab.gui.theme import Space, TextSize, scaled
from cnnlab.text import N_, _

_ROWS = (
    ("count", N_("values"), N_("How many values are counted: all of them at rest, or ≈ a sample while they change")),
    ("mean", N_("mean"), N_("The mean of the finite values")),
    ("std", N_("σ"), N_("Standard deviation of the finite values, over n")),
    ("zeros", N_("zeros"), N_("How many of the values are exactly zero")),
    (
        "clipped",
        N_("clipped"),
        N_("How many values lie beyond the ends of the colours of their own picture, which marks them"),
    ),
    ("nonfinite", N_("not finite"), N_("How many values are NaN or infinite; the picture marks them in pink")),
    ("low", N_("min"), N_("The lowest finite value")),
    ("high", N_("max"), N_("The highest finite value")),
)
_WIDEST = "-1.234e-5"


class DistributionNumbers(QWidget):
    """Words left, numbers right; two columns where input and output are compared."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("distributionNumbers")
        self._zoom = 1.0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(3)
        self._heads = (QLabel(), QLabel())
        self._words: dict[str, QLabel] = {}
        self._values: dict[str, tuple[QLabel, QLabel]] = {}
        for column, head in enumerate(self._heads, 1):
            head.setProperty("role", "section")
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        for row, (key, _word, _help) in enumerate(_ROWS, 1):
            word = self._words[key] = QLabel()
            word.setProperty("role", "muted")
            self._grid.addWidget(word, row, 0)
            self._values[key] = (_number(f"before_{key}"), _number(f"distribution_{key}"))
            for column, value in enumerate(self._values[key], 1):
                self._grid.addWidget(value, row, column)
        self._grid.setColumnStretch(0, 1)
        self.set_theme()
        self.retranslate()
        self.show_distribution(None)

    def set_theme(self) -> None:
        """Keep room for numbers in the size of type of the moment, so that nothing jumps."""
        width = QFontMetrics(mono_font(round(TextSize.SMALL * self._zoom))).horizontalAdvance(_WIDEST)
        for values in self._values.values():
            for value in values:
                value.setMinimumWidth(width)

    def show_zoom(self, zoom: float) -> None:
        """Write everything so many times as large as usual."""
        if zoom != self._zoom:
            self._zoom = zoom
            size = round(scaled(TextSize.SMALL) * zoom)
            self.setStyleSheet(f"QLabel {{ font-size: {size}px }}" if zoom > 1 else "")
            self.set_theme()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Numbers of the distribution"))
        self._heads[0].setText(_("input"))
        self._heads[1].setText(_("output"))
        for key, word, about in _ROWS:
            self._words[key].setText(_(word))
            for label in (self._words[key], *self._values[key]):
                label.setToolTip(_(about))
            self._name(key)

    def show_distribution(self, shown: Distribution | None) -> None:
        """Write the numbers; dashes where there are none."""
        before = shown.before if shown is not None else None
        for head in self._heads:
            head.setVisible(before is not None)
        for key, _word, _help in _ROWS:
            first, second = self._values[key]
            first.setVisible(before is not None)
            exact = shown is not None and shown.exact
            first.setText(_text(before.numbers, key, exact) if before is not None else "")
            second.setText(_text(shown.values.numbers, key, exact) if shown is not None else "–")
            self._name(key)

    def _name(self, key: str) -> None:
        """Let a screen reader say a number with its word."""
        for head, value in zip(self._heads, self._values[key], strict=True):
            word = self._words[key].text()
            of = f"{word}, {head.text()}" if not head.isHidden() else word
            value.setAccessibleName(f"{of} {value.text()}")


def _number(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "mono")
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _text(numbers: PlaneNumbers, key: str, exact: bool) -> str:
    value = getattr(numbers, key)
    if key == "count":
        return f"{value:,}" if exact else f"≈ {value:,}"
    if key == "nonfinite":
        return f"{value:,}"
    if key in ("zeros", "clipped"):
        return share(value, numbers.count)
    if key == "mean":
        return mean_text(value, numbers.std)
    return number_text(value) if math.isfinite(value) else "–"
