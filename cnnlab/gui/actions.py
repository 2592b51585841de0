"""Every command of the window in one table: menus, shortcuts and tooltips are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.icons import icon
from cnnlab.text import N_, _


@dataclass(frozen=True)
class Command:
    """One row of the table.

    Attributes:
        id: names the action (`objectName` is `action_<id>`) and the function that does it.
        text: what the menu says.
        menu: which menu it stands in.
        keys: shortcuts, in Qt's portable notation.
        icon: name of its icon; empty for none.
        checkable: whether it is a switch.
        divider: whether a line stands above it in the menu.
        list_keys: keys that the list of layers hears itself while it has the focus; the menu shows them.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    divider: bool = False
    list_keys: tuple[str, ...] = ()


FILE, EDIT, LAYER, VIEW, LANGUAGE, HELP = N_("File"), N_("Edit"), N_("Layer"), N_("View"), N_("Language"), N_("Help")
_INSIDE = {LANGUAGE: VIEW}  # menus that stand in another one

COMMANDS: tuple[Command, ...] = (
    Command("new_project", N_("New project"), FILE, ("Ctrl+N",), "file"),
    Command("open", N_("Open…"), FILE, ("Ctrl+O",), "open"),
    Command("open_project", N_("Open project…"), FILE),
    Command("save", N_("Save project"), FILE, ("Ctrl+S",), "save"),
    Command("save_as", N_("Save project as…"), FILE, ("Ctrl+Shift+S",)),
    Command("open_example", N_("Open the first example"), FILE),
    Command("gallery", N_("Examples…"), FILE, ("Ctrl+G",), "gallery"),
    Command("open_image", N_("Open picture…"), FILE, ("Ctrl+Shift+O",), "image", divider=True),
    Command("paste_image", N_("Paste picture"), FILE, ("Ctrl+V",), "paste"),
    Command("preferences", N_("Preferences…"), FILE, ("Ctrl+,",), "settings", divider=True),
    Command("quit", N_("Quit"), FILE, ("Ctrl+Q",), divider=True),
    Command("undo", N_("Undo"), EDIT, ("Ctrl+Z",), "undo"),
    Command("redo", N_("Redo"), EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Command("train", N_("Train mode"), EDIT, ("Ctrl+T",), "", checkable=True, divider=True),
    Command("add_block", N_("Add block…"), LAYER, ("Ctrl+B",), "add"),
    Command("duplicate", N_("Duplicate layer"), LAYER, (), "copy"),
    Command("delete", N_("Delete layer"), LAYER, (), "delete"),
    Command("switch", N_("Switch layer on or off"), LAYER, ("Ctrl+E",), "eye"),
    Command("expand", N_("Show all channels of the layer"), LAYER, ("Ctrl+Return",), divider=True),
    Command("new_weights", N_("Back to initial weights"), LAYER, ("Ctrl+R",), "reset"),
    Command("rename", N_("Rename layer"), LAYER, (), "rename", divider=True, list_keys=("F2",)),
    Command("move_up", N_("Move layers up"), LAYER, (), "chevron-up", list_keys=("Alt+Up",)),
    Command("move_down", N_("Move layers down"), LAYER, (), "chevron-down", list_keys=("Alt+Down",)),
    Command("cut_layers", N_("Cut layers"), LAYER, (), "cut", divider=True, list_keys=("Ctrl+X",)),
    Command("copy_layers", N_("Copy layers"), LAYER, (), "copy", list_keys=("Ctrl+C",)),
    Command("paste_layers", N_("Paste layers below"), LAYER, (), "paste", list_keys=("Ctrl+V",)),
    Command("select_layers", N_("Select all layers"), LAYER, (), "", list_keys=("Ctrl+A",)),
    Command("large", N_("One channel large"), VIEW, ("Ctrl+F",)),
    Command("back", N_("Back to all layers"), VIEW, ("Esc",)),
    Command("times", N_("Time of each layer"), VIEW, ("F9",), "", checkable=True),
    Command("tiles_larger", N_("Larger tiles"), VIEW, ("Ctrl+=", "Ctrl++"), "add", divider=True),
    Command("tiles_smaller", N_("Smaller tiles"), VIEW, ("Ctrl+-",), "minus"),
    Command("tiles_automatic", N_("Tiles of automatic size"), VIEW, ("Ctrl+0",)),
    Command("wrap", N_("All channels, in lines"), VIEW, (), "", checkable=True),
    Command("sort_id", N_("Channels by number"), VIEW, (), "", checkable=True, divider=True),
    Command("sort_strength", N_("Channels by strength"), VIEW, (), "", checkable=True),
    Command("sort_variance", N_("Channels by variance"), VIEW, (), "", checkable=True),
    Command("collapse_all", N_("Collapse all rows"), VIEW, (), "collapse-rows", divider=True),
    Command("show_all", N_("Show all rows"), VIEW, (), "expand-rows"),
    Command("theme_dark", N_("Dark"), VIEW, (), "", checkable=True, divider=True),
    Command("theme_light", N_("Light"), VIEW, (), "", checkable=True),
    Command("theme_system", N_("As the system"), VIEW, (), "", checkable=True),
    # Each language is called what its speakers call it.
    Command("language_en", "English", LANGUAGE, (), "", checkable=True),
    Command("language_zh_CN", "简体中文", LANGUAGE, (), "", checkable=True),
    Command("language_system", N_("As the system"), LANGUAGE, (), "", checkable=True),
    Command("show_log", N_("Show log file"), HELP),
    Command("copy_report", N_("Copy details for a report"), HELP, (), "copy"),
    Command("about", N_("About CNN Lab"), HELP, (), "info", divider=True),
)


def native(keys: str) -> str:
    """Keys in portable notation as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class Actions:
    """The table as Qt actions on a window; `gui/wiring/` says what each of them does."""

    def __init__(self, window: QWidget) -> None:
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self.menu = QMenu(window)
        self.menu.setObjectName("mainMenu")
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(f"action_{command.id}")
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.checkable)
            window.addAction(action)
            menu = self._menu(command.menu)
            if command.divider:
                menu.addSeparator()
            menu.addAction(action)
            self._actions[command.id] = action
        self.retranslate()

    def connect(self, command: str, do: Callable[[], object]) -> None:
        """Say what a command does."""
        self._actions[command].triggered.connect(lambda: do())

    def insert_menu(self, menu: QMenu, before: str) -> None:
        """Put a submenu above a command."""
        action = self._actions[before]
        row = next(row for row in COMMANDS if row.id == before)
        self._menus[row.menu].insertMenu(action, menu)

    def __getitem__(self, command: str) -> QAction:
        return self._actions[command]

    def retranslate(self) -> None:
        """Use the language of the moment, and the icons of the theme of the moment."""
        for title, menu in self._menus.items():
            menu.setTitle(_(title))
        for command in COMMANDS:
            action = self._actions[command.id]
            keys = native(command.list_keys[0]) if command.list_keys else ""
            action.setText(f"{_(command.text)}\t{keys}" if keys else _(command.text))
            action.setIcon(icon(command.icon) if command.icon else QIcon())

    def _menu(self, title: str) -> QMenu:
        if title not in self._menus:
            outer = self._menu(_INSIDE[title]) if title in _INSIDE else self.menu
            self._menus[title] = outer.addMenu(title)
        return self._menus[title]
