"""What a panel wishes for, in order, and the parts of it that a user meets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.gui.stack_panel.card_layout import Spot
from cnnlab.gui.stack_panel.layer_list import LayerList
from cnnlab.gui.stack_panel.palette import BlockPalette
from cnnlab.gui.stack_panel.panel import StackPanel

SIGNALS = ("add", "move", "duplicate", "delete", "cut", "copy", "paste", "rename", "enable", "fix", "compare")


class Wishes(list[tuple[object, ...]]):
    """Each wish as its name and what it carries; a selection is one, too."""

    def __init__(self, panel: StackPanel) -> None:
        super().__init__()
        for name in SIGNALS:
            getattr(panel, f"{name}_requested").connect(partial(self._note, name))
        panel.selected.connect(partial(self._note, "selected"))

    def _note(self, *wish: object) -> None:
        self.append(wish)


def list_of(panel: StackPanel) -> LayerList:
    """The list of layers."""
    found = panel.findChild(LayerList, "layerList")
    assert isinstance(found, LayerList)
    return found


def palette_of(panel: StackPanel) -> BlockPalette:
    """The palette."""
    found = panel.findChild(BlockPalette, "blockPalette")
    assert isinstance(found, BlockPalette)
    return found


def button_of(panel: StackPanel) -> QPushButton:
    """The button that opens the palette."""
    found = panel.findChild(QPushButton, "addBlockButton")
    assert isinstance(found, QPushButton)
    return found


def label_of(panel: StackPanel, name: str) -> QLabel:
    """A label by its name."""
    found = panel.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def rename_field_of(panel: StackPanel) -> QLineEdit:
    """The field in which a name is being typed."""
    found = panel.findChild(QLineEdit, "renameField")
    assert isinstance(found, QLineEdit)
    return found


def place_of(rows: LayerList, row: int, spot: Spot, number: int = 0) -> QPoint:
    """The middle of a part of a card, in the viewport."""
    index = rows.model().index(row, 0)
    return rows.cards.card_rect(index).topLeft() + rows.cards.layout(index).zone(spot, number).rect.center()


def click(qtbot: QtBot, rows: LayerList, place: QPoint) -> None:
    """A click of the left button."""
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
