"""An inspector with a document behind it, as the window has it, and a record of its wishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document import edits
from cnnlab.document.cells import Cells
from cnnlab.document.plan import LayerPlan, infer
from cnnlab.document.stack import Layer, Stack
from cnnlab.document.statistics import Statistics, set_statistics, statistics_of
from cnnlab.gui.inspector.inspector import Inspector
from cnnlab.gui.theme import DARK, apply_theme
from cnnlab.text import UserError

PICTURE = (1, 3, 24, 32)


class Lab:
    """One layer called `a`, shown in an inspector whose wishes are carried out."""

    def __init__(self, qtbot: QtBot, kind: str, shape: Shape = PICTURE, **params: object) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, DARK)
        self.qtbot = qtbot
        self.shape = shape
        self.obeys = True
        self.wishes: list[tuple[object, ...]] = []
        self.stack = Stack((Layer("a", kinds_by_id()[kind].initial(**params)),))
        self.plans = infer(self.stack, shape)
        self.statistics: Statistics = {}
        self.inspector = Inspector()
        qtbot.addWidget(self.inspector)
        self._connect()
        self.inspector.resize(380, 900)
        self.inspector.set_channel_names(("R", "G", "B") if shape[1] == 3 else ())
        self.inspector.show_layer(self.plan, self.plan.initial_statistics())
        with qtbot.waitExposed(self.inspector):
            self.inspector.show()

    def _connect(self) -> None:
        it = self.inspector
        it.params_edited.connect(self._on_params_edited)
        it.weight_edited.connect(self._on_weight_edited)
        it.cells_edited.connect(self._on_cells_edited)
        it.slice_replaced.connect(self._on_slice_replaced)
        it.slice_selected.connect(lambda *wish: self.wishes.append(("select", *wish[1:])))
        it.fix_requested.connect(lambda *wish: self.wishes.append(("fix", wish[1])))
        it.reset_weights_requested.connect(lambda layer: self.wishes.append(("reset", layer)))
        it.gesture_ended.connect(lambda: self.wishes.append(("end",)))

    def _on_params_edited(self, layer: str, values: dict[str, object], gesture: object) -> None:
        self._wish(lambda: edits.set_params(self.stack, layer, values), "params", values, gesture)

    def _on_weight_edited(self, layer: str, name: str, index: tuple[int, ...], value: float, gesture: object) -> None:
        plan = self.plans.layer(layer)
        if name in plan.statistic_specs:
            cells = Cells.at(name, [[part] for part in index], [value])
            self._wish(lambda: self._written(layer, (cells,)), "weight", name, index, value, gesture)
            return
        self._wish(lambda: edits.set_value(self.stack, plan, name, index, value), "weight", name, index, value, gesture)

    def _on_cells_edited(self, layer: str, cells: tuple[Cells, ...], what: str, gesture: object) -> None:
        self._wish(lambda: self._written(layer, cells), "cells", cells, what, gesture)

    def _written(self, layer: str, cells: tuple[Cells, ...]) -> Stack:
        stack, plan = self.stack, self.plans.layer(layer)
        for part in cells:
            if part.name in plan.statistic_specs:
                self.statistics = set_statistics(plan, self.statistics, part)
            else:
                stack = edits.set_cells(stack, plan, part)
        return stack

    def _on_slice_replaced(
        self, layer: str, name: str, index: tuple[int, ...], values: NDArray[np.float32], what: str
    ) -> None:
        plan = self.plans.layer(layer)
        self._wish(lambda: edits.set_slice(self.stack, plan, name, index, values), "slice", name, index, values, what)

    def _wish(self, change: Callable[[], Stack], *wish: object) -> None:
        self.wishes.append(wish)
        if not self.obeys:
            return
        try:
            self.show(change())
        except UserError as error:
            self.inspector.show_notice(str(error))

    def show(self, stack: Stack) -> None:
        """Show another document."""
        self.stack = stack
        self.plans = infer(stack, self.shape, self.plans)
        self.inspector.show_layer(self.plan, statistics_of(self.plan, self.statistics))

    @property
    def plan(self) -> LayerPlan:
        """The layer's plan, with its weights made, as the worker makes them."""
        plan = self.plans.layer("a")
        assert plan.weights is not None
        return plan

    def weight(self, name: str = "weight") -> NDArray[np.float32]:
        """All values of a weight."""
        return self.plan.weights[name].array()

    def find(self, name: str) -> Any:
        """The control of this name; any kind of widget."""
        found = self.inspector.findChild(QWidget, name)
        assert found is not None, name
        return found

    def trigger(self, name: str) -> None:
        """Choose an entry of a menu."""
        action = self.inspector.findChild(QAction, name)
        assert action is not None, name
        assert action.isEnabled(), name
        action.trigger()

    @property
    def grid(self) -> QTableView:
        """The kernel grid."""
        view = self.find("kernelGrid")
        assert isinstance(view, QTableView)
        return view

    def go(self, row: int, column: int) -> None:
        """Put the focus on a cell."""
        self.grid.setFocus()
        index = self.grid.model().index(row, column)
        self.grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def at(self) -> tuple[int, int]:
        """Row and column of the current cell."""
        return self.grid.currentIndex().row(), self.grid.currentIndex().column()

    def cell(self, row: int, column: int) -> QPoint:
        """The middle of a cell, in the grid's viewport."""
        return self.grid.visualRect(self.grid.model().index(row, column)).center()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        for letter in text:
            self.qtbot.keyClicks(QApplication.focusWidget(), letter)


def wheel(
    widget: QWidget, at: QPoint, notches: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Turn the wheel over a point of a widget."""
    place = QPointF(at)
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
