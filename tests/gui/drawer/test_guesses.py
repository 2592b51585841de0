"""What is to be guessed stays out of sight on other stacks than the example too, whose layers tell what comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.code.styles import Style
from cnnlab.gui.drawer.code_page import CodePage
from cnnlab.gui.drawer.page import ExplainPage
from cnnlab.gui.drawer.shapes_page import ShapesPage
from tests.gui.program import settle, show_stack, stack_of, started

TELLING = (
    ("conv2d", {"out_channels": 4, "padding": 1}),
    ("layer_norm", {}),
    ("center_crop", {"size": [12, 20]}),
    ("flatten", {}),
    ("linear", {"out_features": 10}),
)


@pytest.fixture
def guessing(qtbot: QtBot) -> Iterator[Program]:
    """A program with a stack whose layers name the sizes that they are given, all shapes of which are a question."""
    program = started(qtbot)
    qtbot.addWidget(program.window)
    show_stack(program, stack_of(*TELLING, size=(24, 32)), qtbot)
    page = opened(program, "shapes")
    assert isinstance(page, ShapesPage)
    page.predict.setChecked(True)
    settle(program, qtbot)
    yield program
    program.presenter.document.mark_saved()
    program.close()


def opened(program: Program, page: str) -> ExplainPage:
    program.wiring.explain.open(page)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    return drawer.page


def test_no_argument_in_code_tells_a_shape(guessing: Program, qtbot: QtBot) -> None:
    page = opened(guessing, "code")
    assert isinstance(page, CodePage)
    for style in Style:
        page.show_style(style)
        lines = [line for line in page.code.text.splitlines() if "?" in line]
        assert len(lines) >= 3
        assert not [line for line in lines if re.search(r"\b(24|32|960|6:18|6:26)\b", line)]
    settle(guessing, qtbot)


def test_no_card_and_no_row_tells_how_many_values_a_dense_layer_is_given(guessing: Program, qtbot: QtBot) -> None:
    window = guessing.window
    said = [card.about for card in window.stack_panel._model._cards]
    said += [row.about for row in window.canvas._rows.contents]
    assert "Linear" in said
    assert not [text for text in said if "960" in text]
    page = opened(guessing, "shapes")
    assert isinstance(page, ShapesPage)
    page.predict.setChecked(False)
    assert "Linear 960→10" in [card.about for card in window.stack_panel._model._cards]
    settle(guessing, qtbot)
