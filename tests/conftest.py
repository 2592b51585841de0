"""What every test obeys: no window system, no warnings, nothing left behind."""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

from cnnlab.engine.waiting import wait_briefly
from tests.turns import turn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
wait_briefly()  # before torch is imported, as the program does

settings.register_profile(
    "cnnlab",
    deadline=None,  # the machine is shared: a slow example is not a wrong one
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("cnnlab")


def pytest_sessionstart() -> None:
    """Imports make hundreds of thousands of objects, none of which is garbage: do not look for any meanwhile."""
    gc.disable()


def pytest_collection_finish() -> None:
    _leave_out_of_collections()
    gc.enable()


def _leave_out_of_collections() -> None:
    """What is there now lives on: do not look at it again and again, as the program does not after its start."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def _heap_taken_back() -> Iterator[None]:
    """For a test after which the whole heap is in collections again: leave it out once more at its end."""
    yield
    _leave_out_of_collections()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Where several processes share the tests, one that measures time waits until it is alone, the others for it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return (yield)
    folder = item.session.config._tmp_path_factory.getbasetemp().parent  # type: ignore[attr-defined]
    with turn(folder, item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(autouse=True)
def _no_log_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test that caused it."""
    yield
    loud = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, f"logged: {loud}"


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """A thread that outlives its test fails it, by name."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.name.startswith("Dummy")]
    for thread in left:
        thread.join(2)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"threads still running: {names}"


@pytest.fixture(autouse=True)
def _no_leaked_widgets(request: pytest.FixtureRequest) -> Iterator[None]:
    """A top-level widget or a running timer that outlives its test fails it."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    app = request.getfixturevalue("qapp")
    before = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield  # autouse: set up before qtbot, so this is reached after qtbot has closed its widgets
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in before and w.isVisible()]
    timers = [t for t in app.findChildren(QTimer) if t.isActive()]
    assert not left, f"widgets still shown: {left}"
    assert not timers, f"timers still running: {timers}"
