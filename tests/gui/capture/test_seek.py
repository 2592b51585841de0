"""Looking for moments, one at a time."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.seek import Seek


@pytest.mark.usefixtures("qapp")
def test_while_one_is_looked_for_only_the_newest_wish_waits() -> None:
    gone: list[int] = []
    seek = Seek(gone.append)
    for ms in range(100):
        seek.want(lambda ms=ms: ms)
    assert gone == [0]
    seek.arrived()
    assert gone == [0, 99]
    seek.arrived()
    assert not seek.busy
    seek.want(lambda: 7)
    assert gone == [0, 99, 7]
    seek.forget()
    assert not seek.busy


@pytest.mark.usefixtures("qapp")
def test_a_wish_that_has_come_to_nothing_does_not_block_the_next() -> None:
    gone: list[int] = []
    seek = Seek(gone.append)
    seek.want(lambda: None)
    seek.want(lambda: 3)
    assert gone == [3]
    seek.forget()


def test_a_moment_that_brings_no_frame_is_given_up(qtbot: QtBot) -> None:
    gone: list[int] = []
    seek = Seek(gone.append)
    seek._patience.setInterval(20)
    seek.want(lambda: 1)
    seek.want(lambda: 2)
    qtbot.waitUntil(lambda: gone == [1, 2], timeout=2000)
    seek.forget()
