"""A page by itself, whose questions are answered at once and on the same thread."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, View
from cnnlab.explain.answers import Answers
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.canvas.canvas import picture_colours
from cnnlab.gui.drawer.distribution.page import DistributionPage
from cnnlab.gui.theme import DARK, Theme
from tests.building import Row, noise, plan_of

SHAPE = (1, 3, 48, 64)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 8, "padding": 1}),
    ("norm1", "batch_norm2d"),
    ("relu1", "relu"),
    ("pool1", "adaptive_avg_pool2d", {"output_size": (1, 1)}),
)


class Alone:
    """Stands for the rest of the program."""

    def __init__(self, page: DistributionPage) -> None:
        self.page = page
        self.plan: Plan = plan_of(SHAPE, *ROWS)
        self.values: Array = noise(SHAPE)
        self.view = View(colours=picture_colours(DARK))
        self._session = Session(Answers())
        self._number = 0
        page.show_plan(self.plan)
        page.resize(900, 360)
        page.show()

    def select(self, layer: str, channel: int = 0) -> None:
        """Select a channel, and answer what the page asks then."""
        self.page.show_selection(layer, channel, 0)
        self.answer()

    def answer(self, live: bool = False) -> None:
        """Answer what the page asks."""
        self._number += 1
        view = dataclasses.replace(self.view, questions=self.page.questions)
        frame = Frame(self.values, self._number, live=live)
        self.page.show_result(self._session.compute(Job(self.plan, frame, view)))

    def wear(self, theme: Theme) -> None:
        """Change the theme."""
        self.view = dataclasses.replace(self.view, colours=picture_colours(theme))
        self.page.set_theme(theme)
        self.answer()


def shown(page: DistributionPage) -> Distribution:
    """What it shows."""
    assert page.shown is not None
    return page.shown


def text(page: DistributionPage, name: str) -> str:
    """What one of its labels says."""
    label = page.findChild(QLabel, name)
    assert label is not None
    return str(label.text())


def whole(page: DistributionPage, name: str) -> str:
    """What a label says, also where there is too little room for it."""
    label = page.findChild(QLabel, name)
    assert label is not None
    return str(label.accessibleName())


def drag(page: DistributionPage, first: int, last: int) -> None:
    """Drag over the bars, from the middle of one to that of another."""
    places, plot = page.plot.places(), page.plot
    start, end = (QPoint(sum(places.edges(bar)) // 2, plot.height() // 2) for bar in (first, last))
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(plot, (start + end) / 2)
    QTest.mouseMove(plot, end)
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=end)


def pixels(image: QImage) -> np.ndarray:
    """`[h, w]`, `0xffRRGGBB`."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()]
