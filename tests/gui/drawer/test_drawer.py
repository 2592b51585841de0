"""The drawer of explanations: opened by key, given room, left by Esc, told things only while it is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from cnnlab import app
from cnnlab.app import Program
from cnnlab.gui.drawer.drawer import ExplainDrawer
from cnnlab.gui.drawer.pages import PAGES
from cnnlab.gui.panes import tab_controls
from cnnlab.gui.settings.places import Places
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import DRAWER, DRAWER_OPEN, DRAWER_PAGE
from cnnlab.gui.theme import LIGHT, scaled
from tests.gui.program import settle, started

ESCAPE = Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(program: Program, page: str = "code") -> ExplainDrawer:
    program.wiring.explain.open(page)
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    return drawer


def in_sight(program: Program, layer: str) -> bool:
    return program.window.canvas.place_of(layer, 0) is not None


def test_a_key_opens_it_and_esc_closes_it(program: Program, qtbot: QtBot) -> None:
    window, explain = program.window, program.wiring.explain
    window.activateWindow()
    QTest.keyClick(window.canvas, Qt.Key.Key_J, CONTROL)
    assert explain.is_open
    assert program.wiring.actions["explain"].isChecked()
    assert window.canvas.hasFocus()
    QTest.keyClick(window.canvas, ESCAPE)
    assert not explain.is_open
    assert not program.wiring.actions["explain"].isChecked()
    QTest.keyClick(window.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert explain.is_open
    settle(program, qtbot)


def test_esc_leads_from_the_drawer_to_the_channel_to_all_layers(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    program.wiring.large.open("conv1", 1)
    opened(program)
    for drawer, large in ((False, True), (False, False)):
        assert program.wiring.actions["back"].isEnabled()
        QTest.keyClick(window.focusWidget(), ESCAPE)
        assert (program.wiring.explain.is_open, program.wiring.large.is_open) == (drawer, large)
    assert not program.wiring.actions["back"].isEnabled()
    settle(program, qtbot)


def test_its_button_closes_it_and_the_focus_goes_back_to_the_layers(program: Program, qtbot: QtBot) -> None:
    drawer = opened(program)
    program.window.activateWindow()
    drawer.tabs.setFocus()
    button = drawer.findChild(QToolButton, "closeDrawer")
    assert button is not None
    button.click()
    assert not program.wiring.explain.is_open
    assert program.window.canvas.hasFocus()
    settle(program, qtbot)


def test_a_button_above_the_layers_opens_and_closes_it(program: Program, qtbot: QtBot) -> None:
    button = program.window.canvas.findChild(QToolButton, "drawerToggle")
    assert button is not None
    for opened_now in (True, False):
        button.click()
        assert program.wiring.explain.is_open is opened_now
        assert button.isChecked() is opened_now
    settle(program, qtbot)


def test_opening_and_closing_keep_the_selected_row_in_sight(program: Program, qtbot: QtBot) -> None:
    program.presenter.select("up1", 0)
    settle(program, qtbot)
    assert in_sight(program, "up1")
    opened(program)
    assert in_sight(program, "up1")
    program.wiring.explain.close()
    assert in_sight(program, "up1")
    settle(program, qtbot)


def test_all_pages_can_be_shown(program: Program, qtbot: QtBot) -> None:
    drawer = opened(program)
    for row in PAGES:
        program.wiring.actions[f"explain_{row.id}"].trigger()
        assert drawer.current == row.id
        assert drawer.page.isVisible()
    settle(program, qtbot)


def test_arrows_go_from_tab_to_tab(program: Program, qtbot: QtBot) -> None:
    drawer = opened(program, PAGES[0].id)
    drawer.tabs.setFocus()
    QTest.keyClick(drawer.tabs, Qt.Key.Key_Right)
    assert drawer.current == PAGES[1].id
    assert drawer.page.isVisible()
    settle(program, qtbot)


def test_tab_and_f6_reach_it_after_the_layers(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    for row in PAGES:
        drawer = opened(program, row.id)
        inside = tab_controls(drawer)
        assert inside[0] is drawer.tabs
        assert len(inside) > 2
        chain = [c for c in tab_controls(window) if c in inside]
        assert chain == inside
        every = tab_controls(window)
        first = every.index(inside[0])
        assert every[first - 1] in tab_controls(window.desk)
        assert every[first + len(inside)] in tab_controls(window.inspector)
        window.canvas.setFocus()
        QTest.keyClick(window.canvas, Qt.Key.Key_F6)
        assert drawer.isAncestorOf(window.focusWidget())
        inside[-1].setFocus()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert not drawer.isAncestorOf(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert drawer.isAncestorOf(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
        assert window.inspector.isAncestorOf(window.focusWidget())
    settle(program, qtbot)


def test_theme_and_size_of_type_reach_the_pages(program: Program, qtbot: QtBot) -> None:
    drawer = opened(program)
    program.window.choose_theme("light")
    assert drawer.page.theme is LIGHT
    try:
        program.window.set_text_scale(1.5)
        assert drawer.minimumHeight() == scaled(150)
        settle(program, qtbot)
    finally:
        program.window.set_text_scale(1.0)
        program.window.choose_theme("dark")
    settle(program, qtbot)


def test_it_is_made_when_it_is_first_wanted_and_has_the_height_that_it_was_given(qtbot: QtBot, tmp_path: Path) -> None:
    for times in range(2):
        program = started(qtbot, places=Places.under(tmp_path))
        assert program.wiring.explain.drawer is None
        assert list(opened(program)._pages) == ["code"]
        floors = program.window.floors
        if times == 0:
            floors.setSizes([sum(floors.sizes()) - 260, 260])
            floors.splitterMoved.emit(0, 1)
        assert floors.sizes()[1] == 260
        settle(program, qtbot)
        program.close()
    assert DRAWER.key == "window/drawer"


@pytest.mark.usefixtures("qtbot")
def test_it_is_open_or_closed_as_it_was_left_and_on_the_page_it_was_left(tmp_path: Path) -> None:
    def built() -> Program:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # of the window before
        program = app.build("dark", start=False, places=Places.under(tmp_path))
        program.window.show()
        program.wiring.explain.restore()
        return program

    first = built()
    assert not first.wiring.explain.is_open, "nothing is remembered yet"
    opened(first, "shapes")
    first.window.close()
    first.close()
    second = built()
    assert second.wiring.explain.shows("shapes")
    assert second.wiring.actions["explain"].isChecked()
    assert second.window.canvas.hasFocus() or not second.window.isActiveWindow()
    assert second.wiring.explain.drawer is not None
    assert list(second.wiring.explain.drawer._pages) == ["shapes"]
    second.wiring.explain.close()
    second.window.close()
    second.close()
    third = built()
    assert not third.wiring.explain.is_open
    third.wiring.explain.toggle()
    assert third.wiring.explain.shows("shapes")
    third.close()


def test_a_page_that_is_not_there_any_more_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    places.settings.parent.mkdir(parents=True, exist_ok=True)
    places.settings.write_text("[window]\ndrawer_open=true\ndrawer_page=gone\n", encoding="utf-8")
    assert Settings(places.settings).get(DRAWER_OPEN)
    assert Settings(places.settings).get(DRAWER_PAGE) == PAGES[0].id
    program = app.build("dark", start=False, places=places)
    qtbot.addWidget(program.window)
    program.window.show()
    program.wiring.explain.restore()
    assert program.wiring.explain.shows(PAGES[0].id)
    program.window.close()


def test_in_large_type_a_page_scrolls_and_does_not_make_the_window_wider(program: Program, qtbot: QtBot) -> None:
    program.wiring.compare.frozen.freeze()
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 2.0)
    try:
        program.window.set_text_scale(1.5)
        for page in ("pixel", "shapes", "distribution", "convolution", "compare", "code"):
            shown = opened(program, page).page
            settle(program, qtbot)
            assert max(shown.minimumSizeHint().width(), shown.minimumWidth()) <= scaled(260), page
    finally:
        program.window.set_text_scale(1.0)
    settle(program, qtbot)


def test_every_page_opens_before_anything_is_computed(qtbot: QtBot) -> None:
    program = app.build("dark", start=False)
    qtbot.addWidget(program.window)
    program.window.show()
    for row in PAGES:
        opened(program, row.id)
        assert program.wiring.explain.shows(row.id)
        assert program.window.grab().width() > 0
    program.close()


def test_in_a_low_window_a_row_is_left(program: Program, qtbot: QtBot) -> None:
    program.window.resize(1280, 620)
    program.wiring.explain._height = 2000
    opened(program)
    assert program.window.floors.sizes()[0] >= 160
    settle(program, qtbot)


def test_opening_and_closing_again_and_again_leaves_nothing_behind(program: Program, qtbot: QtBot) -> None:
    def walk() -> int:
        for row in PAGES:
            opened(program, row.id)
            program.presenter.select("conv2")
            program.presenter.select("conv1")
            program.wiring.explain.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(QApplication.allWidgets())

    walk()
    walk()
    before = walk()
    for _ in range(10):
        after = walk()
    assert after <= before + 2
    settle(program, qtbot)


def test_where_type_is_large_it_takes_as_much_as_it_needs_and_leaves_the_layers_theirs(
    program: Program, qtbot: QtBot
) -> None:
    program.window.resize(1280, 800)
    opened(program)
    usual = program.window.floors.sizes()
    program.wiring.explain.close()
    program.window.set_text_scale(1.5)
    settle(program, qtbot)
    program.wiring.explain.open()
    above, below = program.window.floors.sizes()
    assert below > 1.15 * usual[1]
    assert above >= 255
    program.window.set_text_scale(1.0)
    settle(program, qtbot)
