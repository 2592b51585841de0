"""The left panel: the stack as a list of cards, the palette that adds to it, and what it amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.layer_list import LayerList
from cnnlab.gui.stack_panel.layer_model import LayerModel
from cnnlab.gui.stack_panel.list_commands import add_keys
from cnnlab.gui.stack_panel.palette import BlockPalette
from cnnlab.gui.stack_panel.totals import Totals
from cnnlab.gui.theme import DARK, Space, Theme, scaled
from cnnlab.text import Message, _, plural

_NO_FAILURES: Mapping[str, Message] = MappingProxyType({})


class StackPanel(QWidget):
    """Shows a plan and wishes for changes.

    Signals:
        add_requested: kind of the block and its position.
        move_requested: id and position, counted without the layer.
        duplicate_requested: id.
        delete_requested: list of ids.
        rename_requested: id and name; empty to take the name away.
        enable_requested: id and whether it should be on.
        selected: id of the layer chosen by the user; empty if none.
        fix_requested: id and number of the problem's fix.
    """

    add_requested = Signal(str, int)
    move_requested = Signal(str, int)
    duplicate_requested = Signal(str)
    delete_requested = Signal(object)
    rename_requested = Signal(str, str)
    enable_requested = Signal(str, bool)
    selected = Signal(str)
    fix_requested = Signal(str, int)

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stackPanel")
        self._theme = theme
        self._selected = ""
        self._model = LayerModel(self)
        self._heading = QLabel(self)
        self._heading.setObjectName("stackHeading")
        self._heading.setProperty("role", "heading")
        self._count = QLabel(self)
        self._count.setObjectName("layerCount")
        self._count.setProperty("role", "muted")
        self._button = QPushButton(self)
        self._button.setObjectName("addBlockButton")
        self._button.setProperty("primary", True)
        self._list = LayerList(self._model, theme, self)
        self._totals = Totals(self)
        self._palette = BlockPalette(theme, self)
        self._arrange()
        self._connect()
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        head.setSpacing(Space.S)
        head.addWidget(self._heading)
        head.addWidget(self._count, 1)
        head.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addWidget(self._totals)
        self.setTabOrder(self._button, self._palette.field)
        self.setTabOrder(self._palette.field, self._list)

    def _connect(self) -> None:
        model, rows = self._model, self._list
        model.rename_requested.connect(self.rename_requested)
        model.enable_requested.connect(self.enable_requested)
        rows.add_requested.connect(self.add_requested)
        rows.move_requested.connect(self.move_requested)
        rows.duplicate_requested.connect(self.duplicate_requested)
        rows.delete_requested.connect(self.delete_requested)
        rows.fix_requested.connect(self.fix_requested)
        rows.current_changed.connect(self._on_list_current_changed)
        self._button.clicked.connect(self._on_button_clicked)
        self._palette.chosen.connect(self._on_palette_chosen)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_app_focus_changed)

    # -- what it is told --

    def show_plan(self, plan: Plan, failures: Mapping[str, Message] = _NO_FAILURES) -> None:
        """Show these layers; failures are what the engine met in layers that should have run, by id."""
        self._list.quiet = True
        self._model.show(plan.layers, failures)
        if self._model.row_of(self._selected) < 0:
            self._selected = ""
        self._list.choose(self._selected)
        self._list.quiet = False
        self._show_count()

    def select(self, layer_id: str) -> None:
        """Make a layer the selected one; none for an empty id."""
        self._list.quiet = True
        self._selected = layer_id
        self._list.choose(layer_id)
        self._list.quiet = False

    def show_totals(self, parameters: int, macs: int, receptive_field: tuple[int, int] | None, memory: int) -> None:
        """Show what the stack amounts to; memory in bytes, the field as height and width."""
        self._totals.show_totals(parameters, macs, receptive_field, memory)

    def open_palette(self) -> None:
        """Open the list of blocks to add from."""
        row = self._model.row_of(self._selected)
        label = self._model.index(row).data(Qt.ItemDataRole.EditRole) or self._selected
        place = _("below {layer}").format(layer=label) if row >= 0 else _("at the end")
        self._place_palette()
        self._palette.open(place)

    def add(self, kind: str) -> None:
        """Wish for a block below the selected layer, as if it had been chosen from the list of blocks."""
        row = self._model.row_of(self._selected)
        self.add_requested.emit(kind, row + 1 if row >= 0 else self._model.rowCount())

    def run(self, command: str) -> None:
        """Do a command of the list of layers to the layers chosen in it."""
        if command == "rename":
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.run(command)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._button.setIcon(icon("add", theme.on_accent))
        self._button.setIconSize(QSize(scaled(16), scaled(16)))
        self.setMinimumWidth(scaled(248))
        self._list.set_theme(theme)
        self._palette.set_theme(theme)
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Stack"))
        self._heading.setText(_("Stack"))
        self._button.setText(_("Add block"))
        self._button.setAccessibleName(_("Add block"))
        self._button.setToolTip(_("Add a block below the selected layer ({keys})").format(keys=add_keys()))
        self._model.retranslate()
        self._list.retranslate()
        self._palette.retranslate()
        self._totals.retranslate()
        self._show_count()

    def _show_count(self) -> None:
        text = plural("{count} layer", "{count} layers", self._model.rowCount())
        if text != self._count.text():
            self._count.setText(text)
            self._list.retranslate()

    # -- lay out and paint --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        painter.end()

    def _place_palette(self) -> None:
        """Over the list and the totals, below the button."""
        top = self._button.mapTo(self, QPoint(0, self._button.height())).y() + Space.XS
        self._palette.setGeometry(
            QRect(Space.S, top, self.width() - 2 * Space.S, max(120, self.height() - top - Space.S))
        )

    # -- from its parts --

    def _on_list_current_changed(self, layer_id: str) -> None:
        self._selected = layer_id
        self.selected.emit(layer_id)

    def _on_button_clicked(self) -> None:
        if self._palette.isVisible():
            self._palette.close_back()
        else:
            self.open_palette()

    def _on_palette_chosen(self, kind: str, stay: bool) -> None:
        self.add(kind)
        if not stay:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)  # where the new layer can be named and moved
            self._palette.dismiss()

    def _on_app_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close the palette when the user turns to something else."""
        if self._palette.isHidden() or now is None or now is self._button or self._palette.isAncestorOf(now):
            return
        self._palette.dismiss()
