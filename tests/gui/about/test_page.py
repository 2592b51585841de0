"""The menu Help: versions, the report, the log."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab import __version__, app
from cnnlab.app import Program, desktop
from cnnlab.gui.about.details import details, report, version
from cnnlab.gui.about.log_file import LogFile, log
from cnnlab.gui.sheet import Sheet


def page(program: Program) -> Sheet:
    return program.window.findChild(Sheet, "aboutPage")


def test_it_tells_versions_and_the_device(program: Program) -> None:
    program.wiring.actions["about"].trigger()
    assert page(program).isVisible()
    texts = " ".join(label.text() for label in page(program).findChildren(QLabel))
    for part in (__version__, qVersion(), metadata.version("torch"), np.__version__, "CPU", "MIT", "Open Font", "CC0"):
        assert part in texts


def test_versions_are_read_without_importing_anything() -> None:
    code = (
        "import sys; from cnnlab.gui.about.details import details; print(dict(details((), ''))['PyTorch']);"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [metadata.version("torch"), "False"]


def test_a_package_that_is_missing_is_not_an_error() -> None:
    assert version("no-such-package-anywhere") == "not found"


def test_the_report_holds_details_and_the_last_lines() -> None:
    found = details((), "")
    text = report(found, ("one", "two"))
    assert text.endswith("\n\none\ntwo\n")
    assert all(value in text for _what, value in found)


@pytest.fixture
def logged(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    written = LogFile(tmp_path / "logs")
    program = app.build("dark", start=False, log=written)
    qtbot.addWidget(program.window)
    program.window.show()
    yield program
    program.close()
    written.close()


def test_what_the_user_was_warned_of_is_in_the_report(logged: Program) -> None:
    logged.wiring.about.start_log()
    logged.presenter.message.emit("bad.png is empty", "error")
    logged.wiring.actions["copy_report"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "bad.png is empty" in text
    assert f"start: CNN Lab {__version__}" in text
    assert "copied" in logged.window.findChild(QLabel, "statusMessage").text()


def test_the_folder_of_the_log_is_opened(logged: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True)
    logged.wiring.actions["show_log"].trigger()
    assert [url.toLocalFile() for url in opened] == [str(tmp_path / "logs")]


def test_without_a_log_it_says_so(program: Program) -> None:
    program.wiring.actions["about"].trigger()
    program.wiring.actions["show_log"].trigger()
    assert "no log" in page(program).findChild(QLabel, "aboutSaid").text()


def test_a_log_that_cannot_be_written_is_one_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("no folder", encoding="utf-8")
    written = LogFile(tmp_path / "logs")
    program = app.build("dark", start=False, log=written)
    qtbot.addWidget(program.window)
    try:
        program.wiring.about.start_log()
        assert "the log cannot be written in 'logs'" in program.window.findChild(QLabel, "statusMessage").text()
    finally:
        program.close()
        written.close()


def test_a_defect_is_a_sentence_in_the_window_and_a_traceback_in_the_log(
    logged: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    desktop._say_defects(logged)
    try:
        raise ZeroDivisionError("seven by zero")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    message = logged.window.findChild(QLabel, "statusMessage").text()
    assert "ZeroDivisionError at test_page.py" in message
    assert "Traceback" not in message
    written = (tmp_path / "logs" / "cnnlab.log").read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "seven by zero" in written
    assert log.handlers == []
    caplog.clear()
