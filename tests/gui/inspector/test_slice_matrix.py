from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.gui.inspector.slice_matrix import SliceMatrix
from tests.gui.inspector.lab import Lab

KEY = Qt.Key


def matrix(lab: Lab) -> SliceMatrix:
    found = lab.find("sliceMatrix")
    assert isinstance(found, SliceMatrix)
    return found


def test_a_click_shows_the_slice_and_tells_the_channels(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    view = matrix(lab)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.tile_rect(2, 5).center())
    assert lab.wishes == [("select", 5, 2)]
    assert lab.find("kernelTitle").text() == "Kernel [out 5, in B]"
    assert lab.grid.model().index(1, 1).data(Qt.ItemDataRole.EditRole) == float(lab.weight()[5, 2, 1, 1])


def test_arrows_walk_over_the_slices_and_stop_at_the_edge(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    matrix(lab).setFocus()
    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Left, KEY.Key_Left):
        lab.key(key)
    assert lab.wishes == [("select", 1, 0), ("select", 1, 1), ("select", 0, 1)]
    lab.key(KEY.Key_End)
    assert lab.wishes[-1] == ("select", 7, 1)
    for key, place in ((KEY.Key_Home, (0, 1)), (KEY.Key_PageDown, (0, 2)), (KEY.Key_PageUp, (0, 0))):
        lab.key(key)
        assert lab.wishes[-1] == ("select", *place)


def test_a_slice_chosen_elsewhere_is_shown_without_a_wish(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.go(1, 2)
    lab.inspector.select_slice(6, 1)
    assert matrix(lab).selected() == (1, 6)
    assert lab.wishes == []
    assert lab.at() == (1, 2)
    lab.inspector.select_slice(99, 99)
    assert matrix(lab).selected() == (2, 7)


def test_the_slice_stays_through_edits_of_the_layer(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.select_slice(6, 1)
    lab.grid.model().setData(lab.grid.model().index(0, 0), 2.0)
    assert lab.weight()[6, 1, 0, 0] == 2
    lab.find("param_out_channels").setValue(4)
    assert matrix(lab).selected() == (1, 3)


def test_a_layer_of_a_quarter_million_slices_opens_at_once_and_all_can_be_reached(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "relu", (1, 512, 8, 8))
    wide = Lab(qtbot, "conv2d", (1, 512, 8, 8), out_channels=512)
    plan = wide.plan
    assert plan.weights
    start = time.perf_counter()
    lab.inspector.show_layer(plan)
    QApplication.processEvents()
    assert time.perf_counter() - start < 1  # 0.1 s on an idle machine
    view = matrix(lab)
    lab.inspector.select_slice(511, 511)
    rect = view.tile_rect(511, 511)
    assert view.viewport().rect().contains(rect)
    assert view.place_at(rect.center()) == (511, 511)


def test_a_transposed_convolution_has_its_outputs_in_columns_too(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv_transpose2d", (1, 4, 6, 6), out_channels=6, groups=2)
    lab.inspector.select_slice(4, 1)
    lab.grid.model().setData(lab.grid.model().index(0, 0), 2.0)
    assert lab.weight()[3, 1, 0, 0] == 2
    assert lab.find("kernelTitle").text() == "Kernel [out 4, in 3]"


def test_the_pointer_is_answered_with_the_facts_of_a_slice(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    view = matrix(lab)
    qtbot.mouseMove(view.viewport(), view.tile_rect(1, 3).center())
    assert view.slice_facts(1, 3).startswith("Kernel [out 3, in G] · weight[3, 1]\nsum ")
    assert not view.grab().isNull()
