"""The field for the layers that a merge takes: a menu with check marks, and their ids as a text."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from cnnlab.blocks.params import LayersParam
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.inspector.param_text import ParamCodec
from cnnlab.gui.theme import Space, scaled
from cnnlab.text import _

_SIDE = 28

Earlier = tuple[tuple[str, str], ...]  # ids of layers with what the user calls them


class LayersField(QWidget):
    """Ids can be typed, or chosen among the earlier layers; the order is that in which they were chosen.

    Signals:
        edited, refused, gesture_ended: as those of `ValueField`.
    """

    edited = Signal(str, object, object)
    refused = Signal(str, object)
    gesture_ended = Signal()

    def __init__(self, name: str, param: LayersParam, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._earlier: Earlier = ()
        self._text = ValueField(name, ParamCodec(name, param), self)
        self._text.setObjectName(f"param_{name}_text")
        self._button = QToolButton(self)
        self._button.setObjectName(f"param_{name}_menu")
        self._button.setProperty("filled", True)
        self._button.setProperty("corner", True)
        self._button.setFixedSize(scaled(_SIDE), scaled(_SIDE))
        self._button.setIconSize(QSize(14, 14))
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._button)
        self._button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.setFocusProxy(self._text)
        self._text.edited.connect(self.edited)
        self._text.refused.connect(self.refused)
        self._text.gesture_ended.connect(self.gesture_ended)
        self.set_icons()

    def show_value(self, value: tuple[str, ...]) -> None:
        """Show the layers that are taken."""
        self._text.show_value(value)
        for action in self._menu.actions():
            action.setChecked(action.data() in value)

    def show_refusal(self) -> None:
        """Mark the typed text as unusable."""
        self._text.show_refusal()

    def show_earlier(self, earlier: Earlier) -> None:
        """Offer these layers, from the input downwards."""
        if earlier == self._earlier:
            return
        self._earlier = earlier
        self._menu.clear()
        chosen: tuple[str, ...] = self._text.value() or ()
        for layer, label in earlier:
            action = QAction(label, self._menu, checkable=True)
            action.setObjectName(f"take_{layer}")
            action.setData(layer)
            action.setChecked(layer in chosen)
            action.triggered.connect(self._on_action_triggered)
            self._menu.addAction(action)

    def set_icons(self) -> None:
        """Draw the icon in the theme's colour."""
        self._button.setIcon(icon("chevron-down"))

    def setToolTip(self, text: str) -> None:
        super().setToolTip(text)
        self._text.setToolTip(text)
        self._button.setToolTip(_("Choose among the layers above"))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._text.setAccessibleName(name)
        self._button.setAccessibleName(_("Choose among the layers above"))

    def _on_action_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        layer, on = action.data(), action.isChecked()
        before: tuple[str, ...] = self._text.value() or ()
        after: Any = (*before, layer) if on else tuple(one for one in before if one != layer)
        if after:
            self.edited.emit(self.name, after, None)
        else:
            self.show_value(before)  # a merge takes one layer at least
