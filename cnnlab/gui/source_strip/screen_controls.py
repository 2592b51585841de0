"""The controls of a region of the screen: freeze, another region, and where it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.source_strip.freeze_button import FreezeButton
from cnnlab.gui.source_strip.strip_button import StripButton
from cnnlab.gui.theme import Space, Theme
from cnnlab.sources.region import Region
from cnnlab.text import _


class ScreenControls(QWidget):
    """One row that is told what to show and changes nothing itself.

    Signals:
        choose_requested: another region is wanted.
    """

    choose_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("screenControls")
        self.freeze = FreezeButton("freezeScreen")
        self._choose = StripButton("chooseRegion", "screen")
        self._reading = Reading()
        self._reading.setObjectName("screenReading")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.freeze)
        row.addWidget(self._choose)
        row.addWidget(self._reading, 1)
        self._choose.clicked.connect(self.choose_requested)
        self.retranslate()

    def show_region(self, region: Region | None) -> None:
        """Say how large the region is and where."""
        r = region
        self._reading.show_text("" if r is None else f"{r.w} × {r.h}   x {r.x}  y {r.y}   {r.screen}")

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        for button in (self.freeze, self._choose):
            button.set_theme(theme)
        self._reading.fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Region of a screen"))
        self.freeze.retranslate()
        again = _(
            "Choose another part of a screen.\nIf this window lies in it, it shows itself in itself: nothing breaks."
        )
        self._choose.show_words(_("Choose region…"), again)
        self._reading.setToolTip(_("Width × height and place of the region, in the screen's own pixels"))
