"""The form of a block's parameters, made from what the block declares."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import BoolParam, ChoiceParam, LayersParam, Param, QuadParam
from cnnlab.gui.inspector.fields import CheckField, Field, ValueField, field_for
from cnnlab.gui.inspector.param_text import about
from cnnlab.gui.theme import Space, scaled
from cnnlab.text import N_, Message, _

_FIELD = 58  # width that a field has at least
_LONG = 14  # characters of a name beyond which it takes a row of its own


def _is_wide(name: str, param: Param) -> bool:
    wide = isinstance(param, ChoiceParam | QuadParam | LayersParam)
    return wide or (len(name) > _LONG and not isinstance(param, BoolParam))


class ParameterForm(QWidget):
    """Two columns of names and fields; a sentence below a field says why it was refused.

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
        self._notices: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._body: QWidget | None = None
        self._last = ""
        self._grid: QGridLayout | None = None

    def fit(self) -> None:
        """Make room for the size of type of the moment."""
        for field in (1, 4) if self._grid is not None else ():
            assert self._grid is not None
            self._grid.setColumnMinimumWidth(field, scaled(_FIELD))

    def show_block(self, block: Block) -> None:
        """Show a block's parameters; fields are made anew only for another kind of block."""
        if type(block) is not self._kind:
            self._rebuild(type(block))
        for name, field in self._fields.items():
            field.show_value(getattr(block, name))

    def show_other(self) -> None:
        """Forget texts that were refused: another layer is about to be shown."""
        self._kind = None

    def show_notice(self, text: str) -> None:
        """Say below the field that was edited last why its value was refused."""
        if self._last in self._fields:
            self._fields[self._last].show_refusal()
            self._set_notice(self._last, text)

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Parameters"))
        if self._kind is None:
            return
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
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
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
        self.retranslate()

    def _place_all(self, grid: QGridLayout, kind: type[Block]) -> None:
        """Numbers first, two in a row; then switches; then what needs a row of its own."""
        row = 0
        params = kind.params().items()
        wide = [(n, p) for n, p in params if _is_wide(n, p)]
        switches = [(n, p) for n, p in params if isinstance(p, BoolParam)]
        narrow = [(n, p) for n, p in params if not _is_wide(n, p) and not isinstance(p, BoolParam)]
        for group, per_row in ((narrow, 2), (switches, 2), (wide, 1)):
            for start in range(0, len(group), per_row):
                for place, (name, param) in enumerate(group[start : start + per_row]):
                    self._place(grid, row, 3 * place, name, param, wide=per_row == 1)
                    self._place_notice(grid, row + 1 + place, name)
                row += 1 + per_row

    def _place(self, grid: QGridLayout, row: int, column: int, name: str, param: Param, wide: bool) -> None:
        field = field_for(name, param, self._body)
        field.setObjectName(f"param_{name}")
        field.edited.connect(self._on_field_edited)
        field.refused.connect(self._on_field_refused)
        field.gesture_ended.connect(self.gesture_ended)
        self._fields[name] = field
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

    def _place_notice(self, grid: QGridLayout, row: int, name: str) -> None:
        notice = QLabel(self._body, wordWrap=True)
        notice.hide()
        notice.setObjectName(f"notice_{name}")
        notice.setProperty("role", "warning")
        self._notices[name] = notice
        grid.addWidget(notice, row, 0, 1, 5)

    # -- from the fields --

    def _on_field_edited(self, name: str, value: Any, gesture: object | None) -> None:
        self._last = name
        self._set_notice(name, "")
        self.edited.emit(name, value, gesture)

    def _on_field_refused(self, name: str, text: str) -> None:
        self._last = name
        self._set_notice(name, str(Message(N_("{name} {error}"), name=name, error=text)) if text else "")

    def _set_notice(self, name: str, text: str) -> None:
        notice = self._notices[name]
        notice.setText(text)
        notice.setVisible(bool(text))
