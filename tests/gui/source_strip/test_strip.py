"""The strip below the source bar."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_strip.strip import SourceStrip
from cnnlab.gui.theme import LIGHT, Theme


class Words(QLabel):
    """Controls that remember what they were told."""

    def __init__(self) -> None:
        super().__init__("words")
        self.told: list[str] = []

    def set_theme(self, theme: Theme) -> None:
        self.told.append(theme.name)

    def retranslate(self) -> None:
        self.told.append("language")


def test_it_shows_the_controls_of_the_kind_and_hides_without(qtbot: QtBot) -> None:
    strip, words = SourceStrip(), Words()
    qtbot.addWidget(strip)
    strip.add("video", words)
    strip.show_kind("video")
    assert words.isVisible()
    strip.show_kind("image")
    assert not strip.isVisible()


def test_it_passes_look_and_language_on(qtbot: QtBot) -> None:
    strip, words = SourceStrip(), Words()
    qtbot.addWidget(strip)
    strip.add("video", words)
    strip.set_theme(LIGHT)
    strip.retranslate()
    assert words.told == ["dark", "light", "language"]
