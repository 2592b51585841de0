"""The folders of unsaved edits: one owner each, and none that is lost or taken from a window that runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.document.stack import Stack
from cnnlab.formats.project import read_project
from cnnlab.gui.recovery import slot as recovery_slot
from cnnlab.gui.recovery.slot import Slot, Snapshot, abandoned
from cnnlab.text import UserError
from tests.gui.program import stack_of


def snapshot(path: Path | None = None, closed: bool = False) -> Snapshot:
    return Snapshot(stack_of(("relu", {})), {}, path=path, closed=closed)


def test_what_is_kept_is_found_when_its_owner_is_gone(tmp_path: Path) -> None:
    slot = Slot.create(tmp_path / "state" / "recovery")
    slot.write(snapshot(tmp_path / "edges.cnnlab", closed=True))
    assert abandoned(tmp_path / "state" / "recovery") == []
    slot.release()
    (found,) = abandoned(tmp_path / "state" / "recovery")
    assert (found.path, found.closed) == (tmp_path / "edges.cnnlab", True)
    assert [layer.id for layer in read_project(found.project).stack] == ["relu1"]
    found.remove()
    assert list((tmp_path / "state" / "recovery").iterdir()) == []


def test_another_process_keeps_its_own_until_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cnnlab.gui.recovery.slot import Slot, Snapshot\n"
        "from cnnlab.document.stack import Stack\n"
        "slot = Slot.create(Path(sys.argv[1])); slot.write(Snapshot(Stack(), {})); print('kept', flush=True)\n"
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        assert abandoned(tmp_path) == []
        process.kill()
        process.wait()
    (found,) = abandoned(tmp_path)
    assert found.path is None
    found.release()


def test_two_windows_are_not_offered_the_same_edits(tmp_path: Path) -> None:
    slot = Slot.create(tmp_path)
    slot.write(snapshot())
    slot.release()
    (first,) = abandoned(tmp_path)
    assert abandoned(tmp_path) == []
    first.release()


def test_an_empty_folder_of_a_window_that_is_gone_is_removed(tmp_path: Path) -> None:
    slot = Slot.create(tmp_path)
    slot.write(snapshot())
    slot.empty()
    slot.release()
    assert abandoned(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_note_leaves_the_edits_without_a_name(tmp_path: Path) -> None:
    slot = Slot.create(tmp_path)
    slot.write(snapshot(tmp_path / "a.cnnlab"))
    (slot.project.parent / "note.json").write_text("[", encoding="utf-8")
    assert (slot.path, slot.closed) == (None, False)
    slot.remove()


def test_the_newest_is_offered_first(tmp_path: Path) -> None:
    for number in range(3):
        slot = Slot.create(tmp_path)
        slot.write(snapshot(tmp_path / f"{number}.cnnlab"))
        os.utime(slot.project, (1000 + number, 1000 + number))
        slot.release()
    found = abandoned(tmp_path)
    assert [slot.path.name for slot in found if slot.path] == ["2.cnnlab", "1.cnnlab", "0.cnnlab"]
    for slot in found:
        slot.remove()


def test_huge_weights_are_refused_with_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery_slot, "MOST", 1000)
    slot = Slot.create(tmp_path)
    with pytest.raises(UserError, match=r"2\.0 KiB, more than 1000 B"):
        slot.write(Snapshot(Stack(), {}, picture=b"x" * 2000))
    assert not slot.project.exists()
    slot.remove()


def test_nothing_is_found_where_there_is_no_folder(tmp_path: Path) -> None:
    assert abandoned(tmp_path / "none") == []
