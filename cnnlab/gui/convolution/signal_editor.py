"""One signal: chosen by name, made longer or shorter, or drawn."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.signals import LEAST, MOST, NAMED, named_signal, resized
from cnnlab.gui.convolution.signal_bars import SignalBars
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_DRAWN = "drawn"
_NUMBER = 58


class SignalEditor(QWidget):
    """The samples of x, or of the kernel.

    Signals:
        changed: there are other samples.
    """

    changed = Signal()

    def __init__(self, letter: str, kind: str, length: int, weight: bool) -> None:
        """The signal called `letter`, beginning as the named signal `kind`."""
        super().__init__()
        name = f"signal{letter.upper()}"
        self.setObjectName(name)
        self._letter = letter
        self._kind = kind
        self._label = QLabel(letter)
        self._label.setProperty("role", "mono")
        self.kinds, self.length, self.seed = QComboBox(), QSpinBox(), QSpinBox()
        self.bars = SignalBars(f"{name}Bars", weight)
        for control, part in ((self.kinds, "Kind"), (self.length, "Length"), (self.seed, "Seed")):
            control.setObjectName(name + part)
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.length.setRange(LEAST, MOST)
        self.length.setValue(length)
        self.seed.setRange(0, 99)
        for entry in (*NAMED, _DRAWN):
            self.kinds.addItem(entry, entry)
        self._arrange()
        self.kinds.activated.connect(lambda index: self.choose(str(self.kinds.itemData(index))))
        self.length.valueChanged.connect(self._on_length_changed)
        self.seed.valueChanged.connect(lambda _value: self.choose(self._kind))
        self.bars.drawn.connect(self.show_drawn)
        self.choose(kind)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(Space.XS)
        row.addWidget(self._label)
        row.addWidget(self.kinds, 1)
        row.addWidget(self.seed)
        row.addWidget(self.length)
        column.addWidget(self.bars, 1)

    @property
    def values(self) -> Numbers:
        """`[n]`."""
        return self.bars.values

    @property
    def kind(self) -> str:
        """Which named signal it is; `drawn` if none."""
        return self._kind

    def choose(self, kind: str) -> None:
        """Take a named signal; `drawn` leaves the samples as they are."""
        values = self.values if kind == _DRAWN else named_signal(kind, self.length.value(), self.seed.value())
        self._show(kind, values)

    def show_drawn(self, values: Numbers) -> None:
        """Take samples that were drawn."""
        self._show(_DRAWN, values)

    def _show(self, kind: str, values: Numbers) -> None:
        self._kind = kind
        with QSignalBlocker(self.kinds), QSignalBlocker(self.length):
            self.kinds.setCurrentIndex(self.kinds.findData(kind))
            self.length.setValue(len(values))
        self.seed.setVisible(kind == "noise")
        self.bars.show_values(values)
        self.changed.emit()

    def _on_length_changed(self, length: int) -> None:
        free = self._kind != _DRAWN and NAMED[self._kind].length is None
        if free:
            self._show(self._kind, named_signal(self._kind, length, self.seed.value()))
        else:
            self._show(_DRAWN, resized(self.values, length))

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.bars.set_theme(theme)
        for field in (self.length, self.seed):
            field.setFixedWidth(scaled(_NUMBER))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for index in range(self.kinds.count()):
            kind = str(self.kinds.itemData(index))
            self.kinds.setItemText(index, _(NAMED[kind].name) if kind in NAMED else _("drawn"))
        names = (
            (self.kinds, _("Kind of signal {name}")),
            (self.length, _("Samples of signal {name}")),
            (self.seed, _("Seed of the noise in signal {name}")),
            (self.bars, _("Signal {name}")),
        )
        for control, text in names:
            control.setAccessibleName(text.format(name=self._letter))
            if control is not self.bars:
                control.setToolTip(text.format(name=self._letter))
        self.bars.retranslate()
