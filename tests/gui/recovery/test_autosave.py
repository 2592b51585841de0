"""Unsaved edits are kept within the interval, beside the GUI thread, and let go when they are saved."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.formats.project import read_project
from cnnlab.gui.recovery import autosave as autosave_module
from cnnlab.gui.recovery import slot as recovery_slot
from cnnlab.gui.recovery.autosave import Autosave
from cnnlab.gui.recovery.slot import Slot, Snapshot, abandoned
from cnnlab.gui.settings.places import Places
from cnnlab.gui.settings.table import ASK, AUTOSAVE, INTERVAL
from cnnlab.gui.sheet import Sheet
from tests.gui.program import settle, started


@pytest.fixture
def keeping(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program with folders of its own, which keeps edits within a second; seconds pass ten times as fast."""
    monkeypatch.setattr(autosave_module, "SECOND", 100)
    program = started(qtbot, places=Places.under(tmp_path))
    qtbot.addWidget(program.window)
    program.window.settings.set(INTERVAL, 1)
    yield program
    program.presenter.document.mark_saved()
    program.close()


def autosave(program: Program) -> Autosave:
    return program.wiring.recovery.autosave


def kept(tmp_path: Path) -> list[Path]:
    return sorted(Places.under(tmp_path).recovery.glob("*/edits.cnnlab"))


def stride(program: Program, value: int) -> None:
    program.window.editor.set_params("conv1", {"stride": value})


def test_an_edit_is_on_the_disk_within_the_interval(
    keeping: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave_module, "SECOND", 1000)
    assert not Places.under(tmp_path).recovery.exists(), "nothing is written before there is anything to lose"
    stride(keeping, 2)
    qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=9000)
    assert read_project(kept(tmp_path)[0]).stack.layer("conv1").block.stride == (2, 2)
    qtbot.waitUntil(lambda: autosave(keeping).age is not None)
    assert "autosaved 5 s ago" in keeping.window.findChild(QLabel, "statusSaved").text()


def test_edits_in_between_do_not_put_it_off(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    begun, number = time.monotonic(), 0
    while not kept(tmp_path) and time.monotonic() - begun < 9:
        number += 1
        keeping.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), number / 8, gesture="drag")
        qtbot.wait(30)
    assert kept(tmp_path), "a drag that does not end must not keep edits from the disk"


def test_what_is_saved_or_undone_is_kept_no_longer(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    stride(keeping, 2)
    qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=9000)
    keeping.window.projects.save(tmp_path / "own.cnnlab")
    qtbot.waitUntil(lambda: not kept(tmp_path), timeout=9000)
    assert keeping.window.findChild(QLabel, "statusSaved").text() == "own.cnnlab · saved"
    stride(keeping, 3)
    qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=9000)
    keeping.window.editor.undo()
    qtbot.waitUntil(lambda: not kept(tmp_path), timeout=9000)


def test_running_statistics_that_were_typed_are_kept_like_weights(
    keeping: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    def mean() -> float:
        statistics = read_project(kept(tmp_path)[0]).statistics
        return float(statistics["norm1"]["running_mean"][0]) if "norm1" in statistics else 0.0

    keeping.window.editor.set_params("norm1", {"track_running_stats": True})
    for value in (2.0, 3.0):
        keeping.window.editor.set_weight("norm1", "running_mean", (0,), value)
        qtbot.waitUntil(lambda value=value: bool(kept(tmp_path)) and mean() == value, timeout=9000)


def test_edits_that_are_undone_while_they_are_first_written_leave_nothing(
    keeping: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    write = Slot.write

    def slowly(slot: Slot, snapshot: Snapshot) -> None:
        go_on.wait(20)
        write(slot, snapshot)

    monkeypatch.setattr(Slot, "write", slowly)
    stride(keeping, 2)
    qtbot.waitUntil(lambda: autosave(keeping)._loader.busy, timeout=9000)
    keeping.window.editor.undo()
    go_on.set()
    qtbot.waitUntil(lambda: not autosave(keeping).busy, timeout=9000)
    assert not kept(tmp_path)


def test_switched_off_it_keeps_nothing(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    keeping.window.settings.set(AUTOSAVE, False)
    stride(keeping, 2)
    assert not autosave(keeping).busy
    keeping.window.settings.set(AUTOSAVE, True)
    qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=9000)
    keeping.window.settings.set(AUTOSAVE, False)
    qtbot.waitUntil(lambda: not kept(tmp_path), timeout=9000)


def test_a_clean_end_leaves_nothing_behind(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    stride(keeping, 2)
    qtbot.waitUntil(lambda: bool(kept(tmp_path)), timeout=9000)
    keeping.presenter.document.mark_saved()
    keeping.window.close()
    assert list(Places.under(tmp_path).recovery.iterdir()) == []


def test_closed_without_asking_the_edits_wait_for_the_next_start(keeping: Program, tmp_path: Path) -> None:
    keeping.window.settings.set(ASK, False)
    stride(keeping, 2)
    keeping.window.close()
    assert not keeping.window.isVisible()
    (slot,) = abandoned(Places.under(tmp_path).recovery)
    assert slot.closed
    assert read_project(slot.project).stack.layer("conv1").block.stride == (2, 2)
    slot.remove()


def test_edits_that_cannot_be_kept_are_asked_about_whatever_the_settings_say(
    keeping: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_slot, "MOST", 10)
    keeping.window.settings.set(ASK, False)
    keeping.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 7.0)
    keeping.window.close()
    assert keeping.window.isVisible()
    question = keeping.window.findChild(Sheet, "unsavedChanges")
    assert question.isVisible()
    qtbot.mouseClick(question.findChild(QPushButton, "cancelChanges"), Qt.MouseButton.LeftButton)


def test_too_much_is_said_once_and_the_program_goes_on(
    keeping: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_slot, "MOST", 10)
    said: list[str] = []
    autosave(keeping).message.connect(lambda text, _kind: said.append(str(text)))
    keeping.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 7.0)
    qtbot.waitUntil(lambda: bool(said), timeout=9000)
    qtbot.wait(250)  # more than two intervals
    assert len(said) == 1
    assert "more than 10 B" in said[0]
    assert not kept(tmp_path)
    assert autosave(keeping).age is None


def test_a_folder_that_cannot_be_written_is_one_sentence(
    keeping: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_place: Path) -> Slot:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Slot, "create", refuse)
    stride(keeping, 2)
    label = keeping.window.findChild(QLabel, "statusMessage")
    qtbot.waitUntil(lambda: "Read-only file system" in label.text(), timeout=9000)
    keeping.wiring.look.choose_language("zh_CN")
    assert label.text().startswith("未保存的修改无法另存")
    keeping.wiring.look.choose_language("en")
    stride(keeping, 3)
    settle(keeping, qtbot)
    assert keeping.presenter.stack.layer("conv1").block.stride == (3, 3)


def left_behind(tmp_path: Path, program: Program, path: Path | None = None) -> None:
    """What a window that is gone has left: the stack on show with one layer more."""
    slot = Slot.create(Places.under(tmp_path).recovery)
    stack, _layer = edits.add_layer(program.presenter.stack, kinds_by_id()["abs"].initial(), 0)
    slot.write(Snapshot(stack, {}, path=path))
    slot.release()


def test_edits_of_a_window_that_is_gone_are_offered_and_come_back(
    keeping: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    left_behind(tmp_path, keeping, tmp_path / "edges.cnnlab")
    keeping.wiring.recovery.offer()
    bar = keeping.window.recovery_bar
    assert bar.isVisible()
    assert "Edits to edges.cnnlab from" in bar.findChild(QLabel, "recoveryText").text()
    click(qtbot, keeping, "restoreEdits")
    qtbot.waitUntil(lambda: keeping.presenter.stack.has("abs1"), timeout=9000)
    settle(keeping, qtbot)
    assert not bar.isVisible()
    assert keeping.presenter.path == tmp_path / "edges.cnnlab"
    assert keeping.window.isWindowModified()
    assert len(kept(tmp_path)) == 1, "they stay on the disk until they are saved"
    keeping.window.save()
    qtbot.waitUntil(lambda: not kept(tmp_path) and not keeping.window.isWindowModified(), timeout=9000)


def test_edits_can_be_left_for_later_or_let_go(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    left_behind(tmp_path, keeping)
    left_behind(tmp_path, keeping)
    keeping.wiring.recovery.offer()
    click(qtbot, keeping, "discardEdits")
    assert keeping.window.recovery_bar.isVisible()
    assert len(kept(tmp_path)) == 1
    click(qtbot, keeping, "laterEdits")
    assert not keeping.window.recovery_bar.isVisible()
    assert len(kept(tmp_path)) == 1
    keeping.wiring.recovery.offer()
    assert keeping.window.recovery_bar.isVisible()


def click(qtbot: QtBot, program: Program, name: str) -> None:
    qtbot.mouseClick(program.window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_edits_that_are_damaged_are_a_sentence_and_stay(keeping: Program, qtbot: QtBot, tmp_path: Path) -> None:
    left_behind(tmp_path, keeping)
    kept(tmp_path)[0].write_bytes(b"PK damaged")
    stack = keeping.presenter.stack
    keeping.wiring.recovery.offer()
    click(qtbot, keeping, "restoreEdits")
    settle(keeping, qtbot)
    assert keeping.presenter.stack is stack
    assert "edits.cnnlab" in keeping.window.findChild(QLabel, "statusMessage").text()
    assert keeping.window.recovery_bar.isVisible()
