"""The log: what it holds, how large it grows, and that it leaves everything as it found it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType

from cnnlab.gui.about import log_file
from cnnlab.gui.about.log_file import LogFile, log, log_defect

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[LogFile]:
    """A log."""
    started = LogFile(tmp_path / "logs")
    yield started
    started.close()


def text(log: LogFile) -> str:
    return (log.folder / "cnnlab.log").read_text(encoding="utf-8")


def test_a_defect_is_written_with_its_traceback_and_without_the_name_of_the_home_folder(
    written: LogFile, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise KeyError(str(Path.home() / "thesis" / "edges.cnnlab"))
    except KeyError as error:
        log_defect(type(error), error, error.__traceback__)
    assert "Traceback" in text(written)
    assert "test_log_file.py" in text(written)
    assert "~/thesis/edges.cnnlab" in text(written)
    assert str(Path.home()) + "/" not in text(written)
    caplog.clear()


def test_warnings_of_python_and_messages_of_qt_are_written(written: LogFile, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []
    written._before = lambda _kind, _where, message: heard.append(message)
    warnings.showwarning("an old name", DeprecationWarning, "a.py", 7)
    written._hear(QtMsgType.QtWarningMsg, None, "QPainter: 100 % odd")  # type: ignore[arg-type]
    assert "an old name" in text(written)
    assert "QPainter: 100 % odd" in text(written)
    assert heard == ["QPainter: 100 % odd"]
    caplog.clear()


def test_it_never_grows_beyond_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "SIZE", 2000)
    started = LogFile(tmp_path)
    try:
        for number in range(500):
            log.info("line %d", number)
    finally:
        started.close()
    files = list(tmp_path.iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "line 499" in (tmp_path / "cnnlab.log").read_text(encoding="utf-8")


def test_the_last_lines_are_at_hand_also_without_a_file(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("no folder", encoding="utf-8")
    started = LogFile(tmp_path / "logs")
    try:
        assert started.problem is not None
        for number in range(100):
            log.info("line %d", number)
        assert len(started.lines) == 60
        assert started.lines[-1].endswith("line 99")
    finally:
        started.close()


def test_closing_it_leaves_no_trace(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, log.level, warnings.showwarning)
    started = LogFile(tmp_path)
    started.close()
    started.close()
    assert (list(root.handlers), root.level, log.level, warnings.showwarning) == before
    log.info("not heard")
    assert "not heard" not in text_of(tmp_path)


def text_of(folder: Path) -> str:
    return (folder / "cnnlab.log").read_text(encoding="utf-8")


def test_a_full_disk_neither_raises_nor_prints(
    written: LogFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_text: str) -> int:
        raise OSError(28, "No space left on device")

    stream = next(h for h in written._handlers if isinstance(h, logging.FileHandler)).stream
    monkeypatch.setattr(stream, "write", refuse)
    log.info("lost")
    assert capsys.readouterr().err == ""
    assert written.lines[-1].endswith("lost")


def test_qt_says_a_warning_on_standard_error_where_nobody_else_listens(
    written: LogFile, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    written._before = None
    written._hear(QtMsgType.QtWarningMsg, None, "odd")  # type: ignore[arg-type]
    written._hear(QtMsgType.QtDebugMsg, None, "chatter")  # type: ignore[arg-type]
    assert capsys.readouterr().err == "odd\n"
    caplog.clear()
