"""The foot of the panel: what the whole stack amounts to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from cnnlab.gui.theme import Space
from cnnlab.gui.veil import HIDDEN
from cnnlab.text import N_, Message, _, byte_text

_NOTHING = "—"
_ROWS = (
    ("totalParameters", N_("parameters"), N_("numbers that could be learned: weights and biases of all layers")),
    ("totalMacs", N_("multiply-adds"), N_("multiplications with addition in one pass over the batch")),
    (
        "totalReceptiveField",
        N_("receptive field"),
        N_("how much of the input, height × width, one cell of the last layer can see"),
    ),
    ("totalMemory", N_("memory"), N_("what the outputs of all layers take, as float32")),
)
_TELLING = ("totalParameters", "totalMacs", "totalMemory")  # by which a shape could be worked out


class Totals(QWidget):
    """Four numbers, words on the left, numbers on the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stackTotals")
        self._values: tuple[tuple[str, Message | str], ...] = ((_NOTHING, ""),) * len(_ROWS)
        self._veiled = False
        self._labels: list[QLabel] = []
        self._numbers: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.M, 0, Space.M, Space.M)
        grid.setVerticalSpacing(Space.XS)
        line = QFrame(self)
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        grid.addWidget(line, 0, 0, 1, 2)
        grid.setRowMinimumHeight(1, Space.XS)
        for row, (name, _label, _help) in enumerate(_ROWS, 2):
            label, number = QLabel(self), QLabel(self)
            number.setObjectName(name)
            label.setProperty("role", "muted")
            number.setProperty("role", "mono")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, 0)
            grid.addWidget(number, row, 1)
            self._labels.append(label)
            self._numbers.append(number)
        self.retranslate()

    def show_totals(self, parameters: int, macs: int, field: tuple[int, int] | None, memory: int) -> None:
        """Show these; memory is in bytes, the field is height and width."""
        seen = f"{field[0]:,} × {field[1]:,}" if field is not None else _NOTHING
        self._values = (
            (f"{parameters:,}", ""),
            (count_text(macs), f"{macs:,}"),
            (seen, ""),
            (byte_text(memory), Message(N_("{count} bytes"), count=f"{memory:,}")),
        )
        self.retranslate()

    def veil(self, veiled: bool) -> None:
        """Keep from sight what tells shapes that are to be guessed, or show everything."""
        self._veiled = veiled
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for (name, label, explanation), words, number, (short, exact) in zip(
            _ROWS, self._labels, self._numbers, self._values, strict=True
        ):
            if self._veiled and name in _TELLING:
                short, exact = HIDDEN, Message(N_("told once all shapes are guessed: see the page of shapes"))
            words.setText(_(label))
            number.setText(short)
            number.setAccessibleName(_("{name}: {text}").format(name=_(label), text=short))
            tip = _("{name}: {text}").format(name=_(label), text=_(explanation))
            tip += f"\n{exact}" if exact and str(exact) != short else ""
            words.setToolTip(tip)
            number.setToolTip(tip)


def count_text(count: int) -> str:
    """A large number, shortened to one decimal and the first unit that keeps it short: `9,999`, `38.7 M`."""
    if count < 10_000:
        return f"{count:,}"
    size, unit = count / 1000, "k"
    for larger in ("M", "G", "T", "P"):
        if round(size, 1) < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:,.1f} {unit}"
