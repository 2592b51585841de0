"""A canvas on screen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.theme import DARK


@pytest.fixture
def canvas(qtbot: QtBot) -> LayerCanvas:
    widget = LayerCanvas(DARK)
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    return widget
