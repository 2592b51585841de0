"""The page of distributions by itself: what it asks, shows and says, and how cells are marked."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab.document.stack import INPUT
from cnnlab.explain.questions import DistributionOf
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.page import DistributionPage
from cnnlab.gui.fonts import set_text_scale
from cnnlab.gui.language import use_language
from cnnlab.gui.theme import DARK, LIGHT
from tests.explain.test_distribution import shown as counted
from tests.gui.drawer.distribution.alone import Alone, drag, pixels, shown, text, whole

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def alone(qtbot: QtBot) -> Alone:
    page = DistributionPage(DARK)
    qtbot.addWidget(page)
    alone = Alone(page)
    alone.select("conv1", 2)
    return alone


@pytest.fixture
def page(alone: Alone) -> DistributionPage:
    return alone.page


def said(page: DistributionPage) -> str:
    return whole(page, "distributionSaid")


def test_it_says_whose_values_it_shows(alone: Alone, page: DistributionPage) -> None:
    assert whole(page, "distributionHeading") == "conv1 · channel 2"
    assert text(page, "distribution_count") == "3,072"
    assert whole(page, "distributionOutline") == ""
    alone.select("norm1", 5)
    assert whole(page, "distributionOutline") == "outline: conv1"
    mean = page.findChild(QLabel, "before_mean")
    assert mean is not None
    assert mean.accessibleName() == f"mean, input {mean.text()}"
    alone.select("", 1)
    assert shown(page).asked == DistributionOf(INPUT, 1)
    assert whole(page, "distributionHeading") == "input · channel G"


def test_channel_or_layer(alone: Alone, page: DistributionPage) -> None:
    page.of.segment("layer").click()
    assert page.questions == (DistributionOf("conv1", 2, whole=True),)
    alone.answer()
    assert shown(page).total == 8 * 48 * 64
    assert page.of.current == "layer"
    assert whole(page, "distributionHeading") == "conv1 · all channels"
    drag(page, 2, 8)
    assert "values" in said(page)


def test_of_single_numbers_only_the_layer_is_offered(alone: Alone, page: DistributionPage) -> None:
    alone.select("pool1", 3)
    assert page.of.current == "layer"
    assert not page.of.segment("channel").isEnabled()
    assert shown(page).total == 8
    alone.select("conv1", 3)
    assert page.of.current == "channel"


def test_it_asks_about_the_item_of_the_batch_that_is_shown(page: DistributionPage) -> None:
    page.show_item(3)
    assert page.questions == (DistributionOf("conv1", 2, 3),)


def test_a_drag_marks_the_cells_of_its_bars_and_a_click_ends_it(page: DistributionPage) -> None:
    of = shown(page)
    first, last = of.bar_at(0.1 * of.levels[1]), of.bar_at(0.7 * of.levels[1])
    plain = pixels(page.picture.image).copy()
    drag(page, first, last)
    assert page.brush == Brush(first, last)
    inside = (of.bars >= first) & (of.bars <= last)
    count = int(inside.sum())
    assert 0 < count < inside.size
    assert f"{count:,} of 3,072 cells · {100 * count / 3072:.1f} %" in said(page)
    now = pixels(page.picture.image)
    assert set(now[inside].tolist()).isdisjoint(now[~inside].tolist())
    QTest.mouseClick(page.plot, Qt.MouseButton.LeftButton, pos=QPoint(sum(page.plot.places().edges(first)) // 2, 30))
    assert page.brush is None
    np.testing.assert_array_equal(pixels(page.picture.image), plain)


def test_it_is_marked_by_keys(page: DistributionPage) -> None:
    last, zero = shown(page).inner + 1, shown(page).bar_at(0.0)
    for key, modifiers, expected in (
        (Qt.Key.Key_Right, NONE, Brush(zero, zero)),
        (Qt.Key.Key_Right, NONE, Brush(zero + 1, zero + 1)),
        (Qt.Key.Key_Right, SHIFT, Brush(zero + 1, zero + 2)),
        (Qt.Key.Key_Left, NONE, Brush(zero, zero + 1)),
        (Qt.Key.Key_Left, SHIFT, Brush(zero, zero)),
        (Qt.Key.Key_Home, NONE, Brush(0, 0)),
        (Qt.Key.Key_Left, NONE, Brush(0, 0)),
        (Qt.Key.Key_End, NONE, Brush(last, last)),
    ):
        QTest.keyClick(page.plot, key, modifiers)
        assert page.brush == expected
    assert f"{shown(page).values.counts[-1]:,} of" in page.plot.accessibleDescription()
    assert "above" in page.plot.accessibleDescription()
    QTest.keyClick(page.plot, Qt.Key.Key_Escape)
    assert page.brush is None


def test_marks_stay_through_frames_and_end_with_another_channel(alone: Alone, page: DistributionPage) -> None:
    drag(page, 3, 8)
    alone.answer(live=True)
    assert page.brush == Brush(3, 8)
    alone.select("conv1", 3)
    assert page.brush is None


def test_a_cell_points_at_its_bar(page: DistributionPage) -> None:
    place, of = page.picture.place(), shown(page)
    rows, columns = of.bars.shape
    for y, x in ((0.3, 0.4), (0.8, 0.6)):
        QTest.mouseMove(page.picture, QPoint(int(place.width() * x), int(place.height() * y)))
        row, column = (
            int(place.height() * y) * rows // place.height(),
            int(place.width() * x) * columns // place.width(),
        )
        assert page.plot.under == of.bars[row, column]
    assert "cells" in said(page)
    QTest.mouseMove(page.plot, QPoint(sum(page.plot.places().edges(0)) // 2, 40))
    assert page.plot.under == 0
    assert "below" in said(page)


def test_heights_are_linear_or_logarithmic(page: DistributionPage) -> None:
    before = page.plot.grab().toImage()
    page.log.click()
    assert page.plot.grab().toImage() != before
    page.log.click()
    assert page.plot.grab().toImage() == before


@pytest.mark.parametrize("layer", ["conv1", "norm1", "input"])
def test_bars_have_the_colours_of_the_picture(alone: Alone, page: DistributionPage, layer: str) -> None:
    alone.values = np.abs(alone.values) if layer == INPUT else alone.values
    alone.select("" if layer == INPUT else layer, 1)
    of, colours, seen = shown(page), alone.view.colours, 0
    assert colours is not None
    image, places, y = page.plot.grab().toImage(), page.plot.places(), page.plot.frame().bottom()
    low, high = of.levels
    for bar in range(1, of.inner + 1):
        share = (of.middles[bar - 1] - low) / (high - low)
        table, place = (
            (colours.grey, round(255 * share)) if layer == INPUT else (colours.activation, round(2 + 252 * share))
        )
        expected = int(table[place])
        if of.values.counts[bar] and abs(share - 0.5) > 0.25 and expected & 255 > 80:
            assert image.pixel(places.edges(bar)[0] + 1, y) == expected
            seen += 1
    assert seen > 4


def test_dead_channels_are_named(alone: Alone, page: DistributionPage, qtbot: QtBot) -> None:
    assert page.dead.isHidden()
    alone.values = np.zeros_like(alone.values)
    alone.select("norm1", 0)
    assert page.dead.channels == tuple(range(8))
    assert page.dead.isVisible()
    page.dead.show_channels(tuple(range(100)))
    assert not page.dead.isHidden()
    links = page.dead.findChild(QLabel, "deadChannelLinks")
    assert links is not None
    assert links.text().endswith("and 76 more")
    with qtbot.waitSignal(page.channel_chosen) as chosen:
        links.linkActivated.emit("7")
    assert chosen.args == [7]


def test_it_speaks_another_language(page: DistributionPage) -> None:
    try:
        use_language("zh_CN")
        page.retranslate()
        assert page.numbers.findChild(QLabel, "distribution_mean").toolTip() != "The mean of the finite values"
        assert page.of.segment("layer").text() != "layer"
    finally:
        use_language("en")
        page.retranslate()
    assert page.of.segment("layer").text() == "layer"


def test_sizes_of_type_and_themes(alone: Alone, page: DistributionPage) -> None:
    before, width = page.plot.grab().toImage(), page.plot.minimumWidth()
    try:
        set_text_scale(1.5)
        alone.wear(LIGHT)
        assert page.plot.minimumWidth() == round(1.5 * width)
        assert page.plot.grab().toImage() != before
    finally:
        set_text_scale(1.0)


def test_everything_that_is_used_has_a_name(page: DistributionPage) -> None:
    for part in (page, page.plot, page.picture, page.numbers, page.of, page.log):
        assert part.accessibleName()
    assert (page.objectName(), page.plot.objectName()) == ("distributionPage", "distributionPlot")
    mean = page.findChild(QLabel, "distribution_mean")
    assert mean is not None
    assert mean.accessibleName() == f"mean {mean.text()}"


def test_the_heights_of_moving_values_do_not_jump_and_those_of_still_ones_are_their_own(page: DistributionPage) -> None:
    def top(*counts: int, moving: bool = True) -> float:
        page.plot.show_distribution(counted([0, *counts, 0]), page.picture.colours, moving)
        return page.plot._painter._top[1]

    assert top(40, 100, 60) == 100
    assert top(40, 90, 60) == 100, "small changes leave it where it is"
    assert top(40, 130, 60) == 130, "more grows at once"
    assert 100 < top(10, 20, 10) < 130, "less shrinks slowly"
    assert top(10, 20, 10, moving=False) == 20
    assert top(10, 30, 20, 25) == 30, "other bars have a scale of their own"
    assert top(10, 10, 10, 10) > 20
    page.log.click()
    assert page.plot._painter._top[1] == 10, "and so have other heights"
