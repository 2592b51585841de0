from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.gui.inspector.inspector import Inspector
from cnnlab.gui.inspector.page import Page
from tests.gui.inspector.lab import Lab, wheel


def test_without_a_layer_there_is_one_quiet_sentence(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.show_layer(None)
    assert lab.find("inspectorEmpty").isVisible()
    for name in ("parameterForm", "kernelGrid", "shapeLabel"):
        assert not lab.find(name).isVisible()
    lab.inspector.show_layer(lab.plan)
    assert not lab.find("inspectorEmpty").isVisible()
    assert lab.grid.isVisible()


def test_the_head_tells_the_shapes_with_their_arithmetic(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", (1, 3, 240, 320), padding=[1, 1])
    assert lab.find("shapeLabel").text() == "[1, 3, 240, 320] → [1, 8, 240, 320]"
    lines = lab.find("sizeFormula").text().splitlines()
    assert lines[0] == "h: ⌊(240 + 2·1 − 1·(3 − 1) − 1) / 1⌋ + 1 =\u00a0240"
    assert lines[1].startswith("w: ⌊(320")


@pytest.mark.parametrize("kind", list(kinds_by_id()))
@pytest.mark.parametrize("width", [340, 420])
def test_every_block_can_be_shown_and_nothing_sticks_out(qtbot: QtBot, kind: str, width: int) -> None:
    lab = Lab(qtbot, kind, (2, 6, 12, 12))
    lab.inspector.resize(width, 700)
    assert not lab.inspector.grab().isNull()
    page = lab.find("inspectorPage")
    assert page.width() <= width


def test_layers_without_weights_leave_no_hole(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "relu")
    for name in ("kernelGrid", "sliceMatrix", "presetMenu", "biasField", "parameterForm", "layerProblem"):
        assert not lab.find(name).isVisible()
    assert not lab.find("sizeFormula").isVisible()


def test_a_problem_is_said_with_its_fixes_and_vanishes_when_mended(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", (1, 16, 8, 8), groups=3)
    assert lab.find("layerProblem").isVisible()
    links = lab.find("layerProblem").findChildren(QPushButton)
    assert links[0].text() == "Set groups to 4"
    links[0].click()
    assert lab.wishes == [("fix", 0)]
    problem = lab.plan.problem
    assert problem is not None
    lab.show(edits.apply_fix(lab.stack, "a", problem.fixes[0]))
    assert not lab.find("layerProblem").isVisible()
    assert lab.grid.isVisible()


def test_notes_say_what_was_done_to_the_stored_weights(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.grid.model().setData(lab.grid.model().index(0, 0), 1.0)
    lab.find("param_out_channels").setValue(10)
    assert "2 of 10 output slices are new" in lab.find("layerNotes").text()
    lab.show(edits.set_enabled(lab.stack, "a", False))
    assert "Switched off" in lab.find("layerNotes").text()
    assert not lab.grid.isVisible()


def test_the_help_unfolds(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    assert not lab.find("blockHelp").isVisible()
    lab.find("helpButton").click()
    assert lab.find("blockHelp").isVisible()
    assert "cross-correlation" in lab.find("blockHelp").text()


def test_a_long_name_is_cut_and_told_in_full_by_its_tooltip(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    name = "a very long name of a layer " * 3
    lab.show(edits.rename_layer(lab.stack, "a", name))
    assert any(label.toolTip() == name.strip()[:80].strip() for label in lab.inspector.findChildren(QLabel))
    assert lab.find("inspectorPage").width() <= 380


def test_the_same_plan_is_shown_without_any_work(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab(qtbot, "conv2d")
    monkeypatch.setattr("cnnlab.gui.inspector.head.LayerHead.show_plan", None)
    lab.inspector.show_layer(lab.plan, lab.plan.initial_statistics())


def test_new_running_statistics_reach_the_grid(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "batch_norm2d")
    statistics = {name: array + 2 for name, array in lab.plan.initial_statistics().items()}
    lab.inspector.show_layer(lab.plan, statistics)
    assert lab.grid.model().index(0, 2).data() == "+2.000"


def test_another_layer_starts_at_its_first_slice(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.select_slice(3, 2)
    stack, other = edits.add_layer(lab.stack, kinds_by_id()["conv2d"].initial(), 1)
    lab.inspector.show_layer(infer(stack, lab.shape).layer(other))
    assert lab.find("kernelTitle").text() == "Kernel [out 0, in 0]"


def test_the_wheel_that_scrolls_the_page_changes_no_number(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.resize(380, 400)
    page = lab.inspector.findChild(Page).viewport()
    wheel(page, page.rect().center(), -1)
    wheel(lab.grid.viewport(), lab.cell(0, 0), -1)
    field = lab.find("param_out_channels")
    wheel(field, field.rect().center(), -1)
    assert lab.wishes == []


def test_every_control_has_a_name_for_screen_readers_and_an_explanation(qtbot: QtBot) -> None:
    for kind in ("conv2d", "batch_norm2d", "upsample"):
        lab = Lab(qtbot, kind)
        controls = QAbstractButton, QAbstractSpinBox, QComboBox
        for control in [
            c
            for k in controls
            for c in lab.inspector.findChildren(k)
            if c.isVisible() and not c.objectName().startswith("qt_")
        ]:
            assert control.objectName(), control
            assert control.accessibleName() or control.text(), control.objectName()
            assert control.toolTip(), control.objectName()
        for view in lab.inspector.findChildren(QAbstractScrollArea):
            assert not view.objectName() or view.accessibleName() or view.objectName().startswith("qt_")


def test_retranslating_keeps_what_is_shown(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d", (1, 16, 8, 8), groups=3)
    lab.inspector.retranslate()
    assert len([b for b in lab.find("layerProblem").findChildren(QPushButton) if b.isVisible()]) == len(
        lab.plan.problem.fixes if lab.plan.problem else ()
    )


def test_a_closed_inspector_is_let_go(qtbot: QtBot) -> None:
    inspector = Inspector()
    gone = weakref.ref(inspector)
    inspector.deleteLater()
    del inspector
    qtbot.wait(1)
    gc.collect()
    assert gone() is None


def test_the_sentence_on_what_a_block_does_is_shown_whole(qtbot: QtBot) -> None:
    lab = Lab(qtbot, "conv2d")
    lab.inspector.resize(340, 700)
    sentence = lab.find("blockSentence")
    assert sentence.text().endswith("plus bias.")
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
