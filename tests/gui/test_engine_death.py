"""An engine that stops: started again once, and said; the document is untouched."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Result
from tests.gui.program import settle


def said(program: Program) -> str:
    return program.window.findChild(QLabel, "statusMessage").text()


@pytest.mark.parametrize("deaths", [1, 2])
def test_the_engine_is_started_again_once(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    left, real = [deaths], Session.compute

    def compute(self: Session, job: Job) -> Result:
        if left[0]:
            left[0] -= 1
            raise SystemExit("a library asked to exit")
        return real(self, job)

    messages: list[str] = []
    program.presenter.message.connect(lambda message, _kind: messages.append(str(message)))
    monkeypatch.setattr(Session, "compute", compute)
    stack = program.presenter.stack
    layer = stack.layers[-1].id
    program.window.editor.enable(layer, False)
    qtbot.waitUntil(lambda: len(messages) >= deaths, timeout=20000)
    settle(program, qtbot)
    assert messages[0].startswith("the engine stopped and was started again")
    assert not program.presenter.stack.layer(layer).enabled, "nothing is lost"
    program.window.editor.enable(layer, True)
    settle(program, qtbot)
    if deaths == 2:
        assert "save your project" in said(program)
    else:
        assert program.presenter.plan.layer(layer).layer.enabled
        assert len(messages) == 1
