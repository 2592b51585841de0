"""The channels all of whose values are equal, each a way to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnlab.gui.theme import Space
from cnnlab.text import Listed, _

_MOST = 24  # that are named; of the others it is said how many there are


class DeadChannels(QWidget):
    """`Dead channels` and their numbers, with links.

    Signals:
        chosen: the number of a channel.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("deadChannels")
        self._channels: tuple[int, ...] = ()
        self._title, self._list = QLabel(), QLabel(wordWrap=True)
        self._title.setProperty("role", "section")
        self._list.setObjectName("deadChannelLinks")
        self._list.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._title)
        column.addWidget(self._list)
        self._list.linkActivated.connect(lambda link: self.chosen.emit(int(link)))
        self.setVisible(False)

    @property
    def channels(self) -> tuple[int, ...]:
        """The channels that are named."""
        return self._channels

    def set_theme(self) -> None:
        """Write the links in the colour of the theme."""
        self._write()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setToolTip(_("All values of these channels are equal, over the whole batch. A click selects the channel"))
        self._write()

    def show_channels(self, channels: tuple[int, ...]) -> None:
        """Name these channels; nothing is said where there are none."""
        if channels != self._channels:
            self._channels = channels
            self._write()
        self.setVisible(bool(channels))

    def _write(self) -> None:
        named = [
            f'<a href="{channel}" style="text-decoration: none">{channel}</a>' for channel in self._channels[:_MOST]
        ]
        text = str(Listed(named))
        rest = len(self._channels) - len(named)
        if rest > 0:
            text = _("{channels} and {count} more").format(channels=text, count=rest)
        self._title.setText(_("Dead channels"))
        self._list.setText(text)
        self._list.setAccessibleName(_("Dead channels: {channels}").format(channels=Listed(self._channels)))
