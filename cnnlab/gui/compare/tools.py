"""The controls of the page: freeze, go back, forget, and how both are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnlab.gui.commands.keys import with_keys
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.menu_button import fit, tool_button
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import N_, _

SIDE, SPLIT = "side", "split"
FREEZE_KEYS, BACK_KEYS = "Ctrl+Shift+A", "Ctrl+Shift+B"
_MODES = (
    Choice(SIDE, N_("side by side"), "item-side", help=N_("A, B and the difference B − A, at the same scale")),
    Choice(
        SPLIT,
        N_("split"),
        "flip",
        help=N_("One picture: A to the left of a divider that can be dragged, B to its right"),
    ),
)


class CompareTools(QWidget):
    """Stands beside the tabs.

    Signals:
        freeze_requested, back_requested, forget_requested: a button was clicked.
        mode_chosen: `side` or `split`.
    """

    freeze_requested = Signal()
    back_requested = Signal()
    forget_requested = Signal()
    mode_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compareTools")
        self.modes = Segments("compareMode", _MODES)
        self.modes.show_current(SIDE)
        self.modes.set_words(False)  # the tabs beside them need the room
        self.freeze = QPushButton(self)
        self.freeze.setObjectName("freezeVariant")
        self.back, self.forget = (tool_button(name, self) for name in ("backToVariant", "forgetVariant"))
        self.details = tool_button("variantNumbers", self)
        self.details.setCheckable(True)
        self.details.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        for control in (self.modes, self.details, self.freeze, self.back, self.forget):
            row.addWidget(control)
        around = QHBoxLayout(parent)
        around.setContentsMargins(Space.S, 0, 0, 0)
        around.addWidget(self)
        self.modes.chosen.connect(self.mode_chosen)
        self.freeze.clicked.connect(self.freeze_requested)
        self.back.clicked.connect(self.back_requested)
        self.forget.clicked.connect(self.forget_requested)
        self.show_frozen(False)

    def show_frozen(self, frozen: bool) -> None:
        """There is a variant A, or there is none."""
        self.back.setEnabled(frozen)
        self.forget.setEnabled(frozen)
        self.modes.setEnabled(frozen)
        self.details.setEnabled(frozen)
        if self.freeze.property("primary") is not (not frozen):  # the one thing to do as long as there is no A
            self.freeze.setProperty("primary", not frozen)
            self.freeze.style().unpolish(self.freeze)
            self.freeze.style().polish(self.freeze)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self.modes.set_theme(theme)
        for button, drawing in ((self.details, "sum"), (self.back, "reset"), (self.forget, "delete")):
            button.setIcon(icon(drawing))
            fit(button)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.modes.setAccessibleName(_("How both variants are shown"))
        self.modes.retranslate()
        self.freeze.setText(_("Freeze as A"))
        about = _("Keep the stack as it is now as variant A, and edit on: what you edit is B")
        self.freeze.setToolTip(with_keys(about, FREEZE_KEYS))
        for button, text, keys in (
            (self.details, _("Numbers and differences beside the pictures"), "N"),
            (self.back, _("Back to A: an edit that can be undone"), BACK_KEYS),
            (self.forget, _("Forget A"), ""),
        ):
            button.setToolTip(with_keys(text, keys))
            button.setAccessibleName(text)
