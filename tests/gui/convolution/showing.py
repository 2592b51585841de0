"""A part of the page on convolution, shown by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.convolution.chapter import Chapter
from cnnlab.gui.convolution.page import ConvolutionPage
from cnnlab.gui.theme import DARK


def shown(widget: QWidget, qtbot: QtBot, size: tuple[int, int] = (900, 420)) -> None:
    """Show a widget in the dark theme and in the language of the moment."""
    qtbot.addWidget(widget)
    if isinstance(widget, Chapter):
        widget.set_theme(DARK)
        widget.retranslate()
    widget.resize(*size)
    widget.show()
    qtbot.waitExposed(widget)
    widget.grab()


def shown_page(qtbot: QtBot, chapter: str = "signals") -> ConvolutionPage:
    """The page, with one of its chapters on show."""
    page = ConvolutionPage(DARK)
    page.show_chapter(chapter)
    shown(page, qtbot)
    return page
