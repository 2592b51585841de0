"""A canvas without the program: plans shown, results computed at once."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Ranking, Result, View
from cnnlab.gui.canvas.canvas import LayerCanvas, picture_colours
from cnnlab.gui.canvas.content import contents
from cnnlab.gui.theme import DARK

SHAPE = (1, 3, 24, 32)
COLOURS = picture_colours(DARK)


def plan_of(*blocks: tuple[str, dict[str, object]]) -> Plan:
    """The plan of these blocks."""
    stack = Stack()
    for kind, params in blocks:
        stack, _ = edits.add_layer(stack, kinds_by_id()[kind].initial(**params), len(stack))
    return infer(stack, SHAPE)


def computed(
    canvas: LayerCanvas, plan: Plan, session: Session, seed: int = 0, ranking: Ranking | None = None
) -> Result:
    """What the worker would deliver."""
    values = np.random.default_rng(seed).random(plan.input_shape, np.float32)
    return session.compute(Job(plan, Frame(values, seed), View(canvas.visible_rows(), COLOURS, ranking=ranking)))


def show(canvas: LayerCanvas, plan: Plan) -> None:
    """Put a plan's rows on the canvas."""
    canvas.show_rows(contents(plan, {}, "cat.jpg"), plan)


def tile_point(canvas: LayerCanvas, row: int, tile: int) -> QPoint:
    """The middle of a tile on the view."""
    return canvas._on_screen(canvas._geometry.tile_rect(row, tile)).center()


def turn(canvas: LayerCanvas, at: QPoint, notches: int, keys: Qt.KeyboardModifier) -> None:
    """Turn the wheel over a point of the view."""
    view = canvas.viewport()
    event = QWheelEvent(
        QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
