"""The menu of the kernel grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.text import N_, _


class Grid(Protocol):
    """What the menu asks of the grid."""

    def copy(self, numpy: bool = False) -> None: ...
    def paste(self) -> None: ...
    def selectAll(self) -> None: ...
    def zero(self) -> None: ...


_ENTRIES = (
    ("copy", N_("Copy"), "Ctrl+C"),
    ("copy_numpy", N_("Copy as NumPy"), "Ctrl+Shift+C"),
    ("paste", N_("Paste"), "Ctrl+V"),
    ("", "", ""),
    ("select_all", N_("Select all"), "Ctrl+A"),
    ("zero", N_("Make it 0"), "Del"),
)


def grid_menu(grid: Grid, parent: QWidget) -> QMenu:
    """A menu for the selected cells; it is let go when it closes."""
    menu = QMenu(parent)
    menu.setObjectName("gridMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    actions: dict[str, Callable[[], object]] = {
        "copy": grid.copy,
        "copy_numpy": lambda: grid.copy(numpy=True),
        "paste": grid.paste,
        "select_all": grid.selectAll,
        "zero": grid.zero,
    }
    for name, title, keys in _ENTRIES:
        if not name:
            menu.addSeparator()
            continue
        action = menu.addAction(f"{_(title)}\t{keys}")
        action.setObjectName(f"grid_{name}")
        action.triggered.connect(_without_arguments(actions[name]))
    return menu


def _without_arguments(do: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        do()

    return run
