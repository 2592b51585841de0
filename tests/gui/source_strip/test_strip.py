"""The strip below the source bar."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.canvas.batch import BatchView
from cnnlab.gui.source_strip.strip import STRIP_HEIGHT, SourceStrip
from cnnlab.gui.theme import LIGHT, Theme, scaled


class Words(QLabel):
    """Controls that remember what they were told."""

    def __init__(self) -> None:
        super().__init__("words")
        self.told: list[str] = []

    def set_theme(self, theme: Theme) -> None:
        self.told.append(theme.name)

    def retranslate(self) -> None:
        self.told.append("language")


class Wide(Words):
    """Controls that need much room."""

    def minimumSizeHint(self) -> QSize:
        return QSize(900, 30)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


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


def test_controls_that_are_not_on_show_take_no_room(qtbot: QtBot) -> None:
    strip = SourceStrip()
    qtbot.addWidget(strip)
    strip.add("video", Words())
    strip.add("generated", Wide())
    strip.show_kind("video")
    assert strip.minimumSizeHint().width() < 300


def test_it_can_be_made_narrow_again_after_it_was_wide(qtbot: QtBot) -> None:
    strip = SourceStrip()
    qtbot.addWidget(strip)
    strip.batch.show_batch(BatchView(), 8)
    strip.show_batch(True)
    strip.set_theme(LIGHT)
    narrow = strip.minimumSizeHint().width()
    strip.resize(2000, strip.height())
    qtbot.wait(1)
    assert strip.batch.width() > narrow, "words and names are shown where there is room"
    assert strip.minimumSizeHint().width() == narrow
    strip.resize(narrow, strip.height())
    qtbot.wait(1)
    assert strip.batch.geometry().right() < strip.width()


def test_a_batch_gets_a_row_of_its_own_where_it_does_not_fit_beside(qtbot: QtBot) -> None:
    window = QWidget()  # a strip of its own would be kept as wide as its layout wants it
    qtbot.addWidget(window)
    strip, wide = SourceStrip(window), Wide()
    window.show()
    strip.add("generated", wide)
    strip.set_theme(LIGHT)
    strip.batch.show_batch(BatchView(), 8)
    strip.show_kind("generated")
    strip.show_batch(True)
    strip.resize(1000, strip.height())
    qtbot.wait(1)
    assert strip.height() == 2 * scaled(STRIP_HEIGHT)
    assert strip.batch.mapTo(strip, strip.batch.rect().topLeft()).y() >= scaled(STRIP_HEIGHT)
    assert strip.minimumSizeHint().width() < 1000
    strip.resize(2000, strip.height())
    qtbot.wait(1)
    assert strip.height() == scaled(STRIP_HEIGHT)
    assert strip.batch.x() > wide.width()
