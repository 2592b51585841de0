"""What an edit of one weight makes the window do: nothing but what it changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document import edits
from cnnlab.gui.canvas.content import contents
from cnnlab.gui.capture.frame_meter import Reading
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
    program.window.meter.measured.emit(Reading(0.099, None, 0))  # the edit does not happen to take as long as the last
    qtbot.wait(20)
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


def test_only_an_edit_of_weights_leaves_the_structure_untold(program: Program, qtbot: QtBot) -> None:
    presenter, editor = program.presenter, program.window.editor
    presenter.select("conv1", 0)
    told: list[str] = []
    presenter.structure_changed.connect(lambda _plan: told.append("structure"))
    presenter.plan_changed.connect(lambda _plan: told.append("plan"))

    def heard(do: Callable[[], object]) -> list[str]:
        told.clear()
        do()
        settle(program, qtbot)
        return told.copy()

    whole = ["structure", "plan"]
    assert heard(lambda: type_number(program, 0.5, qtbot)) == ["plan"]
    assert heard(editor.undo) == ["plan"]
    assert heard(lambda: editor.rename("conv1", "edges")) == whole
    assert heard(lambda: editor.set_params("conv1", {"padding": 0}, None)) == whole
    assert heard(lambda: presenter.show_instead(edits.set_enabled(presenter.stack, "relu1", False))) == whole
    assert heard(lambda: type_number(program, 0.75, qtbot)) == whole, "the other stack is no longer on show"


def test_a_picture_of_another_name_is_told_where_the_layers_stay(program: Program, qtbot: QtBot) -> None:
    window, presenter = program.window, program.presenter
    type_number(program, 0.5, qtbot)
    told: list[object] = []
    presenter.structure_changed.connect(told.append)
    presenter.document.mark_saved()
    window.open_example()
    settle(program, qtbot)
    qtbot.wait_until(lambda: len(told) > 0)
    assert presenter.plan.layer("conv1").weights["weight"].value((0, 0, 1, 1)) != 0.5
