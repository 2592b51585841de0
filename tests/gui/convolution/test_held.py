"""Scales of what is live: they hold still, and give way to what would not fit."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from cnnlab.explain.flip import Flip
from cnnlab.explain.im2col import Geometry, Unrolled
from cnnlab.gui.convolution.flip_board import FlipBoard
from cnnlab.gui.convolution.held import HeldEnd
from cnnlab.gui.convolution.matrix_board import MatrixBoard
from cnnlab.gui.theme import DARK
from tests.gui.convolution.showing import shown

KERNEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def test_an_end_gives_way_at_once_and_comes_back_only_when_half_of_it_is_idle() -> None:
    held = HeldEnd()
    assert held.fit(1.0, live=True) == 1.25
    for largest in (0.9, 1.2, 0.7, 1.25):
        assert held.fit(largest, live=True) == 1.25
    assert held.fit(2.0, live=True) == 2.5
    assert held.fit(0.4, live=True) == 0.5
    assert held.fit(0.3, live=False) == 0.3


def test_nothing_moves_on_the_flip_board_from_frame_to_frame(qtbot: QtBot) -> None:
    board = FlipBoard(lambda _event: False)
    board.set_theme(DARK)
    shown(board, qtbot, (640, 240))
    rng = np.random.default_rng(0)
    board.show_flip(Flip(KERNEL, rng.uniform(0.5, 1.0, (3, 3))), 1.0, live=True)
    board.show_flip(Flip(KERNEL, np.ones((3, 3))), 1.0, live=True)
    seen = {
        (board.places(), board.written().correlation.digits, tuple(end.end for end in board._ends[:1]))
        for patch in (np.ones((3, 3)), *rng.uniform(0.6, 1.0, (8, 3, 3)))
        if board.show_flip(Flip(KERNEL, patch), 1.0, live=True) is None
    }
    assert len(seen) <= 2  # the difference of both sums may reach further once
    board.show_flip(Flip(KERNEL, np.ones((3, 3))), 1.0)
    assert board.written().correlation.digits.decimals == 0  # a still picture has as few digits as it needs


def test_the_colours_of_the_matrices_hold_still_too(qtbot: QtBot) -> None:
    board = MatrixBoard()
    board.set_theme(DARK)
    shown(board, qtbot, (640, 260))
    geometry = Geometry((4, 4), (2, 2))

    def ends(largest: float, live: bool) -> dict[str, float]:
        picture = np.arange(16.0).reshape(4, 4) * largest / 15
        board.show_case(Unrolled(picture, np.array([[1.0, 0], [0, 1]]), geometry), False, live)
        return {name: end.end for name, end in board._ends.items()}

    first = ends(10, True)
    assert ends(8, True) == first
    assert ends(4, True)["input"] < first["input"]
    assert ends(8, False)["input"] == 8
