"""What layers cost, held steady and shown as bars."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.canvas.geometry import MARGIN
from cnnlab.gui.canvas.paint import RowPainter, name_room
from cnnlab.gui.canvas.rows import RowState
from cnnlab.gui.canvas.times import Cost, LayerTimes
from cnnlab.gui.theme import DARK
from tests.gui.canvas.showing import plan_of, show
from tests.gui.program import settle

LAYERS = ("conv1", "relu1")


def test_an_edit_is_told_at_once_and_what_it_left_alone_keeps_its_time() -> None:
    times = LayerTimes(lambda: 0.0)
    assert times.note({"conv1": 0.003, "relu1": 0.001}, live=False)
    assert times.note({"relu1": 0.002}, live=False)
    assert {layer: cost.seconds for layer, cost in times.costs(LAYERS).items()} == {"conv1": 0.003, "relu1": 0.002}


def test_live_times_are_the_mean_of_a_quarter_of_a_second() -> None:
    now = [10.0]
    times = LayerTimes(lambda: now[0])
    assert times.note({"conv1": 1.0}, live=True)
    for taken in (2.0, 4.0):
        now[0] += 0.1
        assert not times.note({"conv1": taken}, live=True)
    now[0] += 0.1
    assert times.note({"conv1": 6.0}, live=True)
    assert times.costs(LAYERS)["conv1"].seconds == 4.0


def test_shares_add_up_and_the_layer_that_eats_the_time_is_pointed_out() -> None:
    times = LayerTimes()
    times.note({"conv1": 0.003, "relu1": 0.001, "gone": 5.0}, live=False)
    costs = times.costs(LAYERS)
    assert {layer: cost.share for layer, cost in costs.items()} == {"conv1": 0.75, "relu1": 0.25}
    assert [layer for layer, cost in costs.items() if cost.largest] == ["conv1"]


def test_a_single_layer_and_one_of_many_alike_are_not_pointed_out() -> None:
    times = LayerTimes()
    times.note({"conv1": 1.0}, live=False)
    assert not times.costs(("conv1",))["conv1"].largest
    many = [f"l{i}" for i in range(9)]
    times.note(dict.fromkeys(many, 1.0), live=False)
    assert not any(cost.largest for cost in times.costs(many).values())


def test_a_round_that_computed_nothing_says_nothing_new() -> None:
    assert not LayerTimes().note({}, live=False)
    assert LayerTimes().costs(LAYERS) == {}


def count(image: QImage, colour: str, right_of: int) -> int:
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(right_of, image.width()) for y in range(image.height()))


def test_the_bar_of_a_row_is_as_long_as_its_share(canvas: LayerCanvas) -> None:
    show(canvas, plan_of(("conv2d", {"out_channels": 4}), ("relu", {})))
    half = canvas.viewport().width() // 2
    filled = []
    for share in (0.25, 1.0):
        canvas.show_costs({"conv1": Cost(0.001, share, largest=True)})
        filled.append(count(canvas.viewport().grab().toImage(), DARK.accent, half))
    assert filled[0] > 0
    assert 3.3 < filled[1] / filled[0] < 4.7
    canvas.show_costs({})
    assert count(canvas.viewport().grab().toImage(), DARK.accent, half) == 0


def test_the_frame_meter_says_what_each_layer_took(program: Program, qtbot: QtBot) -> None:
    canvas = program.window.canvas
    assert all(state.cost is None for state in canvas._rows.states.values())
    program.wiring.actions["times"].trigger()
    costs = {layer: state.cost for layer, state in canvas._rows.states.items() if state.cost is not None}
    assert set(costs) == {layer.id for layer in program.presenter.plan.layers}
    assert abs(sum(cost.share for cost in costs.values()) - 1) < 1e-9
    program.wiring.actions["times"].trigger()
    assert all(state.cost is None for state in canvas._rows.states.values())
    settle(program, qtbot)


def test_the_bar_goes_before_a_name_is_shortened(canvas: LayerCanvas) -> None:
    plan = plan_of(("conv2d", {"out_channels": 4}), ("relu", {}))
    show(canvas, plan)
    cost = {"conv1": Cost(0.001, 1.0, largest=True)}
    content = next(row for row in canvas._rows.contents if row.layer == "conv1")
    painter, state = RowPainter(DARK), RowState(cost=cost["conv1"])
    name_end = MARGIN + 32 + painter.label.width("conv1")
    for width in range(900, 180, -10):
        marks, begin = painter._numbers(width, content, state, False)
        barred = any(type(mark).__name__ == "_Gauge" for mark in marks)
        assert not barred or begin >= name_end
    assert not barred
    marks, begin = painter._numbers(900, replace(content, label="a name of a layer " * 9), state, False)
    assert len(marks) == 1, "the time alone"


def test_a_short_name_is_written_in_full_before_the_kind() -> None:
    assert name_room(label=60, kind=300, room=110) == 60
    assert name_room(label=60, kind=300, room=40) == 40
    assert name_room(label=400, kind=100, room=300) == 200
    assert name_room(label=400, kind=500, room=300) == 150
