"""Layers in the system's clipboard: a readable text, and the same under a type of our own."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from cnnlab.formats.layers_text import MAX_TEXT

LAYERS_MIME = "application/x-cnnlab-layers+json"
_OPENING = 200  # letters within which a text of ours names its format


def put_layers(text: str) -> None:
    """Put layers into the clipboard, for this window, another one, or a text editor."""
    data = QMimeData()
    data.setText(text)
    data.setData(LAYERS_MIME, QByteArray(text.encode()))
    QGuiApplication.clipboard().setMimeData(data)


def layers_at_hand() -> bytes | None:
    """The text of layers or of a project.json that the clipboard holds; None if it holds something else."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        return None
    if data.hasFormat(LAYERS_MIME):
        return bytes(data.data(LAYERS_MIME).data())
    text = data.text().lstrip() if data.hasText() else ""
    return text[: MAX_TEXT + 1].encode() if text.startswith("{") and '"cnnlab' in text[:_OPENING] else None
