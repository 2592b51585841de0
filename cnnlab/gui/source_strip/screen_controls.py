"""The controls of a region of the screen: another region, freeze, and where it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.reading import Reading
from cnnlab.gui.source_bar.segments import control_height
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.sources.region import Region
from cnnlab.text import _

_ICON = 16


class ScreenControls(QWidget):
    """One row; the button to freeze follows the command.

    Signals:
        choose_requested: another region is wanted.
    """

    choose_requested = Signal()

    def __init__(self, freeze: QAction) -> None:
        super().__init__()
        self.setObjectName("screenControls")
        self._action = freeze
        self._choose, self._freeze = QToolButton(), QToolButton()
        for button, name in ((self._choose, "chooseRegion"), (self._freeze, "freezeScreen")):
            button.setObjectName(name)
            button.setProperty("filled", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._freeze.setCheckable(True)
        self._reading = Reading()
        self._reading.setObjectName("screenReading")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._choose)
        row.addWidget(self._freeze)
        row.addWidget(self._reading, 1)
        self._choose.clicked.connect(self.choose_requested)
        self._freeze.clicked.connect(freeze.trigger)
        freeze.changed.connect(self._on_freeze_changed)
        self._on_freeze_changed()
        self.retranslate()

    def show_region(self, region: Region | None) -> None:
        """Say how large the region is and where."""
        r = region
        self._reading.show_text("" if r is None else f"{r.w} × {r.h}   x {r.x}  y {r.y}   {r.screen}")

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look, at the size of type of the moment."""
        for button, drawing in ((self._choose, "screen"), (self._freeze, "pause")):
            button.setIcon(icon(drawing, theme.muted))
            button.setIconSize(QSize(scaled(_ICON), scaled(_ICON)))
            button.setFixedHeight(control_height())
        self._reading.fit()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        again = _(
            "Choose another part of a screen.\nIf this window lies in it, it shows itself in itself: nothing breaks."
        )
        for button, text, tip in (
            (self._choose, _("Choose region…"), again),
            (self._freeze, _("Freeze"), with_keys(_("Keep the picture of this moment; again to go on"), "F4")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
        self._reading.setToolTip(_("Width × height and place of the region, in the screen's own pixels"))

    def _on_freeze_changed(self) -> None:
        self._freeze.setEnabled(self._action.isEnabled())
        self._freeze.setChecked(self._action.isChecked())
