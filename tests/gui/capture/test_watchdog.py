"""The watchdog: what it tells when frames stop."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.watchdog import Patience, Watchdog


class Heard:
    """A watchdog and what it told, in order."""

    def __init__(self, patience: Patience) -> None:
        self.dog = Watchdog(patience)
        self.told: list[str] = []
        for name in ("silent", "hung", "recovered", "lost"):
            getattr(self.dog, name).connect(lambda name=name: self.told.append(name))


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def heard() -> Heard:
    return Heard(Patience(first=60, gap=40, hang=40))


def test_no_first_frame_is_the_end(heard: Heard, qtbot: QtBot) -> None:
    heard.dog.begin()
    qtbot.wait(150)
    assert heard.told == ["lost"]


def test_frames_that_stop_are_told_then_opened_again_then_lost(heard: Heard, qtbot: QtBot) -> None:
    heard.dog.begin()
    heard.dog.feed()
    qtbot.waitUntil(lambda: "lost" in heard.told)
    assert heard.told == ["silent", "hung", "lost"]


def test_frames_after_a_silence_are_told_and_it_watches_on(heard: Heard, qtbot: QtBot) -> None:
    heard.dog.begin()
    heard.dog.feed()
    qtbot.waitUntil(lambda: heard.told == ["silent"])
    heard.dog.feed()
    assert heard.told == ["silent", "recovered"]
    qtbot.waitUntil(lambda: heard.told[2:] == ["silent"])
    heard.dog.end()


def test_frames_after_it_was_opened_again_are_told(heard: Heard, qtbot: QtBot) -> None:
    heard.dog.begin()
    heard.dog.feed()
    qtbot.waitUntil(lambda: "hung" in heard.told)
    heard.dog.feed()
    heard.dog.end()
    assert heard.told == ["silent", "hung", "recovered"]


def test_what_was_ended_tells_nothing(heard: Heard, qtbot: QtBot) -> None:
    heard.dog.begin()
    heard.dog.end()
    heard.dog.feed()
    qtbot.wait(120)
    assert heard.told == []
