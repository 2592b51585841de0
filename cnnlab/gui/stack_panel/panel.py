"""The left panel: the stack as a list of cards, the palette that adds to it, and what it amounts to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cnnlab.document.plan import Plan
from cnnlab.gui.icons import icon
from cnnlab.gui.stack_panel.empty_stack import EmptyStack
from cnnlab.gui.stack_panel.layer_list import LayerList
from cnnlab.gui.stack_panel.layer_model import ID_ROLE, LayerModel
from cnnlab.gui.stack_panel.list_commands import add_keys
from cnnlab.gui.stack_panel.palette import BlockPalette
from cnnlab.gui.stack_panel.totals import Totals
from cnnlab.gui.theme import DARK, Space, Theme, scaled
from cnnlab.gui.veil import Veil
from cnnlab.text import N_, Message, _, plural

_NO_FAILURES: Mapping[str, Message] = MappingProxyType({})


_PASSED_ON = (
    "add_requested",
    "move_requested",
    "duplicate_requested",
    "delete_requested",
    "cut_requested",
    "copy_requested",
    "paste_requested",
    "enable_requested",
    "fix_requested",
    "compare_requested",
    "compare_ended",
)


class StackPanel(QWidget):
    """Shows a plan and wishes for changes.

    Signals:
        add_requested: kind of the block, or id of the template, and its position.
        move_requested: list of ids and position, counted without these layers.
        duplicate_requested, delete_requested, cut_requested, copy_requested: list of ids.
        paste_requested: position.
        rename_requested: id and name; empty to take the name away.
        enable_requested: list of ids and whether they should be on.
        selected: id of the layer chosen by the user; empty if none.
        fix_requested: id and number of the problem's fix.
        compare_requested: list of ids to be shown the other way for as long as an eye is held.
        compare_ended: it is no longer held.
    """

    add_requested = Signal(str, int)
    move_requested = Signal(object, int)
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    cut_requested = Signal(object)
    copy_requested = Signal(object)
    paste_requested = Signal(int)
    rename_requested = Signal(str, str)
    enable_requested = Signal(object, bool)
    selected = Signal(str)
    fix_requested = Signal(str, int)
    compare_requested = Signal(object)
    compare_ended = Signal()

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
        self._empty = EmptyStack(self._list.viewport())
        self._totals = Totals(self)
        self._palette = BlockPalette(theme, self)
        self._arrange()
        self._connect()
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        column.addLayout(head)
        head.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        head.setSpacing(Space.S)
        head.addWidget(self._heading)
        head.addWidget(self._count, 1)
        head.addWidget(self._button)
        over = QVBoxLayout(self._list.viewport())
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addWidget(self._totals)
        self.setTabOrder(self._button, self._palette.field)
        self.setTabOrder(self._palette.field, self._list)

    def _connect(self) -> None:
        model, rows = self._model, self._list
        model.rename_requested.connect(self.rename_requested)
        model.enable_requested.connect(self._on_model_enable_requested)
        for wish in _PASSED_ON:
            getattr(rows, wish).connect(getattr(self, wish))
        self._empty.block_wanted.connect(self.open_palette)
        self._empty.template_wanted.connect(self.open_templates)
        rows.current_changed.connect(self._on_list_current_changed)
        self._button.clicked.connect(self._on_button_clicked)
        self._palette.chosen.connect(self._on_palette_chosen)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_app_focus_changed)

    # -- what it is told --

    def show_plan(
        self, plan: Plan, failures: Mapping[str, Message] = _NO_FAILURES, compared: Collection[str] = ()
    ) -> None:
        """Show these layers; failures are what the engine met in layers that should have run, by id.

        `compared` are shown as they are for a moment only.
        """
        self._list.quiet = True
        self._model.show(plan.layers, failures, compared)
        if self._model.row_of(self._selected) < 0:
            self._selected = ""
        self._list.choose(self._selected)
        self._list.quiet = False
        self._show_count()

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes from sight, on the cards and in what the stack amounts to, and show all others."""
        self._model.veil(veil)
        self._totals.veil(bool(veil.outputs))

    def select(self, layer_id: str) -> None:
        """Make a layer the selected one; none for an empty id."""
        self._list.quiet = True
        self._selected = layer_id
        self._list.choose(layer_id)
        self._list.quiet = False

    def select_all(self, layer_ids: Collection[str]) -> None:
        """Select several layers, the first of them the current one."""
        self._list.quiet = True
        self._list.choose_all(layer_ids)
        self._selected = self._list.current_layer()
        self._list.quiet = False

    def chosen(self) -> list[str]:
        """The selected layers from top to bottom; the current one if none is selected."""
        return self._list.chosen()

    def run(self, command: str) -> None:
        """Do a command of the list to the chosen layers."""
        self._list.run(command)

    @property
    def layer_list(self) -> LayerList:
        """The list of layers."""
        return self._list

    def show_totals(self, parameters: int, macs: int, receptive_field: tuple[int, int] | None, memory: int) -> None:
        """Show what the stack amounts to; memory in bytes, the field as height and width."""
        self._totals.show_totals(parameters, macs, receptive_field, memory)

    def open_palette(self, templates: bool = False) -> None:
        """Open the list of blocks to add from; `templates` shows these first."""
        row = self._place_to_add() - 1 if self._selected else -1
        index = self._model.index(row)
        label = index.data(Qt.ItemDataRole.EditRole) or index.data(ID_ROLE)
        place = Message(N_("below {layer}"), layer=label) if row >= 0 else Message(N_("at the end"))
        self._place_palette()
        self._palette.open(place, templates=templates)

    def open_templates(self) -> None:
        """Open the list of blocks at its templates."""
        self.open_palette(templates=True)

    def add(self, kind: str) -> None:
        """Wish for a block below the selected layer, as if it had been chosen from the list of blocks."""
        self.add_requested.emit(kind, self._place_to_add())

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._button.setIcon(icon("add", theme.on_accent))
        self._button.setIconSize(QSize(scaled(16), scaled(16)))
        self.setMinimumWidth(scaled(248))
        self._list.set_theme(theme)
        self._empty.retranslate()
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
        self._empty.retranslate()
        self._palette.retranslate()
        self._totals.retranslate()
        self._show_count()

    def _show_count(self) -> None:
        text = plural("{count} layer", "{count} layers", self._model.rowCount())
        self._count.setText(text)
        self._empty.setVisible(not self._model.rowCount())

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

    def _on_model_enable_requested(self, layer: str, on: bool) -> None:
        self.enable_requested.emit([layer], on)

    def _on_list_current_changed(self, layer_id: str) -> None:
        self._selected = layer_id
        self.selected.emit(layer_id)

    def _on_button_clicked(self) -> None:
        if self._palette.isVisible():
            self._palette.close_back()
        else:
            self.open_palette()

    def _on_palette_chosen(self, kind: str, stay: bool) -> None:
        self.add_requested.emit(kind, self._place_to_add())
        if not stay:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)  # where the new layer can be named and moved
            self._palette.dismiss()

    def _place_to_add(self) -> int:
        """Below the chosen layers; at the end if there are none."""
        rows = [self._model.row_of(layer) for layer in self._list.chosen()] if self._selected else []
        return rows[-1] + 1 if rows else self._model.rowCount()

    def _on_app_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close the palette when the user turns to something else."""
        if self._palette.isHidden() or now is None or now is self._button or self._palette.isAncestorOf(now):
            return
        self._palette.dismiss()
