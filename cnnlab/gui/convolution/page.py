"""The page on convolution: three chapters, one of them on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Result
from cnnlab.gui.convolution.chapter import Chapter, scrolled
from cnnlab.gui.convolution.flip_chapter import FlipChapter
from cnnlab.gui.convolution.matrix_chapter import MatrixChapter
from cnnlab.gui.convolution.signal_chapter import SignalChapter
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.source_bar.segments import Choice, Segments
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import N_, _

_CHAPTERS: Mapping[str, Callable[[Theme], Chapter]] = {
    "signals": SignalChapter,
    "flip": FlipChapter,
    "matrix": MatrixChapter,
}
_CHOICES = (
    Choice("signals", N_("1-D"), help=N_("Two signals: flip, slide, multiply, add up")),
    Choice("flip", N_("flip"), help=N_("The selected kernel as it is and flipped, on one patch")),
    Choice("matrix", N_("matrix"), help=N_("A convolution as one product of matrices: im2col and Toeplitz")),
)


class ConvolutionPage(ExplainPage):
    """Chapters that are chosen by a switch; all are told of plans, selections and results."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("convolutionPage")
        self.switch = Segments("convolutionChapter", _CHOICES)
        self.chapters: dict[str, Chapter] = {name: make(theme) for name, make in _CHAPTERS.items()}
        self._stack = QStackedWidget()
        for chapter in self.chapters.values():
            self._stack.addWidget(scrolled(chapter))
            chapter.asked.connect(self._ask)
        self._arrange()
        self.switch.chosen.connect(self.show_chapter)
        self.show_chapter("signals")
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(Space.S, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def chapter(self) -> Chapter:
        """The chapter on show."""
        return self.chapters[self.switch.current or "signals"]

    def show_chapter(self, name: str) -> None:
        """Bring a chapter forward."""
        self.switch.show_current(name)
        self._stack.setCurrentIndex(list(self.chapters).index(name))
        self._ask()

    def _ask(self) -> None:
        """Ask what the chapter on show wants to know."""
        question = self.chapter.question
        self.ask(*(() if question is None else (question,)))

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.switch.set_theme(theme)
        for chapter in self.chapters.values():
            chapter.set_theme(theme)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Convolution"))
        self.switch.setAccessibleName(_("Chapter"))
        self.switch.retranslate()
        for chapter in self.chapters.values():
            chapter.retranslate()

    def show_plan(self, plan: Plan) -> None:
        for chapter in self.chapters.values():
            chapter.show_plan(plan)

    def show_selection(self, layer: str, out: int, into: int) -> None:
        for chapter in self.chapters.values():
            chapter.show_selection(layer, out, into)

    def show_result(self, result: Result) -> None:
        for chapter in self.chapters.values():
            chapter.show_result(result)
