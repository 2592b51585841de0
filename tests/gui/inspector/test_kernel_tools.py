from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from cnnlab.document import edits
from cnnlab.document.presets import PRESETS, preset_kernel
from cnnlab.gui.theme import LIGHT
from tests.gui.inspector.lab import Lab

KEY = Qt.Key


def choose(lab: Lab, preset: str) -> None:
    action = lab.find("presetMenu").findChild(QAction, f"preset_{preset}")
    assert action is not None
    action.trigger()


def test_a_preset_fills_the_slice_on_show_and_gives_its_name(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.select_slice(2, 1)
    choose(lab, "sobel_x")
    assert [wish[:3] for wish in lab.wishes] == [("slice", "weight", (2, 1))]
    assert np.array_equal(lab.weight()[2, 1], preset_kernel("sobel_x", 3, 3))
    assert lab.find("presetMenu").text() == "Sobel x"
    assert "Right minus left" in lab.find("presetAbout").text()
    assert lab.find("kernelSum").text() == "edges only · sum 0.000 · norm 3.464"
    lab.grid.model().setData(lab.grid.model().index(0, 0), 0.5)
    assert lab.find("presetMenu").text() == "custom"
    assert not lab.find("presetAbout").isVisible()


def test_a_multiple_of_a_preset_keeps_its_name_and_tells_the_factor(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    for factor, name in ((1 / 3, "Sobel x · ×0.333"), (-1, "Sobel x · ×−1"), (1, "Sobel x")):
        lab.show(edits.set_slice(lab.stack, lab.plan, "weight", (0, 0), factor * preset_kernel("sobel_x", 3, 3)))
        assert lab.find("presetMenu").text() == name
    lab.trigger("tool_zero")
    assert lab.find("presetMenu").text() == "custom"


def test_a_preset_may_fill_all_input_slices_in_one_step(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.find("applyToKernel").click()
    choose(lab, "box_blur")
    assert [(wish[0], str(wish[2])) for wish in lab.wishes] == [("cells", "Box blur")]
    assert lab.weight()[0] == pytest.approx(1 / 9)
    assert lab.find("kernelSum").text() == "brightness kept · sum +1.000 · norm 0.333"


def test_presets_that_do_not_fit_are_grey_and_say_why(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", kernel_size=[1, 1])
    for preset in PRESETS:
        action = lab.find("presetMenu").findChild(QAction, f"preset_{preset.id}")
        assert action.isEnabled() == (preset.sizes[0] <= 1)
        assert action.isEnabled() or "kernel_size" in action.toolTip()


@pytest.mark.parametrize(
    ("tool", "after"),
    [
        ("flip", [[3, 2, 1], [6, 5, 4], [9, 8, 7]]),
        ("flip_vertical", [[7, 8, 9], [4, 5, 6], [1, 2, 3]]),
        ("rotate_back", [[3, 6, 9], [2, 5, 8], [1, 4, 7]]),
        ("centre", [[-4, -3, -2], [-1, 0, 1], [2, 3, 4]]),
        ("unit", [[n / 285**0.5 for n in row] for row in ([1, 2, 3], [4, 5, 6], [7, 8, 9])]),
        ("delta", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("rotate", [[7, 4, 1], [8, 5, 2], [9, 6, 3]]),
        ("transpose", [[1, 4, 7], [2, 5, 8], [3, 6, 9]]),
        ("negate", [[-1, -2, -3], [-4, -5, -6], [-7, -8, -9]]),
        ("normalise", [[n / 45 for n in row] for row in ([1, 2, 3], [4, 5, 6], [7, 8, 9])]),
        ("zero", [[0, 0, 0]] * 3),
    ],
)
def test_tools_change_the_slice_on_show(qtbot: QtBot, tool: str, after: list[list[float]]) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.show(edits.set_slice(lab.stack, lab.plan, "weight", (0, 0), np.arange(1, 10).reshape(3, 3)))
    others = lab.weight()[0, 1:]
    lab.trigger(f"tool_{tool}")
    assert len(lab.wishes) == 1
    assert lab.weight()[0, 0].ravel().tolist() == pytest.approx(np.ravel(after).tolist())
    assert np.array_equal(lab.weight()[0, 1:], others)


def test_a_tool_that_cannot_be_used_says_why_below_the_grid(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.trigger("tool_zero")
    lab.trigger("tool_normalise")
    assert len(lab.wishes) == 1
    assert lab.find("weightNotice").isVisible()
    choose(lab, "identity")
    assert not lab.find("weightNotice").isVisible()


def test_only_square_kernels_turn(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", kernel_size=[1, 5])
    enabled = {a.objectName(): a.isEnabled() for a in lab.inspector.findChildren(QAction)}
    for name in ("tool_rotate", "tool_rotate_back", "tool_transpose", "tool_lock_diagonal", "tool_lock_quarter_turn"):
        assert not enabled[name]
    for name in ("tool_flip", "tool_flip_vertical", "tool_lock_horizontal", "tool_lock_half_turn"):
        assert enabled[name]


def test_the_bias_is_that_of_the_kernel_on_show(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.select_slice(3, 0)
    field = lab.find("biasField")
    assert field.text() == f"{lab.weight('bias')[3]:.3f}"
    field.setFocus()
    field.selectAll()
    lab.type("1/4")
    lab.key(KEY.Key_Return)
    assert lab.wishes == [("weight", "bias", (3,), 0.25, None)]
    lab.key(KEY.Key_Up)
    lab.key(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [wish[3] for wish in lab.wishes[1:]] == pytest.approx([0.35, 0.34])
    assert lab.wishes[1][4] is lab.wishes[2][4] is not None


def test_a_bias_at_rest_is_short_and_all_its_digits_are_there_for_editing(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    field = lab.find("biasField")
    lab.show(edits.set_value(lab.stack, lab.plan, "bias", (0,), 0.123456))
    assert field.text() == "0.123"
    field.setFocus()
    assert field.text() == "0.123456"
    lab.find("param_stride").setFocus()
    assert field.text() == "0.123"
    assert lab.wishes == []


def test_reset_asks_for_fresh_weights(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.find("tool_reset").click()
    assert lab.wishes == [("reset", "a")]


def test_the_whole_bias_can_be_seen_and_edited(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.find("show_bias").click()
    model = lab.grid.model()
    assert (model.rowCount(), model.columnCount()) == (8, 1)
    assert not lab.find("sliceMatrix").isVisible()
    assert not lab.find("presetMenu").isVisible()
    model.setData(model.index(5, 0), 2.0)
    assert lab.weight("bias")[5] == 2
    lab.find("show_weight").click()
    assert model.rowCount() == 3


def test_another_theme_draws_everything_anew(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    before = lab.inspector.grab().toImage()
    lab.inspector.set_theme(LIGHT)
    assert lab.inspector.grab().toImage() != before


def test_the_name_of_a_preset_gives_way_before_the_fields_beside_it(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    button = lab.find("presetMenu")
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    assert lab.find("stepLabel").text() == "step"
    assert lab.find("stepLabel").buddy() is lab.find("stepField")
