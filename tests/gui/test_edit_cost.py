"""What an edit of one weight makes the window do: nothing but what it changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.canvas.content import contents
from tests.gui.program import settle

# Where a number of the edit is shown, with what lies below it and is not opaque. The device's dot tells of long rounds.
SHOWN_IN = {
    "layerCanvas", "kernelGrid", "sliceMatrix", "kernelSum", "sourceBar", "meterLabel", "deviceLabel", "inspectorPage",
    "GridHolder", "WeightsPanel",
}  # fmt: skip


class Watch(QObject):
    """Notes which widgets are painted and laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: set[str] = set()
        self.laid_out: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.Paint:
            self.painted.add(named(watched))
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.append(named(watched))
        return False


def named(widget: QWidget) -> str:
    """The widget's name; for a viewport that of its view; for one without a name its class."""
    if widget.objectName() == "qt_scrollarea_viewport":
        return widget.parentWidget().objectName()
    if widget.objectName():
        return widget.objectName()
    return type(widget).__name__


def type_number(program: Program, value: float, qtbot: QtBot) -> None:
    view = program.window.findChild(QTableView, "kernelGrid")
    view.model().setData(view.model().index(1, 1), value, Qt.ItemDataRole.EditRole)
    settle(program, qtbot)
    qtbot.wait(20)


def test_an_edit_lays_nothing_out_and_paints_only_what_shows_it(program: Program, qtbot: QtBot) -> None:
    program.presenter.select("conv1", 0)
    for value in (0.5, 0.75):  # what it makes possible, as undoing it, is laid out once
        type_number(program, value, qtbot)
    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    type_number(program, 0.625, qtbot)
    QApplication.instance().removeEventFilter(watch)
    assert watch.laid_out == []
    assert {"layerCanvas", "kernelGrid", "sliceMatrix", "meterLabel"} <= watch.painted
    assert watch.painted <= SHOWN_IN


def test_an_edit_tells_and_plans_only_its_own_layer_anew(program: Program, qtbot: QtBot) -> None:
    program.presenter.select("conv1", 0)
    plan = program.presenter.plan
    rows = contents(plan, {}, "")
    type_number(program, 0.5, qtbot)
    after = program.presenter.plan
    assert [a is b for a, b in zip(plan.layers, after.layers, strict=True)] == [False] + [True] * (len(plan.layers) - 1)
    assert [a is b for a, b in zip(rows, contents(after, {}, ""), strict=True)][2:] == [True] * (len(rows) - 2)
