"""Fills, copies and scopes: one step each, however many slices they change."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.document.initialisations import INITIALISATIONS
from tests.gui.inspector.lab import Lab
from tests.gui.inspector.test_slice_matrix import matrix

KEY = Qt.Key


def test_a_slice_is_copied_to_its_row_its_column_or_everywhere(qtbot: QtBot) -> None:
    for reach, where in (("row", np.s_[:, 1]), ("column", np.s_[2, :]), ("all", np.s_[:, :])):
        lab = Lab(qtbot, "conv2d")
        lab.inspector.select_slice(2, 1)
        before = lab.weight()
        lab.trigger(f"tool_copy_{reach}")
        expected = before.copy()
        expected[where] = before[2, 1]
        assert np.array_equal(lab.weight(), expected)
        assert [wish[0] for wish in lab.wishes] == ["cells"]


def test_copies_land_in_the_right_slices_of_a_transposed_convolution_with_groups(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv_transpose2d", (1, 4, 6, 6), out_channels=6, groups=2)
    lab.inspector.select_slice(4, 1)
    before = lab.weight()
    lab.trigger("tool_copy_column")
    expected = before.copy()
    expected[2:4, 1] = before[3, 1]
    assert np.array_equal(lab.weight(), expected)


def test_the_scope_reaches_from_the_slice_to_the_layer(qtbot: QtBot) -> None:
    for scope, where in (("Slice", np.s_[0, 0]), ("Kernel", np.s_[0]), ("Layer", np.s_[:])):
        lab = Lab(qtbot, "conv2d")
        before = lab.weight()
        lab.find(f"applyTo{scope}").click()
        lab.trigger("tool_negate")
        expected = before.copy()
        expected[where] = -before[where]
        assert np.array_equal(lab.weight(), expected)
        assert len(lab.wishes) == 1


def test_a_layer_is_normalised_kernel_by_kernel(qtbot: QtBot) -> None:
    for kind, axes in (("conv2d", (1, 2, 3)), ("conv_transpose2d", (0, 2, 3))):
        lab = Lab(qtbot, kind)
        lab.find("applyToLayer").click()
        lab.trigger("tool_centre")
        assert lab.weight().sum(axes) == pytest.approx(0, abs=1e-4)
        lab.trigger("tool_unit")
        assert np.sqrt((lab.weight() ** 2).sum(axes)) == pytest.approx(1, abs=1e-4)


def test_depthwise_kernels_have_a_slice_and_a_layer_to_choose_from(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", (1, 4, 8, 8), out_channels=4, groups=4)
    assert lab.find("applyToLayer").isVisible()
    assert not lab.find("applyToKernel").isVisible()


@pytest.mark.parametrize("name", [one.id for one in INITIALISATIONS])
def test_a_random_fill_is_drawn_again_by_its_seed(qtbot: QtBot, name: str) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.find("applyToLayer").click()
    lab.trigger(f"fill_{name}")
    first = lab.weight()
    lab.trigger("tool_zero")
    lab.trigger(f"fill_{name}")
    assert np.array_equal(lab.weight(), first)
    lab.find("fillSeed").setValue(7)
    lab.trigger(f"fill_{name}")
    assert not np.array_equal(lab.weight(), first)


def test_slices_of_one_seed_are_not_alike(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.trigger("fill_normal_")
    lab.inspector.select_slice(1, 0)
    lab.trigger("fill_normal_")
    assert not np.array_equal(lab.weight()[0, 0], lab.weight()[1, 0])


def test_a_constant_is_typed_into_the_menu(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    line = lab.find("fillConstant")
    line.setText("x")
    qtbot.keyClick(line, KEY.Key_Return)
    assert lab.find("weightNotice").isVisible()
    line.setText("1/8")
    qtbot.keyClick(line, KEY.Key_Return)
    assert (lab.weight()[0, 0] == 0.125).all()
    assert not lab.find("weightNotice").isVisible()
    assert str(lab.wishes[-1][4]) == "fill with 1/8"


def test_a_matrix_is_filled_and_negated_as_a_whole(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "linear", (1, 512), out_features=10)
    before = lab.weight()
    lab.trigger("tool_negate")
    assert np.array_equal(lab.weight(), -before)
    lab.trigger("fill_kaiming_uniform_")
    assert np.abs(lab.weight()).max() == pytest.approx((6 / 512) ** 0.5, rel=0.01)
    assert len(lab.wishes) == 2


def test_a_quarter_million_slices_are_copied_to_and_opened_at_once(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "relu", (1, 512, 8, 8))
    wide = Lab(qtbot, "conv2d", (1, 512, 8, 8), out_channels=512)
    plan = wide.plan
    lasted = []
    for _attempt in range(5):
        lab.inspector.show_layer(lab.plan)
        start = time.perf_counter()
        lab.inspector.show_layer(plan)
        matrix(lab).viewport().repaint()
        lasted.append(time.perf_counter() - start)
    assert min(lasted) < 0.2
    wide.obeys = False
    lasted.clear()
    for _attempt in range(5):
        start = time.perf_counter()
        wide.trigger("tool_copy_all")
        lasted.append(time.perf_counter() - start)
    assert min(lasted) < 0.2
    assert len(wide.wishes) == 5


def test_an_edited_weight_repaints_its_own_tile_and_no_other(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab(qtbot, "conv2d", (1, 64, 8, 8), out_channels=64)
    lab.grid.model().setData(lab.grid.model().index(1, 1), 9.0)
    qtbot.wait(50)  # it is painted a moment later
    view, painted = matrix(lab), []
    monkeypatch.setattr(view._paint, "paint_tiles", lambda _painter, boxes, *_rest: painted.append(len(boxes)))
    lab.grid.model().setData(lab.grid.model().index(0, 0), 0.5)
    qtbot.waitUntil(lambda: len(painted) > 0)
    qtbot.wait(50)
    assert max(painted) <= 4
