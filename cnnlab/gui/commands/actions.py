"""The table of commands as Qt actions, in menus and for whoever offers them by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.commands.keys import native, with_keys
from cnnlab.gui.commands.table import COMMANDS, MENUS, Command
from cnnlab.gui.icons import icon
from cnnlab.text import _


class Actions:
    """The table as Qt actions on a window; `gui/wiring/` says what each of them does."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._menus: dict[tuple[str, str], QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._rules: dict[str, Callable[[], bool]] = {}
        self._providers: dict[str, Callable[[], Sequence[Entry]]] = {}
        self.menu = QMenu(window)
        self.menu.setObjectName("mainMenu")
        self.menu.aboutToShow.connect(self.refresh)
        for title in MENUS:
            self._menu(title)
        for command in COMMANDS:
            self._add(command)
        self.retranslate()

    def connect(self, command: str, do: Callable[[], object]) -> None:
        """Say what a command does."""
        self._actions[command].triggered.connect(_without_arguments(do))

    def rule(self, command: str, usable: Callable[[], bool]) -> None:
        """Say when a command can be used; asked by `refresh`."""
        self._rules[command] = usable

    def provide(self, command: str, entries: Callable[[], Sequence[Entry]]) -> None:
        """Say what stands in a submenu that a row `opens`; asked each time it opens."""
        self._providers[command] = entries

    def refresh(self) -> None:
        """Ask the rules which commands can be used now."""
        for command, usable in self._rules.items():
            self._actions[command].setEnabled(usable())

    def choose(self, command: str) -> None:
        """Mark the one of its group that holds."""
        self._actions[command].setChecked(True)

    def keys(self, command: str) -> tuple[str, ...]:
        """The shortcuts of a command, in Qt's portable notation."""
        return next(row.keys for row in COMMANDS if row.id == command)

    def insert_menu(self, menu: QMenu, before: str) -> None:
        """Put a submenu above a command."""
        action = self._actions[before]
        row = next(row for row in COMMANDS if row.id == before)
        self._menus[row.menu, row.under].insertMenu(action, menu)

    def __getitem__(self, command: str) -> QAction:
        return self._actions[command]

    def entries(self) -> list[Entry]:
        """Every command, and what stands in the submenus that are filled when they open."""
        self.refresh()
        found: list[Entry] = []
        for command in COMMANDS:
            if command.opens:
                path = f"{_(command.menu)} › {_(command.text)}"
                given = self._provided(command.id)
                found += [replace(e, path=e.path or path, icon=e.icon or command.icon) for e in given]
            else:
                found.append(self._entry(command))
        return found

    def retranslate(self) -> None:
        """Use the language of the moment, and the icons of the theme of the moment."""
        for (title, under), menu in self._menus.items():
            menu.setTitle(_(under or title))
        for command in COMMANDS:
            action = self._actions[command.id]
            shown = command.keys or command.list_keys
            keys = f"\t{native(command.list_keys[0])}" if command.list_keys else ""
            action.setText(_(command.text) + keys)
            action.setIcon(icon(command.icon) if command.icon else QIcon())
            about = _(command.about)
            action.setStatusTip(about)
            action.setToolTip(with_keys(about or _(command.text).rstrip("…"), shown[0] if shown else ""))

    def _entry(self, command: Command) -> Entry:
        action = self._actions[command.id]
        return Entry(
            command.id,
            _(command.text).rstrip("…"),
            action.trigger,
            path=" › ".join(_(part) for part in (command.menu, command.under) if part),
            keys=command.keys or command.list_keys,
            icon=command.icon,
            about=_(command.about),
            checked=action.isChecked() if action.isCheckable() else None,
            reason="" if action.isEnabled() else _(command.needs) or _("This cannot be done now."),
        )

    def _provided(self, command: str) -> Sequence[Entry]:
        return self._providers[command]() if command in self._providers else ()

    def _fill(self, menu: QMenu, command: str) -> None:
        """Write a submenu anew."""
        menu.clear()
        for entry in self._provided(command):
            action = menu.addAction(icon(entry.icon) if entry.icon else QIcon(), entry.text.replace("&", "&&"))
            action.setObjectName(f"action_{entry.id}")
            action.setCheckable(entry.checked is not None)
            action.setChecked(bool(entry.checked))
            action.setEnabled(not entry.reason)
            action.setToolTip(entry.reason or entry.about or entry.text)
            action.setStatusTip(entry.reason or entry.about)
            action.triggered.connect(_without_arguments(entry.do))
        if menu.isEmpty():
            menu.addAction(_("nothing here yet")).setEnabled(False)

    # -- building --

    def _add(self, command: Command) -> None:
        begun = (command.menu, command.under) in self._menus
        if command.divider:  # above the whole submenu where the row is the first in it
            self._menu(command.menu, command.under if begun else "").addSeparator()
        menu = self._menu(command.menu, command.under)
        if command.opens:
            filled = menu.addMenu("")
            filled.setToolTipsVisible(True)
            filled.aboutToShow.connect(partial(self._fill, filled, command.id))
            action = filled.menuAction()
        else:
            action = QAction(self._window)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.checkable or bool(command.group))
            self._window.addAction(action)
            menu.addAction(action)
        action.setObjectName(f"action_{command.id}")
        if command.group:
            self._group(command.group).addAction(action)
        self._actions[command.id] = action

    def _menu(self, title: str, under: str = "") -> QMenu:
        if (title, under) not in self._menus:
            above = self._menu(title) if under else self.menu
            self._menus[title, under] = menu = above.addMenu("")
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
        return self._menus[title, under]

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self._window)
        return self._groups[name]


def _without_arguments(do: Callable[[], object]) -> Callable[[], object]:
    """A slot for `triggered`, which would hand on whether the action is checked."""
    return lambda: do()
