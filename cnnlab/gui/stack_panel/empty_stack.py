"""What stands in the list while there is no layer: how to begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.list_commands import add_keys
from cnnlab.gui.theme import Space
from cnnlab.text import _


class EmptyStack(QWidget):
    """A sentence and two ways to begin; drops pass through it to the list below.

    Signals:
        block_wanted: the user wants to choose a block.
        template_wanted: the user wants to choose a template.
    """

    block_wanted = Signal()
    template_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emptyStack")
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._text = QLabel(self, wordWrap=True)
        self._text.setObjectName("emptyStackText")
        self._text.setProperty("role", "muted")
        self.block = QPushButton(self)
        self.block.setObjectName("emptyAddBlock")
        self.template = QPushButton(self)
        self.template.setObjectName("emptyAddTemplate")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        column.setSpacing(Space.S)
        for widget in (self._title, self._text, self.block, self.template):
            column.addWidget(widget)
        column.insertSpacing(2, int(Space.XS))
        column.addStretch(1)
        self.block.clicked.connect(self.block_wanted)
        self.template.clicked.connect(self.template_wanted)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the language of the moment, and the icons of the theme of the moment."""
        self._title.setText(_("No layers yet"))
        self._text.setText(
            _(
                "The picture goes through the layers from top to bottom. Begin with a single block ({keys}), or with a "
                "template: a group of layers that work together."
            ).format(keys=add_keys())
        )
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._text.text())
        for button, text, tip in (
            (self.block, _("Choose a block…"), _("Open the list of all blocks ({keys})").format(keys=add_keys())),
            (self.template, _("Choose a template…"), _("Open the list of blocks at its templates")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
        self.block.setIcon(icon("add"))
        self.template.setIcon(icon("layers"))
