"""Permission: asked where it is not settled, and each answer handed on once."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.camera_permission import ask_for_camera

GRANTED, DENIED = Qt.PermissionStatus.Granted, Qt.PermissionStatus.Denied


class System:
    """An application on a system that has permissions."""

    def __init__(self, status: Qt.PermissionStatus, answer: Qt.PermissionStatus = DENIED) -> None:
        self._status, self._answer = status, answer
        self.asked = 0

    def checkPermission(self, permission: object) -> Qt.PermissionStatus:
        return self._status

    def requestPermission(self, permission: object, context: QObject, answer: Callable[[Any], None]) -> None:
        self.asked += 1
        answer(SimpleNamespace(status=lambda: self._answer))


@pytest.mark.parametrize(("status", "expected"), [(GRANTED, True), (DENIED, False)])
def test_what_is_settled_is_not_asked_again(status: Qt.PermissionStatus, expected: bool) -> None:
    told: list[bool] = []
    system = System(status)
    ask_for_camera(QObject(), told.append, system)
    assert (told, system.asked) == ([expected], 0)


@pytest.mark.parametrize(("answer", "expected"), [(GRANTED, True), (DENIED, False)])
def test_the_users_answer_is_handed_on(answer: Qt.PermissionStatus, expected: bool) -> None:
    told: list[bool] = []
    system = System(Qt.PermissionStatus.Undetermined, answer)
    ask_for_camera(QObject(), told.append, system)
    assert (told, system.asked) == ([expected], 1)


def test_where_nobody_knows_of_permissions_cameras_may_be_used() -> None:
    told: list[bool] = []
    ask_for_camera(QObject(), told.append, SimpleNamespace())
    assert told == [True]


def test_this_system_answers(qtbot: QtBot) -> None:
    told: list[bool] = []
    context = QObject()
    ask_for_camera(context, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
