"""The page on convolution: what it asks about each pass is asked along with what is visible."""

from __future__ import annotations

from cnnlab.engine.view import Question
from cnnlab.gui.convolution.page import ConvolutionPage
from cnnlab.gui.window import MainWindow


class ConvolutionWiring:
    """Connects the page on convolution."""

    def __init__(self, window: MainWindow, page: ConvolutionPage) -> None:
        self._presenter = window.presenter
        self._asked: Question | None = None
        page.question_changed.connect(self._on_page_question_changed)

    def _on_page_question_changed(self, question: Question | None) -> None:
        """Put the page's question in place of its last one; what others ask stays."""
        others = tuple(asked for asked in self._presenter.view.questions if asked != self._asked)
        self._asked = question
        self._presenter.set_view(questions=others if question is None else (*others, question))
