"""The form of a block's parameters, made from what the block declares."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import BoolParam, ChoiceParam, LayersParam, Param, QuadParam
from cnnlab.gui.inspector.fields import CheckField, ChoiceField, ValueField
from cnnlab.gui.inspector.layers_field import Earlier, LayersField
from cnnlab.gui.inspector.note import Note
from cnnlab.gui.inspector.param_text import ParamCodec, about
from cnnlab.gui.theme import Space, scaled
from cnnlab.text import N_, Message, _

_FIELD = 56  # width that a field has at least
_WORD = 9  # characters of a choice that fit into half a row
_LONG = 14  # characters of a name beyond which it takes a row of its own


Field = ValueField | CheckField | ChoiceField | LayersField


def field_for(name: str, param: Param, parent: QWidget | None = None) -> Field:
    """The field that fits a declared parameter."""
    if isinstance(param, BoolParam):
        return CheckField(name, param, parent)
    if isinstance(param, ChoiceParam):
        return ChoiceField(name, param, parent)
    if isinstance(param, LayersParam):
        return LayersField(name, param, parent)
    return ValueField(name, ParamCodec(name, param), parent)


def _is_wide(name: str, param: Param) -> bool:
    if isinstance(param, ChoiceParam):
        return max(map(len, param.choices)) > _WORD
    return isinstance(param, QuadParam | LayersParam) or (len(name) > _LONG and not isinstance(param, BoolParam))


def _comes_first(param: Param) -> bool:
    return not isinstance(param, BoolParam | ChoiceParam)


class ParameterForm(QWidget):
    """Two columns of names and fields; a sentence over what follows a field says why it was refused.

    Signals:
        edited: parameter, its new value, the gesture (or None).
        gesture_ended: the steps that follow are a new one.
    """

    edited = Signal(str, object, object)
    gesture_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameterForm")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._kind: type[Block] | None = None
        self._fields: dict[str, Field] = {}
        self._notices: dict[str, Note] = {}
        self._labels: dict[str, QLabel] = {}
        self._body: QWidget | None = None
        self._last = ""
        self._earlier: Earlier = ()
        self._grid: QGridLayout | None = None

    def fit(self) -> None:
        """Make room for the size of type of the moment."""
        if self._grid is not None:
            for field in (1, 4):
                self._grid.setColumnMinimumWidth(field, scaled(_FIELD))

    def show_block(self, block: Block) -> None:
        """Show a block's parameters; fields are made anew only for another kind of block."""
        if type(block) is not self._kind:
            self._rebuild(type(block))
        for name, field in self._fields.items():
            field.show_value(getattr(block, name))

    def show_earlier(self, earlier: Earlier) -> None:
        """Offer these layers where a block takes others."""
        self._earlier = earlier
        for field in self._fields.values():
            if isinstance(field, LayersField):
                field.show_earlier(earlier)

    def set_icons(self) -> None:
        """Draw the icons in the theme's colour."""
        for field in self._fields.values():
            if isinstance(field, LayersField):
                field.set_icons()

    def show_other(self) -> None:
        """Forget texts that were refused: another layer is about to be shown."""
        self._kind = None

    def show_notice(self, text: Message | str) -> None:
        """Say below the field that was edited last why its value was refused."""
        if self._last in self._fields:
            self._fields[self._last].show_refusal()
            self._set_notice(self._last, text)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Parameters"))
        if self._kind is None:
            return
        for note in self._notices.values():
            note.retranslate()
        for name, param in self._kind.params().items():
            help_text = f"{name}\n{about(param)}"
            field = self._fields[name]
            field.setToolTip(help_text)
            field.setAccessibleName(f"{name}: {_(param.label)}")
            field.setAccessibleDescription(_(param.help))
            if isinstance(field, ValueField) and param.optional:
                field.set_placeholder(_("auto"))
            if name in self._labels:
                self._labels[name].setToolTip(help_text)

    # -- building --

    def _rebuild(self, kind: type[Block]) -> None:
        for field in self._fields.values():
            field.blockSignals(True)  # what is still being typed there is no wish for the block that follows
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        for note in self._notices.values():
            note.hide()
            note.deleteLater()
        self._kind, self._last = kind, ""
        self._fields, self._notices, self._labels = {}, {}, {}
        self._body = QWidget(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.XS)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnMinimumWidth(2, Space.XS)
        for label in (0, 3):
            grid.setColumnStretch(label, 1)
        self._grid = grid
        self.fit()
        self._place_all(grid, kind)
        self._column.addWidget(self._body)
        self.show_earlier(self._earlier)
        self.retranslate()

    def _place_all(self, grid: QGridLayout, kind: type[Block]) -> None:
        """Two in a row: numbers first, then switches and choices; then what needs a row of its own."""
        row = 0
        params = kind.params().items()
        wide = [(n, p) for n, p in params if _is_wide(n, p)]
        narrow = [(n, p) for n, p in params if not _is_wide(n, p)]
        numbers = [(n, p) for n, p in narrow if _comes_first(p)]
        others = [(n, p) for n, p in narrow if not _comes_first(p)]
        others.sort(key=lambda entry: isinstance(entry[1], ChoiceParam))
        for group, per_row in ((numbers, 2), (others, 2), (wide, 1)):
            for start in range(0, len(group), per_row):
                for place, (name, param) in enumerate(group[start : start + per_row]):
                    self._place(grid, row, 3 * place, name, param, wide=per_row == 1)
                row += 1

    def _place(self, grid: QGridLayout, row: int, column: int, name: str, param: Param, wide: bool) -> None:
        field = field_for(name, param, self._body)
        field.setObjectName(f"param_{name}")
        field.edited.connect(self._on_field_edited)
        field.refused.connect(self._on_field_refused)
        field.gesture_ended.connect(self.gesture_ended)
        self._fields[name] = field
        self._notices[name] = Note(f"notice_{name}", field)
        if isinstance(field, CheckField):
            field.setMinimumHeight(Space.XL)
            grid.addWidget(field, row, column, 1, 2)
            return
        label = QLabel(name, self._body)
        label.setProperty("role", "muted")
        label.setBuddy(field)
        self._labels[name] = label
        grid.addWidget(label, row, column, 1, 3 if wide else 1)
        if wide:
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(field, row, 3, 1, 2)
        else:
            field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            grid.addWidget(field, row, column + 1)

    # -- from the fields --

    def _on_field_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self._last = name
        self._set_notice(name, "")
        self.edited.emit(name, value, gesture)

    def _on_field_refused(self, name: str, text: Message | str) -> None:
        self._last = name
        self._set_notice(name, Message(N_("{name} {error}"), name=name, error=text) if text else "")

    def _set_notice(self, name: str, text: Message | str) -> None:
        self._notices[name].say(text)
