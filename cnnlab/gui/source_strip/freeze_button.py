"""Freezes the live picture and makes it live again; every live source has one in its controls."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cnnlab.gui.source_strip.strip_button import StripButton
from cnnlab.text import _

KEY = "F4"


class FreezeButton(StripButton):
    """Marked as on while a still picture stands for the source; what it does is connected by `CaptureWiring.drive`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "pause", parent)
        self.show_state(False, False)

    def show_state(self, usable: bool, frozen: bool) -> None:
        """Show whether there is anything to freeze, and whether it is frozen."""
        self.setEnabled(usable)
        self.show_on(frozen)
        self.show_icon("play" if frozen else "pause")
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        freeze, live = _("Freeze"), _("Go live")
        tip = _("Follow the source again") if self.on else _("Keep this picture, to edit kernels on it and to save it")
        self.show_words(live if self.on else freeze, tip, KEY, (freeze, live))
