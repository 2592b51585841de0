"""What the strip offers while a batch of pictures is on show: other pictures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.source_bar.segments import control_height
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _


class BatchSource(QWidget):
    """Two buttons.

    Signals:
        files_requested: other files are wanted.
        folder_requested: a folder is wanted.
    """

    files_requested = Signal()
    folder_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("batchSource")
        self._files, self._folder = QPushButton(), QPushButton()
        self._files.setObjectName("batchFiles")
        self._folder.setObjectName("batchFolder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for button in (self._files, self._folder):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._files.clicked.connect(self.files_requested)
        self._folder.clicked.connect(self.folder_requested)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons for this look, at the size of type of the moment."""
        for button, drawing in ((self._files, "batch"), (self._folder, "open")):
            button.setIcon(icon(drawing, theme.muted))
            button.setIconSize(QSize(scaled(16), scaled(16)))
            button.setFixedHeight(control_height())

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Pictures of the batch"))
        texts = {
            self._files: (_("Pictures…"), _("Choose the files that are the items of the batch")),
            self._folder: (_("Folder…"), _("Take all pictures of a folder as the items of the batch")),
        }
        for button, (text, tip) in texts.items():
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
