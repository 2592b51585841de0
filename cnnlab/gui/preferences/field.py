"""The control of one setting: a check box, a number, a row of choices or a list of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from cnnlab.gui.settings.settings import Choice, Setting
from cnnlab.gui.source_bar import segments
from cnnlab.gui.theme import Theme, scaled
from cnnlab.text import _

_BOX, _NUMBER, _NAME = 16, 92, 180  # widths at the usual size of type


class SettingField(QWidget):
    """Shows a value and wishes for others.

    Signals:
        edited: the value that the user wants.
    """

    edited = Signal(object)

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__()
        self.setting = setting
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """Show a value."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in this look."""

    def retranslate(self) -> None:
        """Use the language of the moment."""

    def _hold(self, control: QWidget) -> None:
        control.setObjectName("setting_" + self.setting.key.replace("/", "_"))
        self._row.addWidget(control)

    def _explain(self, control: QWidget) -> None:
        control.setAccessibleName(_(self.setting.title))
        control.setAccessibleDescription(_(self.setting.help))
        control.setToolTip(_(self.setting.help))


class SwitchField(SettingField):
    """On or off."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__(setting)
        self._box = QCheckBox()
        self._hold(self._box)
        self._box.toggled.connect(lambda on: self.edited.emit(on))
        self._fit()
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self._fit()

    def _fit(self) -> None:
        self._box.setFixedWidth(scaled(_BOX))  # without a text it would keep room for one, and not stand in line

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self._box):
            self._box.setChecked(value)

    def retranslate(self) -> None:
        self._explain(self._box)


class _Spin(QSpinBox):
    """Lets the page scroll unless it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberField(SettingField):
    """A whole number with its unit."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__(setting)
        self._box = _Spin()
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setRange(setting.least, setting.most)
        self._box.setSingleStep(setting.step)
        self._box.setKeyboardTracking(False)
        self._hold(self._box)
        self._box.valueChanged.connect(lambda number: self.edited.emit(number))
        self._fit()
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self._fit()

    def _fit(self) -> None:
        self._box.setFixedWidth(scaled(_NUMBER))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(value)

    def retranslate(self) -> None:
        self._box.setSuffix(_(self.setting.unit))
        self._explain(self._box)


class ChoiceField(SettingField):
    """One of a few words, all in sight."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__(setting)
        self._choices = segments.Segments(
            "setting_" + setting.key.replace("/", "_"),
            tuple(segments.Choice(choice.value, choice.label) for choice in setting.choices),
        )
        self._row.addWidget(self._choices)
        self._choices.chosen.connect(lambda value: self.edited.emit(value))
        self.retranslate()

    def show_value(self, value: Any) -> None:
        self._choices.show_current(value)

    def set_theme(self, theme: Theme) -> None:
        self._choices.set_theme(theme)

    def retranslate(self) -> None:
        self._choices.retranslate()
        self._explain(self._choices)


class NameField(SettingField):
    """One of a list of names that is only known while the program runs."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__(setting)
        self._offered: tuple[Choice, ...] = ()
        self._value = setting.default
        self._box = QComboBox()
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit()
        self._hold(self._box)
        self._box.activated.connect(lambda row: self.edited.emit(self._box.itemData(row)))
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self._fit()

    def _fit(self) -> None:
        self._box.setMinimumWidth(scaled(_NAME))

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these; a stored value that is not among them stays until another is chosen."""
        self._offered = tuple(choices)
        self.retranslate()

    def show_value(self, value: Any) -> None:
        self._value = value
        self._box.setCurrentIndex(self._box.findData(value))

    def retranslate(self) -> None:
        self._explain(self._box)
        self._box.clear()
        for choice in self._offered:
            self._box.addItem(choice.label if choice.own else _(choice.label), choice.value)
        self.show_value(self._value)


def field_for(setting: Setting[Any]) -> SettingField:
    """The control that fits a setting."""
    if isinstance(setting.default, bool):
        return SwitchField(setting)
    if isinstance(setting.default, int):
        return NumberField(setting)
    return ChoiceField(setting) if setting.choices else NameField(setting)
