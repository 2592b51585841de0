"""The page of distributions in the whole program: in step with selection, kernel and film."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.stack import INPUT
from cnnlab.explain.questions import DistributionOf
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.page import DistributionPage
from tests.gui.capture.fake import Fakes
from tests.gui.drawer.distribution.alone import drag, shown, text, whole
from tests.gui.program import rest, settle


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> DistributionPage:
    program.window.activateWindow()
    program.presenter.select("conv1", 2)
    program.wiring.explain.open("distribution")
    rest(program, qtbot)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert isinstance(drawer.page, DistributionPage)
    return drawer.page


def test_it_follows_the_selection_and_shows_the_numbers_of_the_large_view(
    program: Program, page: DistributionPage, qtbot: QtBot
) -> None:
    assert shown(page).asked == DistributionOf("conv1", 2)
    program.window.canvas.picked.emit("norm1", 5)
    rest(program, qtbot)
    assert shown(page).asked == DistributionOf("norm1", 5)
    assert whole(page, "distributionOutline") == "outline: conv2"
    program.wiring.large.open("norm1", 5)
    rest(program, qtbot)
    large = program.wiring.large.page
    assert large is not None
    plane = large.linked._shown
    assert plane is not None
    assert shown(page).levels == plane.levels
    assert shown(page).values.numbers == plane.numbers
    np.testing.assert_array_equal(shown(page).codes, plane.indices)
    program.presenter.select("", 1)
    rest(program, qtbot)
    assert shown(page).asked == DistributionOf(INPUT, 1)


def test_a_kernel_drag_and_a_film_are_followed_and_told_exactly_at_the_end(
    program: Program, page: DistributionPage, qtbot: QtBot
) -> None:
    means = [shown(page).values.numbers.mean]
    for value in (0.5, 1.0, 2.0):
        program.window.editor.set_weight("conv1", "weight", (2, 0, 1, 1), value, gesture=page)
        settle(program, qtbot)
        means.append(shown(page).values.numbers.mean)
    assert len(set(means)) == 4
    rest(program, qtbot)
    assert shown(page).exact
    assert text(page, "distribution_count") == "76,800"
    fakes = Fakes()
    program.window.live.add_kind(fakes.kind)
    program.window.live.open("video:test")
    noise = np.random.default_rng(0).integers(0, 255, (240, 320, 3), np.uint8)
    seen: list[int] = []

    def sampled() -> bool:
        """One more frame, until one is told of: how soon depends on how fast the machine is."""
        fakes.last.give(np.roll(noise, len(seen), 1))
        settle(program, qtbot)
        seen.append(id(shown(page)))
        return len(seen) >= 8 and not shown(page).exact

    qtbot.waitUntil(sampled, timeout=20000)
    assert not shown(page).exact
    assert text(page, "distribution_count").startswith("≈ ")
    assert len(set(seen)) < len(seen)
    program.window.stills.open_source("sample:cat.jpg")
    rest(program, qtbot)
    assert shown(page).exact


def test_it_asks_only_while_it_is_on_show(program: Program, page: DistributionPage, qtbot: QtBot) -> None:
    presenter, explain = program.presenter, program.wiring.explain
    assert presenter.view.questions == page.questions == (DistributionOf("conv1", 2),)
    explain.open("code")
    assert presenter.view.questions == ()
    explain.open("distribution")
    assert presenter.view.questions == page.questions
    explain.close()
    assert presenter.view.questions == ()
    presenter.select("relu1", 0)
    settle(program, qtbot)
    assert presenter.view.questions == ()
    explain.open()
    rest(program, qtbot)
    assert shown(page).asked == DistributionOf("relu1", 0)


def test_a_layer_without_an_output_is_a_sentence_and_dead_channels_are_links(
    program: Program, page: DistributionPage, qtbot: QtBot
) -> None:
    for channel in (3, 6):
        program.window.editor.set_weight("conv1", "bias", (channel,), -100.0)
    program.presenter.select("relu1", 0)
    rest(program, qtbot)
    assert page.dead.channels == (3, 6)
    links = page.dead.findChild(QLabel, "deadChannelLinks")
    assert links is not None
    links.linkActivated.emit("6")
    rest(program, qtbot)
    assert shown(page).asked == DistributionOf("relu1", 6)
    program.window.editor.set_params("conv2", {"groups": 3})
    program.presenter.select("conv2", 0)
    rest(program, qtbot)
    note = page.findChild(QLabel, "distributionNote")
    assert note is not None
    assert note.isVisible()
    assert "groups 3 does not divide 8" in note.text()
    program.presenter.select("conv1", 0)
    rest(program, qtbot)
    assert not note.isVisible()


def test_esc_ends_the_marking_before_it_closes_the_drawer(program: Program, page: DistributionPage) -> None:
    drag(page, 8, 3)
    assert page.brush == Brush(3, 8)
    for control in (page.plot, page.log, program.window.canvas):
        page.show_brush(Brush(3, 8))
        control.setFocus()
        QTest.keyClick(control, Qt.Key.Key_Escape)
        assert page.brush is None
        assert program.wiring.explain.is_open
    page.plot.setFocus()
    QTest.keyClick(page.plot, Qt.Key.Key_Escape)
    assert not program.wiring.explain.is_open


def test_it_follows_the_theme_and_leaves_nothing_behind(program: Program, page: DistributionPage, qtbot: QtBot) -> None:
    def walk() -> int:
        for layer in ("relu1", "norm1", "conv1"):
            program.presenter.select(layer, 1)
            drag(page, 4, 9)
            page.of.segment("layer").click()
            page.of.segment("channel").click()
            settle(program, qtbot)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    before = walk()
    assert walk() <= before + 2
    program.window.choose_theme("light")
    rest(program, qtbot)
    assert page.picture.colours is program.presenter.view.colours
    program.window.choose_theme("dark")
    rest(program, qtbot)
