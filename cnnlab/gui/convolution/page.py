"""The page on convolution: three chapters, one of them on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from cnnlab.document.plan import Plan
from cnnlab.engine.view import Result
from cnnlab.gui.convolution.chapter import Chapter, Leaf, scrolled
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
        self._stack, self._leaves = QStackedWidget(), list[Leaf]()
        self._switches, self._beside = QStackedWidget(), True
        self._switches.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for chapter in self.chapters.values():
            leaf = Leaf(chapter)
            self._leaves.append(leaf)
            self._stack.addWidget(scrolled(leaf))
            self._switches.addWidget(chapter.switches)
            chapter.asked.connect(self._ask)
            if isinstance(chapter, FlipChapter):
                self.listen_to(chapter.note)
        self._arrange()
        self.switch.chosen.connect(self.show_chapter)
        self.show_chapter("signals")
        self.set_theme(theme)
        self.retranslate()

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self.tools)
        self._row.setContentsMargins(Space.S, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addStretch(1)
        self._row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._switches, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._stack)

    @property
    def chapter(self) -> Chapter:
        """The chapter on show."""
        return self.chapters[self.switch.current or "signals"]

    def show_chapter(self, name: str) -> None:
        """Bring a chapter forward."""
        self.switch.show_current(name)
        for stack in (self._stack, self._switches):
            stack.setCurrentIndex(list(self.chapters).index(name))
        self._ask()

    def _ask(self) -> None:
        """Ask what the chapter on show wants to know."""
        question = self.chapter.question
        self.ask(*(() if question is None else (question,)))

    # -- room --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Have the chapters' switches beside the choice of chapters where both have room, else below the chapters."""
        widest = max(chapter.switches.sizeHint().width() for chapter in self.chapters.values())
        beside = self.switch.sizeHint().width() + widest + 3 * Space.S <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        for leaf in self._leaves:
            leaf.show_switches(not beside)
            if beside:
                self._switches.addWidget(leaf.chapter.switches)
        self._switches.setCurrentIndex(self._stack.currentIndex())
        self._switches.setVisible(beside)

    # -- told what to show --

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.switch.set_theme(theme)
        for chapter in self.chapters.values():
            chapter.set_theme(theme)
        self._make_room()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Convolution"))
        self.switch.setAccessibleName(_("Chapter"))
        self.switch.retranslate()
        for chapter in self.chapters.values():
            chapter.retranslate()
        self._make_room()

    def show_plan(self, plan: Plan) -> None:
        for chapter in self.chapters.values():
            chapter.show_plan(plan)

    def show_selection(self, layer: str, out: int, into: int) -> None:
        for chapter in self.chapters.values():
            chapter.show_selection(layer, out, into)

    def show_result(self, result: Result) -> None:
        for chapter in self.chapters.values():
            chapter.show_result(result)
