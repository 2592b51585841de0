"""The list model: it touches what changed and turns what is set into wishes."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from cnnlab.document import edits
from cnnlab.document.stack import Stack
from cnnlab.gui.stack_panel.layer_model import CARD_ROLE, ENABLED_ROLE, ID_ROLE, PLAN_ROLE, LayerModel
from cnnlab.text import Message
from tests.gui.stack_panel.samples import good, layer, plan_of, troubled

pytestmark = pytest.mark.usefixtures("qapp")
ROLE = Qt.ItemDataRole


def shown(stack: Stack) -> LayerModel:
    model = LayerModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show(plan_of(stack).layers, {})
    return model


def ids(model: LayerModel) -> list[str]:
    return [model.index(row).data(ID_ROLE) for row in range(model.rowCount())]


def rows_of(spy: QSignalSpy) -> list[tuple[int, int]]:
    return [(spy.at(n)[0].row(), spy.at(n)[1].row()) for n in range(spy.count())]


def test_row_zero_is_the_first_layer() -> None:
    model = shown(good())
    assert ids(model) == ["conv1", "relu1", "pool1", "conv2", "norm1"]
    first = model.index(0)
    assert first.data().startswith("conv1: Conv2d 3→8")
    assert first.data(PLAN_ROLE).id == "conv1"
    assert first.data(ENABLED_ROLE) is True
    assert Qt.CheckState(first.data(ROLE.CheckStateRole)) is Qt.CheckState.Checked


def test_only_the_row_that_changed_is_touched() -> None:
    before = plan_of(good())
    model = LayerModel()
    model.show(before.layers, {})
    changed, inserted = QSignalSpy(model.dataChanged), QSignalSpy(model.rowsInserted)
    model.show(plan_of(edits.rename_layer(before.stack, "pool1", "smaller"), before).layers, {})
    assert rows_of(changed) == [(2, 2)]
    assert not inserted.count()


def test_the_same_plan_again_touches_nothing() -> None:
    plan = plan_of(good())
    model = LayerModel()
    model.show(plan.layers, {})
    changed = QSignalSpy(model.dataChanged)
    model.show(plan.layers, {})
    assert not changed.count()


def test_a_kernel_edit_leaves_the_card_as_it_is() -> None:
    before = plan_of(good())
    model = LayerModel()
    model.show(before.layers, {})
    changed = QSignalSpy(model.dataChanged)
    stack = edits.set_value(before.stack, before.layer("conv1"), "weight", (0, 0, 0, 0), 2.0)
    after = plan_of(stack, before)
    model.show(after.layers, {})
    assert not changed.count()
    assert model.index(0).data(PLAN_ROLE) is after.layers[0]


def test_a_failure_touches_its_row_when_it_comes_and_when_it_goes() -> None:
    plan = plan_of(good())
    model = LayerModel()
    model.show(plan.layers, {})
    changed = QSignalSpy(model.dataChanged)
    model.show(plan.layers, {"relu1": Message("out of memory")})
    assert model.index(1).data(CARD_ROLE).sentence == "out of memory"
    model.show(plan.layers, {})
    assert model.index(1).data(CARD_ROLE).sentence == ""
    assert rows_of(changed) == [(1, 1), (1, 1)]


def test_a_waiting_layer_follows_the_name_of_the_layer_it_waits_for() -> None:
    before = plan_of(troubled())
    model = LayerModel()
    model.show(before.layers, {})
    model.show(plan_of(edits.rename_layer(before.stack, "conv3", "broken"), before).layers, {})
    assert model.index(3).data(CARD_ROLE).waits_label == "broken"


@pytest.mark.parametrize(("layer_id", "position"), [("conv1", 3), ("norm1", 0), ("relu1", 2), ("conv2", 1)])
def test_one_moved_layer_is_one_moved_row(layer_id: str, position: int) -> None:
    model = shown(good())
    moved, removed = QSignalSpy(model.rowsMoved), QSignalSpy(model.rowsRemoved)
    stack = edits.move_layer(good(), layer_id, position)
    model.show(plan_of(stack).layers, {})
    assert ids(model) == [entry.id for entry in stack]
    assert (moved.count(), removed.count()) == (1, 0)


def test_any_stack_may_follow_any_other() -> None:
    draw = random.Random(7)
    names = [f"relu{number}" for number in range(9)]
    model = shown(Stack())
    for _turn in range(60):
        chosen = draw.sample(names, draw.randint(0, 9))
        model.show(plan_of(Stack(tuple(layer(name, "relu") for name in chosen))).layers, {})
        assert ids(model) == chosen


def test_setting_a_name_is_a_wish_and_changes_nothing() -> None:
    model = shown(good())
    wishes = QSignalSpy(model.rename_requested)
    assert model.setData(model.index(0), "  my   edges ", ROLE.EditRole)
    assert wishes.at(0) == ["conv1", "my edges"]
    assert model.index(0).data(ROLE.EditRole) == ""


def test_the_name_that_it_has_is_no_wish() -> None:
    model = shown(troubled())
    wishes = QSignalSpy(model.rename_requested)
    assert model.setData(model.index(0), "edges")
    assert not wishes.count()


def test_setting_the_check_state_is_a_wish_to_switch() -> None:
    model = shown(troubled())
    wishes = QSignalSpy(model.enable_requested)
    model.setData(model.index(0), Qt.CheckState.Unchecked, ROLE.CheckStateRole)
    model.setData(model.index(1), Qt.CheckState.Checked.value, ROLE.CheckStateRole)
    model.setData(model.index(2), True, ROLE.CheckStateRole)
    assert [wishes.at(n) for n in range(wishes.count())] == [["conv1", False], ["relu1", True]]


def test_a_screen_reader_hears_problem_fixes_and_keys() -> None:
    model = shown(troubled())
    spoken = model.index(2).data(ROLE.AccessibleDescriptionRole)
    assert "groups 3" in spoken
    assert "Alt+Enter: " in spoken
    assert "switched off" in model.index(1).data(ROLE.AccessibleDescriptionRole)
    assert "waits for conv3" in model.index(3).data(ROLE.AccessibleDescriptionRole)
    assert model.index(0).data(ROLE.AccessibleTextRole) == model.index(0).data()
