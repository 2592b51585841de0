"""The row of tools below the kernel grid: transform, normalise, fill, copy to, lock, reset."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cnnlab.blocks.params import IntParam
from cnnlab.document.initialisations import INITIALISATIONS, Initialisation
from cnnlab.document.symmetry import NONE, Locks, Symmetry
from cnnlab.gui.icons import icon
from cnnlab.gui.inspector.fields import ValueField
from cnnlab.gui.inspector.menu_button import MenuButton, MenuField, MenuLine, fit, tool_button
from cnnlab.gui.inspector.numbers import parse_number
from cnnlab.gui.inspector.param_text import ParamCodec
from cnnlab.gui.inspector.scope import Change, Reach
from cnnlab.gui.inspector.transforms import FILLS, NORMALISATIONS, TOOLS, TRANSFORMS, Tool
from cnnlab.text import N_, Message, UserError, _

_REACHES = (
    (Reach.ROW, N_("Its row"), N_("The same input channel of all outputs takes this slice.")),
    (Reach.COLUMN, N_("Its column"), N_("All input channels of this kernel take this slice.")),
    (Reach.ALL, N_("All slices"), N_("Every slice of the layer takes this one.")),
)
_LOCKS = (
    (Symmetry.HORIZONTAL, N_("Left = right")),
    (Symmetry.VERTICAL, N_("Top = bottom")),
    (Symmetry.DIAGONAL, N_("Across the diagonal")),
    (Symmetry.HALF_TURN, N_("Half turn, 180°")),
    (Symmetry.QUARTER_TURN, N_("Quarter turn, 90°")),
)
_SEED = IntParam(label=N_("Seed"), help="", minimum=0, maximum=2**31 - 1)


class ToolRow(QWidget):
    """Few buttons, most of them with a menu.

    Signals:
        change_requested: a `Change` of what the tools apply to.
        copy_requested: a `Reach`: where the slice on show is to be copied.
        locks_changed: the symmetries that edits keep from now on.
        reset_requested: fresh weights for the layer.
        refused: why a typed constant is no number; empty when that no longer matters.
    """

    change_requested = Signal(object)
    copy_requested = Signal(object)
    locks_changed = Signal(object)
    reset_requested = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._locks: dict[Symmetry, QAction] = {}
        self._seed = 0
        self._transform = self._menu_of("transform", TRANSFORMS)
        self._normalise = self._menu_of("normalisation", NORMALISATIONS)
        self._fill = self._menu_of("fill", FILLS)
        self._constant = MenuField(MenuLine(self), self._fill.tools())
        self._random = QMenu(self._fill.tools())
        self._seed_field = MenuField(ValueField("seed", ParamCodec("seed", _SEED), self), self._random)
        self._complete_fill()
        self._copy = MenuButton("copy_to", self)
        for reach, _title, _about in _REACHES:
            name = f"copy_{reach.value}"
            self._actions[name] = self._copy.add(name, _call(self.copy_requested.emit, reach))
        self._lock = MenuButton("lock", self)
        for symmetry, _title in _LOCKS:
            name = f"lock_{symmetry.value}"
            self._locks[symmetry] = self._lock.add(name, self._on_lock_triggered, checkable=True)
        self._reset = tool_button("reset", self)
        self._reset.clicked.connect(self.reset_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for button in (self._transform, self._normalise, self._fill, self._copy, self._lock, self._reset):
            row.addWidget(button)

    def _menu_of(self, name: str, tools: Iterable[Tool]) -> MenuButton:
        button = MenuButton(name, self)
        for tool in tools:
            self._actions[tool.id] = button.add(tool.id, _call(self._on_tool_triggered, tool))
        return button

    def _complete_fill(self) -> None:
        menu = self._fill.tools()
        line = self._constant.field
        assert isinstance(line, MenuLine)
        line.setObjectName("fillConstant")
        line.setProperty("role", "number")
        line.finished.connect(self._on_constant_finished)
        menu.addAction(self._constant)
        menu.addSeparator()
        self._random.setObjectName("fillRandom")
        self._random.setToolTipsVisible(True)
        menu.addMenu(self._random)
        field = self._seed_field.field
        assert isinstance(field, ValueField)
        field.setObjectName("fillSeed")
        field.show_value(self._seed)
        field.edited.connect(self._on_seed_edited)
        self._random.addAction(self._seed_field)
        self._random.addSeparator()
        for one in INITIALISATIONS:
            action = QAction(one.id, self._random)
            action.setObjectName(f"fill_{one.id}")
            action.triggered.connect(_call(self._on_random_triggered, one))
            self._random.addAction(action)
            self._actions[f"fill_{one.id}"] = action

    # -- told what to show --

    def show_for(self, kernel: bool, square: bool) -> None:
        """Offer what can be done with kernels, or with a matrix."""
        for tool in TOOLS:
            self._actions[tool.id].setVisible(kernel or not tool.kernel)
            self._actions[tool.id].setEnabled(square or not tool.square)
        for symmetry, action in self._locks.items():
            action.setEnabled(square or not symmetry.square)
        for button in (self._copy, self._lock):
            button.setVisible(kernel)

    def locks(self) -> Locks:
        """The symmetries that edits keep."""
        return frozenset(symmetry for symmetry, action in self._locks.items() if action.isChecked())

    def set_locks(self, locks: Locks) -> None:
        """Keep these symmetries."""
        if locks != self.locks():
            for symmetry, action in self._locks.items():
                action.setChecked(symmetry in locks)
            self._on_lock_triggered()

    def set_icons(self) -> None:
        """Draw the icons in the theme's colour."""
        for button, name in (
            (self._transform, "flip"),
            (self._normalise, "sum"),
            (self._fill, "fill"),
            (self._copy, "spread"),
            (self._lock, "lock" if self.locks() != NONE else "unlock"),
            (self._reset, "reset"),
        ):
            fit(button)
            button.setIcon(icon(name))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        for button, title, about in (
            (self._transform, _("Transform"), _("Flip, rotate, transpose or negate.")),
            (self._normalise, _("Normalise"), _("Make the weights sum to 1, sum to 0, or have norm 1.")),
            (self._fill, _("Fill"), _("Zeros, a constant, a delta, or random numbers by a named initialisation.")),
            (self._copy, _("Copy to"), _("Copy this slice to others, in one step.")),
            (self._lock, _("Symmetry"), _("While a lock is on, an edit of a cell writes the mirrored cells as well.")),
            (self._reset, _("Reset"), _("Gives the whole layer fresh weights, as a new layer has them.")),
        ):
            button.setToolTip(f"{title}\n{about}")
            button.setAccessibleName(title)
        for tool in TOOLS:
            self._say(self._actions[tool.id], _(tool.title), _(tool.about))
        for reach, title, about in _REACHES:
            self._say(self._actions[f"copy_{reach.value}"], _(title), _(about))
        for symmetry, title in _LOCKS:
            self._say(self._locks[symmetry], _(title), _("No number changes until the next edit."))
        for one in INITIALISATIONS:
            self._say(self._actions[f"fill_{one.id}"], one.id, _(one.about))
        self._random.setTitle(_("Random"))
        self._constant.set_words(_("Constant"), _("Type a number and press Return: every weight takes it."))
        self._seed_field.set_words(_("Seed"), _("The same seed draws the same numbers again."))

    def _say(self, action: QAction, title: str, about: str) -> None:
        action.setText(title)
        action.setToolTip(about)

    # -- from the controls --

    def _on_tool_triggered(self, tool: Tool) -> None:
        self.change_requested.emit(Change.of(Message(tool.title), tool.change))

    def _on_random_triggered(self, initialisation: Initialisation) -> None:
        self.change_requested.emit(Change.random(initialisation, self._seed))

    def _on_seed_edited(self, _name: str, seed: int, _gesture: object) -> None:
        self._seed = seed
        field = self._seed_field.field
        assert isinstance(field, ValueField)
        field.show_value(seed)

    def _on_constant_finished(self, text: str) -> None:
        try:
            value = parse_number(text)
        except UserError as error:
            self.refused.emit(error.message)
            return
        self._fill.tools().close()
        what = Message(N_("fill with {value}"), value=text.strip())
        self.change_requested.emit(Change.of(what, lambda values: np.full_like(values, value)))

    def _on_lock_triggered(self) -> None:
        on = self.locks()
        self._lock.set_on(on != NONE)
        self._lock.setIcon(icon("lock" if on != NONE else "unlock"))
        self.locks_changed.emit(on)


def _call(do: Callable[..., object], *arguments: object) -> Callable[[], None]:
    """A slot that leaves out what the signal carries."""
    call = partial(do, *arguments)

    def slot() -> None:
        call()

    return slot
