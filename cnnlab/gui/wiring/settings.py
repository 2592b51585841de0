"""Settings that last: taken at the start, taken again when they change, and shown on the page of preferences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from cnnlab.engine.view import Device, ScaleMode
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.commands.table import COMMANDS
from cnnlab.gui.settings.layout import LayoutMemory
from cnnlab.gui.settings.settings import Choice, Setting
from cnnlab.gui.settings.table import COLOURS, DEVICE, EXACT, LANGUAGE, MEMORY, RATE, SCALE, TEXT, THEME
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.look import LookWiring
from cnnlab.resources import resource
from cnnlab.text import N_, SYSTEM, Message, languages

if TYPE_CHECKING:
    from cnnlab.gui.preferences.page import PreferencesPage


class SettingsWiring:
    """Connects the settings with what obeys them."""

    def __init__(self, window: MainWindow, actions: Actions, look: LookWiring) -> None:
        self._window, self._presenter, self._look = window, window.presenter, look
        self._settings = window.settings
        self._page: PreferencesPage | None = None
        self.layout = LayoutMemory(window, window.columns, window.settings)
        actions.connect("preferences", self.open)
        window.closing.connect(lambda _keep: self.layout.keep())
        self._settings.changed.connect(self._on_settings_changed)
        self._settings.failed.connect(self._on_settings_failed)
        self._presenter.devices_changed.connect(self._on_presenter_devices_changed)
        obeyed: tuple[Setting[Any], ...] = (TEXT, COLOURS, SCALE, MEMORY, EXACT, DEVICE)
        for setting in obeyed:
            value = self._settings.get(setting)
            if value != setting.default or setting is TEXT:  # type may have the size of an earlier window
                self._obey(setting.key, value)

    def open(self) -> None:
        """Show the page of preferences."""
        if self._page is None:
            from cnnlab.gui.preferences.page import PreferencesPage

            self._page = PreferencesPage(self._settings, self._window, self._window.theme)
            self._window.theme_changed.connect(self._page.set_theme)
            named = [Choice(code, _own_name(code), own=True) for code in _languages()]
            self._page.offer(LANGUAGE, [Choice(SYSTEM, N_("as the system")), *named])
            self._offer_devices(self._presenter.devices)
        self._page.open()

    def _obey(self, key: str, value: object) -> None:
        if key == THEME.key and value != self._look.theme_choice:
            self._look.apply_theme(str(value))
        elif key == LANGUAGE.key and value != self._look.language_choice:
            self._look.apply_language(str(value))
        elif key == TEXT.key and isinstance(value, int):
            self._window.set_text_scale(value / 100)
        elif key == COLOURS.key:
            self._look.apply_colours(str(value))
        elif key == SCALE.key:
            self._look.choose_scale(ScaleMode(value).value, self._presenter.view.fixed_scale)
        elif key == MEMORY.key and isinstance(value, int):
            self._presenter.set_memory_share(value / 100)
        elif key == RATE.key and isinstance(value, int):
            self._window.pace.set_rate(value)
        elif key == EXACT.key:
            self._presenter.set_exact(bool(value))
        elif key == DEVICE.key:
            self._presenter.prefer_device(str(value))

    def _on_settings_changed(self, key: str, value: object) -> None:
        self._obey(key, value)

    def _on_settings_failed(self, path: Path) -> None:
        text = N_("settings cannot be kept in '{folder}': they hold until the program ends; check who may write there")
        self._window.status.show_message(Message(text, folder=path.parent.name), "warning")

    def _on_presenter_devices_changed(self, devices: tuple[Device, ...]) -> None:
        if self._page is not None:
            self._offer_devices(devices)

    def _offer_devices(self, devices: tuple[Device, ...]) -> None:
        assert self._page is not None
        best = Choice(DEVICE.default, N_("the fastest"))
        named = [Choice(device.id, device.title, own=True) for device in devices]
        self._page.offer(DEVICE, [best, *named] if len(named) > 1 else [best])


def _languages() -> tuple[str, ...]:
    return languages(resource("translations"))


def _own_name(code: str) -> str:
    """What speakers of a language call it."""
    shown = next((row.text for row in COMMANDS if row.id == f"language_{code}"), "")
    return shown or QLocale(code).nativeLanguageName() or code
