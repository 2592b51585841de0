"""A panel on show, in the program's look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.theme import DARK, apply_theme
from tests.gui.stack_panel.samples import good, plan_of
from tests.gui.stack_panel.wishes import Wishes


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> Iterator[StackPanel]:
    """Five layers, none selected."""
    apply_theme(qapp, DARK)
    made = StackPanel(DARK)
    qtbot.addWidget(made)
    made.resize(290, 800)
    made.show_plan(plan_of(good()))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def wishes(panel: StackPanel) -> Wishes:
    """Everything the panel has wished for so far."""
    return Wishes(panel)
