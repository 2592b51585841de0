"""The page about the program: what it is, whose work it contains, and what a report needs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab import __version__
from cnnlab.gui.about.details import Details
from cnnlab.gui.icons import application_icon
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import N_, Message, _

_SIZE = QSize(600, 500)
_ICON = 64
_ABOUT = N_("See and touch what a convolutional network does.")
_LICENCES = (
    N_("CNN Lab is free software under the MIT licence."),
    N_("The fonts Inter, JetBrains Mono and Noto Sans SC are under the SIL Open Font License."),
    N_("The sample pictures are in the public domain or CC0."),
    N_("It is built on Python, PyTorch, Qt for Python, NumPy, pyqtgraph and Pillow, each under its own free licence."),
)


class AboutPage(Sheet):
    """Told what to show.

    Signals:
        copy_requested: the details are wanted in the clipboard.
        log_requested: the folder of the log is to be shown.
    """

    copy_requested = Signal()
    log_requested = Signal()
    fits = True

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        self._details: Details = ()
        self._answer: Message | str = ""
        self._text, self._licences, self._said = QLabel(wordWrap=True), QLabel(wordWrap=True), QLabel()
        self._copy, self._log = QPushButton(), QPushButton()
        self._table = QGridLayout()
        super().__init__("aboutPage", parent, theme, _SIZE)
        self._copy.setObjectName("copyDetails")
        self._log.setObjectName("showLog")
        self._copy.clicked.connect(self.copy_requested)
        self._log.clicked.connect(self.log_requested)
        self._arrange()
        self.retranslate()

    def show_details(self, details: Details) -> None:
        """Show these versions and names."""
        self._details = details
        while (item := self._table.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, (what, value) in enumerate(details[1:]):  # the program's own version stands above
            name, text = QLabel(what), QLabel(value)
            name.setProperty("role", "muted")
            text.setProperty("role", "mono")
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setAccessibleName(_("{name}: {text}").format(name=what, text=value))
            self._table.addWidget(name, row, 0)
            self._table.addWidget(text, row, 1, Qt.AlignmentFlag.AlignRight)

    def say(self, text: Message | str) -> None:
        """Answer a wish in place."""
        self._answer = text
        self._said.setText(str(text))

    def first_control(self) -> QWidget:
        return self._copy

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("About CNN Lab"))
        self._said.setText(str(self._answer))
        self._text.setText(f"<b>CNN Lab {__version__}</b><br>{_(_ABOUT)}")
        self._licences.setText("\n".join(_(sentence) for sentence in _LICENCES))
        for button, text, tip in (
            (self._copy, _("Copy details"), _("Copy versions, system and the last lines of the log, for a report")),
            (self._log, _("Show log file"), _("Open the folder of the log")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)

    def _arrange(self) -> None:
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        column = QVBoxLayout()
        self.body.addLayout(column, 1)
        column.setSpacing(Space.L)
        head = QHBoxLayout()
        column.addLayout(head)
        head.setSpacing(Space.L)
        head.addWidget(picture)
        head.addWidget(self._text, 1)
        column.addLayout(self._table)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(1, 1)
        self._licences.setProperty("role", "muted")
        self._said.setProperty("role", "positive")
        self._said.setObjectName("aboutSaid")
        column.addWidget(self._licences)
        column.addSpacing(Space.S)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(Space.S)
        row.addWidget(self._copy)
        row.addWidget(self._log)
        row.addSpacing(Space.S)
        row.addWidget(self._said, 1)
