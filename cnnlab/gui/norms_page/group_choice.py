"""How many groups the group norm has: the numbers that divide the channels."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from cnnlab.gui.theme import Space
from cnnlab.text import _


class GroupChoice(QWidget):
    """A list of numbers with its name.

    Signals:
        chosen: another number was chosen.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._label, self.box = QLabel(), QComboBox()
        self.box.setObjectName("normGroups")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for part in (self._label, self.box):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.currentTextChanged.connect(lambda text: self.chosen.emit(int(text)))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._label.setText(_("groups of GroupNorm"))
        self.box.setAccessibleName(_("Groups of the group norm"))

    def show_groups(self, channels: int, num_groups: int) -> None:
        """Offer what divides the channels, and mark this number or the nearest smaller one."""
        fitting = [n for n in range(1, channels + 1) if channels % n == 0]
        with QSignalBlocker(self.box):
            if [self.box.itemText(i) for i in range(self.box.count())] != [str(n) for n in fitting]:
                self.box.clear()
                self.box.addItems([str(n) for n in fitting])
            self.box.setCurrentText(str(max((n for n in fitting if n <= num_groups), default=1)))
