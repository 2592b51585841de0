"""A chip that opens a menu of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cnnlab.gui.source_bar.chip import Chip, Part
from cnnlab.gui.theme import Space


class ChoiceChip(Chip):
    """Shows what holds. A choice from its menu is a wish: what is shown changes only by `show_choices`.

    Signals:
        chosen: the id of a choice, also if it is the one that holds.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._offered: tuple[object, ...] = ()
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}Menu")
        self._menu.triggered.connect(self._on_menu_triggered)
        self._menu.aboutToHide.connect(lambda: self.show_open(False))
        self.clicked.connect(self._on_clicked)

    @property
    def menu(self) -> QMenu:
        """The choices."""
        return self._menu

    def show_choices(self, choices: Sequence[tuple[str, str]], current: str, parts: Sequence[Part]) -> None:
        """Offer choices, each with its id and title, and show what holds."""
        offered = (tuple(choices), current)
        if offered != self._offered:
            self._offered = offered
            self._menu.clear()
            for choice, title in choices:
                action = QAction(title.replace("&", "&&"), self._menu, checkable=True)
                action.setData(choice)
                action.setChecked(choice == current)
                self._menu.addAction(action)
        self._opens = bool(choices)
        self.setEnabled(self._opens)
        self.show_parts(parts)

    def _on_clicked(self) -> None:
        self.show_open(True)
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + Space.XS)))

    def _on_menu_triggered(self, action: QAction) -> None:
        action.setChecked(action.data() == self._offered[1])
        self.chosen.emit(action.data())
