"""The preferences: every setting that is offered, under its section, with its help; a change holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cnnlab.gui.preferences.field import NameField, SettingField, field_for
from cnnlab.gui.settings.settings import Choice, Setting, Settings
from cnnlab.gui.settings.table import OFFERED, SECTIONS
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import _

_SIZE = QSize(720, 760)


class PreferencesPage(Sheet):
    """A form made from the table of settings."""

    def __init__(self, settings: Settings, parent: QWidget, theme: Theme) -> None:
        self._settings = settings
        self._fields: dict[str, SettingField] = {}
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        self._headings: dict[str, QLabel] = {}
        self._restore = QPushButton()
        super().__init__("preferences", parent, theme, _SIZE)
        self._restore.setObjectName("restoreDefaults")
        self._restore.clicked.connect(lambda: settings.restore(*OFFERED))
        self.body.addWidget(self._form(), 1)
        row = QHBoxLayout()
        self.body.addLayout(row)
        row.addWidget(self._restore)
        row.addStretch(1)
        settings.changed.connect(self._on_settings_changed)
        self.retranslate()
        self.set_theme(theme)

    def offer(self, setting: Setting[Any], choices: Sequence[Choice]) -> None:
        """Offer these values of a setting; one that leaves nothing to choose is not shown."""
        field = self._fields[setting.key]
        assert isinstance(field, NameField)
        field.offer(choices)
        shown = len(choices) > 1
        for part in (field, *self._labels[setting.key]):
            part.setVisible(shown)
        alone = all(other is setting for other in OFFERED if other.section == setting.section)
        if alone:
            self._headings[setting.section].setVisible(shown)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for field in self._fields.values():
            field.set_theme(theme)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Preferences"))
        self._restore.setText(_("Restore defaults"))
        self._restore.setAccessibleName(_("Restore defaults"))
        self._restore.setToolTip(_("Set everything on this page back to its default"))
        for section, heading in self._headings.items():
            heading.setText(_(section))
        for key, field in self._fields.items():
            title, text = self._labels[key]
            title.setText(_(field.setting.title))
            text.setText(_(field.setting.help))
            field.retranslate()

    def _on_settings_changed(self, key: str, value: object) -> None:
        if key in self._fields:
            self._fields[key].show_value(value)

    def _form(self) -> QScrollArea:
        page = QWidget()
        page.setObjectName("preferencesForm")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.setSpacing(Space.M)
        for section in SECTIONS:
            column.addWidget(self._heading(section))
            for setting in (s for s in OFFERED if s.section == section):
                self._add_row(column, setting)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        return area

    def _heading(self, section: str) -> QLabel:
        heading = self._headings[section] = QLabel()
        heading.setProperty("role", "section")
        first = section == SECTIONS[0]
        heading.setContentsMargins(0, 0 if first else Space.M, 0, 0)
        return heading

    def _add_row(self, column: QVBoxLayout, setting: Setting[Any]) -> None:
        title, text = QLabel(), QLabel(wordWrap=True)
        text.setProperty("role", "muted")
        field = field_for(setting)
        field.show_value(self._settings.get(setting))
        field.edited.connect(partial(self._settings.set, setting))
        self._fields[setting.key], self._labels[setting.key] = field, (title, text)
        row = QGridLayout()
        column.addLayout(row)
        row.setHorizontalSpacing(Space.XL)
        row.setVerticalSpacing(2)
        row.setColumnStretch(0, 1)
        row.addWidget(title, 0, 0)
        row.addWidget(text, 1, 0)
        row.addWidget(field, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
