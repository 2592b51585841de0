"""The page of all keys, made from the table of commands and from the key tables of the views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cnnlab.gui.canvas.canvas_keys import CANVAS_KEYS
from cnnlab.gui.commands.keys import KeyRow, KeyTable, native
from cnnlab.gui.commands.menu_key import MENU_KEYS
from cnnlab.gui.commands.table import COMMANDS, MENUS
from cnnlab.gui.compare.compare_keys import COMPARE_KEYS
from cnnlab.gui.convolution.convolution_keys import CELL_KEYS, SAMPLE_KEYS, STEP_KEYS
from cnnlab.gui.drawer.distribution.plot_keys import PLOT_KEYS
from cnnlab.gui.drawing.pad_keys import PAD_KEYS
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.grid_keys import GRID_KEYS
from cnnlab.gui.inspector.slice_keys import SLICE_KEYS
from cnnlab.gui.large.large_keys import LARGE_KEYS
from cnnlab.gui.region.region_keys import REGION_KEYS
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.source_strip.film_keys import FILM_KEYS
from cnnlab.gui.stack_panel.list_commands import LIST_KEYS
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import N_, _

VIEWS: tuple[KeyTable, ...] = (
    LIST_KEYS,
    CANVAS_KEYS,
    LARGE_KEYS,
    SLICE_KEYS,
    GRID_KEYS,
    PLOT_KEYS,
    FILM_KEYS,
    COMPARE_KEYS,
    PAD_KEYS,
    REGION_KEYS,
    STEP_KEYS,
    SAMPLE_KEYS,
    CELL_KEYS,
)
_WHILE = N_("when the focus is there")


def groups() -> tuple[KeyTable, ...]:
    """Every key of the program: by menu those of the commands, then those of the views."""
    menus = []
    for menu in MENUS:
        rows = tuple(KeyRow(c.id, c.text, c.keys, len(c.keys)) for c in COMMANDS if c.menu == menu and c.keys)
        if rows:
            menus.append(KeyTable(menu, rows))
    return (*menus, MENU_KEYS, *VIEWS)


@dataclass(frozen=True)
class _Line:
    """One row on the page."""

    widget: QWidget
    words: str


class ShortcutPage(Sheet):
    """Groups in two columns, and a field that narrows them down."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setObjectName("shortcutSearch")
        self._search = self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setObjectName("shortcutList")
        self._nothing = QLabel()
        self._nothing.setProperty("role", "muted")
        self._groups: list[tuple[QWidget, list[_Line]]] = []
        super().__init__("shortcutPage", parent, theme, QSize(860, 680))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        for widget in (self.field, self._nothing):
            self.body.addWidget(widget)
        self.body.addWidget(self._area, 1)
        self.field.textChanged.connect(self._on_field_text_changed)

    def open(self) -> None:
        """Show all keys."""
        self._build()
        self.field.clear()
        self._narrow("")
        super().open()

    def first_control(self) -> QWidget | None:
        return self.field

    def lines(self) -> list[str]:
        """What the page says now, line by line."""
        return [line.words for _group, rows in self._groups for line in rows if not line.widget.isHidden()]

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._search.setIcon(icon("search", theme.muted))

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Keyboard shortcuts"))
        self.field.setPlaceholderText(_("Find a key or what it does"))
        self.field.setAccessibleName(_("Find a key or what it does"))
        self.field.setToolTip(_("Type part of what a key does, or the key itself, such as Ctrl+K"))
        self._area.setAccessibleName(_("Keyboard shortcuts"))
        if self.isVisible():
            self._build()
            self._narrow(self.field.text())

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the rows go with the page: every change of the theme would have to style the hundreds of them."""
        super().hideEvent(event)
        if self.isHidden():  # else it is the window that is hidden, and comes back with its page
            self._groups = []
            self._area.setWidget(QWidget())  # deletes the rows; taken out first, each would be styled once more

    # -- the groups --

    def _build(self) -> None:
        """Make the groups anew, in columns of about one length, in the language of the moment."""
        page = QWidget()
        page.setObjectName("shortcutPageBody")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, Space.M, 0)
        row.setSpacing(2 * Space.XL)
        self._groups = []
        for tables in _columns(groups()):
            column = QVBoxLayout()
            row.addLayout(column, 1)
            column.setSpacing(Space.L)
            for table in tables:
                group, lines = _group(table)
                self._groups.append((group, lines))
                column.addWidget(group)
            column.addStretch(1)
        self._area.setWidget(page)

    def _narrow(self, query: str) -> None:
        asked = query.casefold().split()
        for group, lines in self._groups:
            title = group.accessibleName().casefold()
            for line in lines:
                text = f"{title} {line.words.casefold()}"
                line.widget.setVisible(all(word in text for word in asked))
            group.setVisible(any(not line.widget.isHidden() for line in lines))
        empty = not self.lines()
        self._nothing.setVisible(empty)
        self._nothing.setText(_("No key and no command matches.") if empty else "")

    def _on_field_text_changed(self, text: str) -> None:
        self._narrow(text)


def _columns(tables: Sequence[KeyTable]) -> list[list[KeyTable]]:
    """Tables in columns, in their order, the first as long as the others or a little longer."""
    lengths = [len(table.rows) + 2 for table in tables]
    best = min(range(1, len(tables)), key=lambda cut: (max(sum(lengths[:cut]), sum(lengths[cut:])), -cut))
    return [list(tables[:best]), list(tables[best:])]


def _group(table: KeyTable) -> tuple[QWidget, list[_Line]]:
    """A heading with its rows."""
    group = QWidget()
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    title = QLabel(_(table.title))
    title.setProperty("role", "section")
    head = QHBoxLayout()
    column.addLayout(head)
    head.addWidget(title)
    if table in VIEWS:
        scope = QLabel(_(_WHILE))
        scope.setProperty("role", "muted")
        scope.setProperty("small", True)
        head.addWidget(scope)
    head.addStretch(1)
    lines = [_line(row) for row in table.rows]
    for line in lines:
        column.addWidget(line.widget)
    group.setAccessibleName(_(table.title))
    return group, lines


def _line(row: KeyRow) -> _Line:
    """What is done on the left, its keys as caps on the right."""
    widget = QWidget()
    across = QHBoxLayout(widget)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(Space.XS)
    text = _(row.text).rstrip("…")
    across.addWidget(QLabel(text, wordWrap=True), 1)
    shown = [native(keys) for keys in row.keys[: row.shown]]
    for keys in shown:
        cap = QLabel(keys)
        cap.setProperty("role", "key")
        across.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
    words = _("{name}: {text}").format(name=text, text=", ".join(shown))
    widget.setAccessibleName(words)
    return _Line(widget, words)
