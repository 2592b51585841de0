"""Whether this program may use cameras, asked of the user by the systems that have it so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt

Answer = Callable[[bool], object]


def ask_for_camera(context: QObject, answer: Answer, app: Any = None) -> None:
    """Call `answer` with whether cameras may be used, at once or when the user has decided.

    Nothing is called any more once `context` is gone. Where Qt does not know of permissions they may be used.
    """
    app = app or QCoreApplication.instance()
    try:
        from PySide6.QtCore import QCameraPermission

        check, request = app.checkPermission, app.requestPermission
    except (ImportError, AttributeError):
        answer(True)
        return
    status = check(QCameraPermission())
    if status == Qt.PermissionStatus.Undetermined:
        granted = Qt.PermissionStatus.Granted
        request(QCameraPermission(), context, lambda asked: answer(asked.status() == granted))
    else:
        answer(status == Qt.PermissionStatus.Granted)
