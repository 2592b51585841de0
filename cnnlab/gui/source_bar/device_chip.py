"""Where the network runs, and whether it is running right now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.source_bar.chip import Chip
from cnnlab.gui.source_bar.readings import device_parts
from cnnlab.gui.theme import Space
from cnnlab.text import _

_PATIENCE = 300  # milliseconds of work before the dot says so: what is fast must not flicker


class DeviceChip(Chip):
    """The device in use; pressing it offers the others.

    Signals:
        chosen: the id of a device.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("deviceLabel", parent)
        self._devices: tuple[tuple[str, str, str], ...] = ()
        self._current = ""
        self._menu = QMenu(self)
        self._menu.setObjectName("deviceMenu")
        self._group = QActionGroup(self._menu)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._group.triggered.connect(self._on_group_triggered)
        self._menu.aboutToHide.connect(self._on_menu_hide)
        self.clicked.connect(self._on_clicked)
        self.retranslate()

    @property
    def menu(self) -> QMenu:
        """The devices to choose from."""
        return self._menu

    def show_devices(self, devices: Sequence[tuple[str, str, str]], current: str) -> None:
        """Offer these devices, each with id, title and detail, and show the one in use."""
        self._devices = tuple(devices)
        self._current = current
        self.retranslate()

    def show_busy(self, busy: bool) -> None:
        """Colour the dot while a computation takes long."""
        if not busy:
            self._patience.stop()
            self._show_idle()
        elif not self._patience.isActive():
            self._patience.start()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self._menu.clear()
        for device, title, detail in self._devices:
            # The menu's child and not the group's: `clear` deletes only what is the menu's own.
            action = QAction(f"{title} · {detail}" if detail else title, self._menu, checkable=True)
            action.setData(device)
            action.setChecked(device == self._current)
            self._group.addAction(action)
            self._menu.addAction(action)
        title, detail = next(((t, d) for i, t, d in self._devices if i == self._current), (_("starting…"), ""))
        self.show_parts(device_parts(title, detail))
        self.setAccessibleName(_("Device: {name}").format(name=self.text()))
        self.setToolTip(
            _("The network runs on {name}. Click to choose another device.").format(name=self.text())
            if self._devices
            else _("The engine is starting")
        )
        self._show_idle()

    def _show_idle(self) -> None:
        self.show_dot("positive" if self._devices else "faint")

    def _on_patience_timeout(self) -> None:
        self.show_dot("accent")

    def _on_clicked(self) -> None:
        if self._devices:
            self.show_open(True)
            self._menu.setMinimumWidth(self.width())
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + Space.XS)))

    def _on_menu_hide(self) -> None:
        self.show_open(False)

    def _on_group_triggered(self, action: QAction) -> None:
        action.setChecked(action.data() == self._current)
        self.chosen.emit(action.data())
        self.retranslate()
