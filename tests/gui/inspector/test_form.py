from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from tests.gui.inspector.lab import Lab, wheel

KEY, MOD = Qt.Key, Qt.KeyboardModifier


def retype(lab: Lab, name: str, text: str, finish: Qt.Key = KEY.Key_Return) -> None:
    lab.find(name).setFocus()
    lab.find(name).selectAll()
    lab.type(text)
    lab.key(finish)


@pytest.mark.parametrize("kind", list(kinds_by_id()))
def test_every_block_has_a_field_for_every_parameter(qtbot: QtBot, kind: str) -> None:
    lab = Lab(qtbot, kind)
    form = lab.find("parameterForm")
    for name, param in kinds_by_id()[kind].params().items():
        field = lab.find(f"param_{name}")
        assert form.isAncestorOf(field)
        assert param.help in field.toolTip()
        assert name in field.accessibleName()
        assert form.rect().contains(field.geometry().translated(field.parentWidget().pos()))
    assert form.isVisible() == bool(kinds_by_id()[kind].params())


def test_a_typed_value_is_a_wish_when_it_is_finished(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    retype(lab, "param_kernel_size", "5x3")
    assert lab.wishes == [("params", {"kernel_size": (5, 3)}, None)]
    assert lab.find("param_kernel_size").text() == "5 × 3"
    retype(lab, "param_padding", "same", KEY.Key_Tab)
    assert lab.wishes[-1] == ("params", {"padding": "same"}, None)


def test_a_wrong_text_stays_with_a_sentence_below_it_until_it_is_mended(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    retype(lab, "param_out_channels", "lots")
    notice, field = lab.find("notice_out_channels"), lab.find("param_out_channels")
    assert notice.isVisible()
    assert "out_channels must be a whole number" in notice.text()
    lab.find("param_stride").setFocus()
    lab.find("param_stride").setValue(2)
    assert field.text() == "lots"
    assert field.property("invalid")
    retype(lab, "param_out_channels", "4")
    assert not notice.isVisible()
    assert not field.property("invalid")
    assert [wish[1] for wish in lab.wishes] == [{"stride": (2, 2)}, {"out_channels": 4}]


def test_escape_brings_the_value_back(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    retype(lab, "param_out_channels", "-1")
    lab.key(KEY.Key_Escape)
    assert lab.find("param_out_channels").text() == "8"
    assert not lab.find("notice_out_channels").isVisible()
    assert lab.wishes == []


def test_arrows_and_wheel_step_in_one_gesture(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    field = lab.find("param_out_channels")
    field.setFocus()
    lab.key(KEY.Key_Up)
    lab.key(KEY.Key_Up)
    wheel(field, field.rect().center(), -1)
    wheel(field, field.rect().center(), 1, MOD.ControlModifier)
    assert [wish[1] for wish in lab.wishes] == [{"out_channels": n} for n in (9, 10, 9, 19)]
    assert lab.wishes[0][2] is not None
    assert len({id(wish[2]) for wish in lab.wishes}) == 1
    lab.find("param_stride").setFocus()
    assert lab.wishes[-1] == ("end",)


def test_switches_and_choices_are_wishes_at_once(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    bias, mode = lab.find("param_bias"), lab.find("param_padding_mode")
    assert isinstance(bias, QCheckBox)
    assert isinstance(mode, QComboBox)
    bias.setChecked(False)
    mode.setCurrentText("reflect")
    assert [wish[1] for wish in lab.wishes if wish[0] == "params"] == [{"bias": False}, {"padding_mode": "reflect"}]
    assert not lab.find("biasField").isVisible()


def test_an_optional_value_may_be_left_empty(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "max_pool2d")
    retype(lab, "param_stride", "3")
    lab.find("param_stride").selectAll()
    lab.key(KEY.Key_Delete)
    lab.key(KEY.Key_Return)
    assert [wish[1] for wish in lab.wishes] == [{"stride": (3, 3)}, {"stride": None}]


def test_an_edit_that_the_document_refuses_is_said_at_its_field(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.obeys = False
    retype(lab, "param_groups", "3")
    lab.inspector.show_notice("no such thing")
    assert lab.find("notice_groups").text() == "no such thing"
    assert lab.find("param_groups").text() == "3"
    assert lab.find("param_groups").property("invalid")


def test_a_weight_edit_does_not_touch_the_form(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    fields = lab.find("parameterForm").findChildren(QWidget)
    lab.find("param_out_channels").setFocus()
    lab.find("param_out_channels").selectAll()
    lab.type("1")
    lab.show(edits.set_value(lab.stack, lab.plan, "weight", (0, 0, 0, 0), 5.0))
    assert lab.find("param_out_channels").text() == "1"
    assert lab.find("parameterForm").findChildren(QWidget) == fields


def test_undo_shows_in_the_fields(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    before = lab.stack
    retype(lab, "param_out_channels", "5")
    lab.show(before)
    assert lab.find("param_out_channels").text() == "8"


def test_labels_lead_to_their_fields(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    labels = {label.text(): label for label in lab.find("parameterForm").findChildren(QLabel) if label.buddy()}
    assert labels["out_channels"].buddy() is lab.find("param_out_channels")


def test_a_refusal_moves_nothing(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    places = {
        w.objectName(): w.geometry()
        for w in lab.find("parameterForm").findChildren(QWidget)
        if w.objectName()[:6] == "param_"
    }
    height, below = lab.find("parameterForm").height(), lab.grid.mapTo(lab.inspector, lab.grid.rect().topLeft())
    retype(lab, "param_out_channels", "lots")
    note = lab.find("notice_out_channels")
    assert note.isVisible()
    assert lab.find("parameterForm").height() == height
    assert lab.grid.mapTo(lab.inspector, lab.grid.rect().topLeft()) == below
    assert all(lab.find(name).geometry() == place for name, place in places.items())
    qtbot.mouseClick(note, Qt.MouseButton.LeftButton)
    assert not note.isVisible()


@pytest.mark.parametrize("size", ["3", "31", "127"])
def test_two_sizes_of_three_digits_fit_their_field(qtbot: QtBot, size: str) -> None:
    lab = Lab(qtbot, "conv2d", (1, 3, 200, 200), kernel_size=[int(size)] * 2)
    line = lab.find("param_kernel_size").lineEdit()
    assert line.fontMetrics().horizontalAdvance(line.text()) <= line.contentsRect().width()


def test_the_instrument_stands_above_the_fold(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", padding=[1, 1])
    lab.inspector.resize(380, 720)
    button = lab.find("presetMenu")
    assert lab.inspector.rect().contains(button.mapTo(lab.inspector, button.rect().bottomRight()))


@pytest.mark.parametrize("text", ["7", "lots"])
def test_what_is_being_typed_when_another_kind_of_block_is_shown_is_no_wish(qtbot: QtBot, text: str) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.find("param_stride").setFocus()
    lab.find("param_stride").selectAll()
    lab.type(text)
    stack, other = edits.add_layer(lab.stack, kinds_by_id()["max_pool2d"].initial(), 1)
    lab.inspector.show_layer(infer(stack, lab.shape).layer(other))
    assert lab.wishes == []
