"""The strip above the canvas that offers edits from a window that is gone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from cnnlab.gui.icons import icon
from cnnlab.gui.theme import DARK, Space, Theme, scaled
from cnnlab.text import _, language

_ICON = 16


class RecoveryBar(QFrame):
    """One sentence and three ways on; hidden while there is nothing to offer.

    Signals:
        restore_requested, discard_requested, later_requested: what the user wants to be done with the edits.
    """

    restore_requested = Signal()
    discard_requested = Signal()
    later_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryBar")
        self.setProperty("role", "bar")
        self._theme = DARK
        self._offer: tuple[str, datetime, bool] | None = None
        self._icon = QLabel()
        self._text = QLabel(wordWrap=True)
        self._text.setObjectName("recoveryText")
        self._restore, self._discard, self._later = QPushButton(), QPushButton(), QPushButton()
        self._restore.setProperty("primary", True)
        named = ((self._restore, "restoreEdits"), (self._discard, "discardEdits"), (self._later, "laterEdits"))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for button, name in named:
            button.setObjectName(name)
            row.addWidget(button)
        self._restore.clicked.connect(self.restore_requested)
        self._discard.clicked.connect(self.discard_requested)
        self._later.clicked.connect(self.later_requested)
        self.hide()
        self.retranslate()

    def offer(self, name: str, time: datetime, closed: bool) -> None:
        """Offer the edits to a project, empty for one without a name; `closed` if its window was closed on purpose."""
        self._offer = (name, time, closed)
        self.retranslate()
        self._draw()
        self.show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""
        self._theme = theme
        if self._offer is not None:
            self._draw()

    def _draw(self) -> None:
        self._icon.setPixmap(
            icon("info", self._theme.accent).pixmap(QSize(scaled(_ICON), scaled(_ICON)), self.devicePixelRatioF())
        )

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for button, text, tip in (
            (self._restore, _("Restore"), _("Open the project with these edits, without saving it")),
            (self._discard, _("Discard"), _("Let these edits go for good")),
            (self._later, _("Later"), _("Keep them and ask again when the program starts next")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
        self.setAccessibleName(_("Edits that can be brought back"))
        if self._offer is not None:
            name, time, closed = self._offer
            self._text.setText(_sentence(name, closed).format(name=name, time=time_text(time)))
            self._text.setAccessibleName(self._text.text())


def _sentence(name: str, closed: bool) -> str:
    if closed:
        return (
            _("Edits to {name} from {time} were not saved. They can be brought back.")
            if name
            else _("Edits from {time} were not saved. They can be brought back.")
        )
    return (
        _("CNN Lab was closed unexpectedly. Edits to {name} from {time} can be brought back.")
        if name
        else _("CNN Lab was closed unexpectedly. Edits from {time} can be brought back.")
    )


def time_text(time: datetime, today: datetime | None = None) -> str:
    """The time of day, and the date unless it is today."""
    clock = time.strftime("%H:%M")
    if time.date() == (today or datetime.now()).date():
        return clock
    day = QLocale(language()).toString(QDate(time.year, time.month, time.day), QLocale.FormatType.ShortFormat)
    return _("{day}, {clock}").format(day=day, clock=clock)
