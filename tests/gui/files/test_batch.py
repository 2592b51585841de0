"""Several pictures: named, found, read, opened, saved, and what happens when they are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.project import read_project
from cnnlab.gui.files.batch import MOST, Batch, batch_of, batch_of_files, natural, read_pictures
from cnnlab.gui.files.loader import OPEN_PICTURE
from cnnlab.gui.files.stills import read_batch
from cnnlab.sources.naming import kind_of
from cnnlab.text import Message, UserError
from tests.gui.program import settle


def pictures(folder: Path, *sizes: tuple[int, int]) -> list[Path]:
    """Files `p1.png`, `p2.png` … of these heights and widths, each of one level more than the last."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"p{number}.png" for number in range(1, len(sizes) + 1)]
    for level, (file, size) in enumerate(zip(files, sizes, strict=True)):
        Image.fromarray(np.full((*size, 3), level, np.uint8)).save(file)
    return files


def said(program: Program) -> str:
    return str(program.window.status.findChild(QLabel, "statusMessage").text())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), min_size=1, max_size=5))
def test_the_name_of_a_batch_can_be_read_back(files: list[str]) -> None:
    batch = Batch(Path("/a folder/ö?&=%"), tuple(files))
    assert kind_of(batch.source) == "batch"
    assert batch_of(batch.source) == batch
    assert batch_of(Batch(batch.folder).source) == Batch(batch.folder)


@pytest.mark.parametrize("files", ["{}", "[1]", "[", '[""]', "null"])
def test_a_damaged_list_is_refused_in_a_sentence(files: str) -> None:
    with pytest.raises(UserError, match="damaged"):
        batch_of(f"batch:/a?files={files}")


def test_names_are_sorted_as_people_count() -> None:
    names = ["b.png", "a10.png", "a9.png", "A1.png", "10.png", "9.png"]
    assert sorted(names, key=natural) == ["9.png", "10.png", "A1.png", "a9.png", "a10.png", "b.png"]


def test_a_folder_is_read_in_natural_order_without_other_files(tmp_path: Path) -> None:
    pictures(tmp_path / "in", *[(4, 6)] * 11)
    (tmp_path / "in" / "notes.txt").write_text("no picture")
    (tmp_path / "in" / ".hidden.png").write_bytes(b"")
    still = read_batch(Batch(tmp_path / "in").source)
    assert still.item_names == tuple(f"p{number}.png" for number in range(1, 12))
    assert [round(float(item[0, 0, 0]) * 255) for item in still.items] == list(range(11))
    assert still.notices == ()


def test_what_cannot_be_read_is_left_out_and_named(tmp_path: Path) -> None:
    files = pictures(tmp_path, (4, 6), (4, 6), (4, 6))
    files[1].write_bytes(b"no picture at all")
    read = read_pictures(batch_of_files(files))
    assert read.names == ("p1.png", "p3.png")
    assert [str(notice) for notice in read.notices] == [
        "left out because they cannot be read: 1 of 3 pictures (p2.png)"
    ]
    for file in files:
        file.unlink()
    with pytest.raises(UserError, match=r"none of the 3 pictures could be read, such as p1.png, p2.png, p3.png"):
        read_pictures(batch_of_files(files))


def test_more_than_fit_are_counted_and_left_out(tmp_path: Path) -> None:
    pictures(tmp_path, *[(2, 2)] * (MOST + 3))
    read = read_pictures(Batch(tmp_path))
    assert len(read.pictures) == MOST
    assert str(read.notices[0]) == (
        "the folder has 67 pictures: the first 64 are shown and 3 left out; to see others, open up to 64 files"
    )


def test_the_working_size_is_the_one_that_most_pictures_have(tmp_path: Path) -> None:
    still = read_batch(batch_of_files(pictures(tmp_path, (9, 9), (4, 6), (4, 6), (1200, 800))).source)
    assert still.size == (4, 6)
    assert still.sizes[3] == (640, 427), "large ones are kept smaller"


def test_several_files_become_the_items_of_a_batch(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    files = pictures(tmp_path, (40, 60), (60, 40), (40, 60))
    program.window.open_batch(files)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (3, 3, 40, 60)
    assert said(program) == f"{tmp_path.name}: 3 pictures, each 60 pixels wide, 40 high · Cut: 1 of 3 pictures."
    assert program.window.source_strip.batch.isVisible()
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.plan.input_shape[0] == 1
    assert not program.window.source_strip.isVisible()
    program.window.editor.redo()
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (3, 3, 40, 60)


def test_a_dropped_folder_and_dropped_files_are_a_batch(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    files = pictures(tmp_path / "in", (40, 60), (40, 60))
    for paths in ([tmp_path / "in"], files):
        program.window.editor.undo()
        settle(program, qtbot)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        program.window.dropEvent(QDropEvent(QPoint(5, 5), action, mime, button, keys))
        settle(program, qtbot)
        assert program.presenter.plan.input_shape == (2, 3, 40, 60)


def test_the_segment_asks_for_files(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    files = pictures(tmp_path, (40, 60), (40, 60))
    program.window.source_bar.source_chosen.emit("batch")
    dialog = program.window.findChild(QFileDialog, "fileDialog")
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (2, 3, 40, 60)


def test_a_project_names_the_pictures_and_finds_them_beside_it(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    pictures(tmp_path / "here" / "in", (40, 60), (60, 40))
    program.window.open_batch([tmp_path / "here" / "in"])
    settle(program, qtbot)
    program.window.stills.change_input({"fit": "contain"})
    settle(program, qtbot)
    program.window.projects.save(tmp_path / "here" / "mine.cnnlab")
    settle(program, qtbot)
    saved = read_project(tmp_path / "here" / "mine.cnnlab")
    assert (saved.stack.input.source, saved.stack.input.fit) == ("batch:in", "contain")
    assert saved.picture is None, "pictures of a batch are not taken into the project"
    shutil.move(tmp_path / "here", tmp_path / "there")
    program.window.open_path(tmp_path / "there" / "mine.cnnlab")
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (2, 3, 40, 60)
    assert program.presenter.stack.input.fit == "contain"


def test_a_folder_that_is_gone_says_so_and_what_is_on_show_stays(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    pictures(tmp_path / "in", (40, 60), (40, 60))
    program.window.open_batch([tmp_path / "in"])
    settle(program, qtbot)
    stack = program.presenter.stack
    shutil.rmtree(tmp_path / "in")
    program.window.stills.open_batch(Batch(tmp_path / "in"))
    settle(program, qtbot)
    assert said(program) == f"the folder '{tmp_path / 'in'}' cannot be read: choose it again, or another one"
    assert program.presenter.stack is stack
    program.window.stills.change_input({"size": (20, 30)})
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (2, 3, 20, 30), "the pictures are at hand"


def test_how_far_it_is_is_told_and_a_reading_that_is_overtaken_ends(program: Program, qtbot: QtBot) -> None:
    heard: list[str] = []
    ends: list[str] = []
    program.window.loader.told.connect(lambda message: heard.append(str(message)))

    def slow(tell: object) -> object:
        assert callable(tell)
        try:
            while True:
                tell(Message("picture {n}", n=1))
        finally:
            ends.append("ended")

    program.window.loader.load_slowly(OPEN_PICTURE, slow)
    qtbot.waitUntil(lambda: len(heard) >= 2, timeout=5000)
    program.window.stills.open_sample("coffee.jpg")
    settle(program, qtbot)
    assert ends == ["ended"]
    assert program.presenter.stack.input.source == "sample:coffee.jpg"
