"""The page of preferences, used as a person would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.preferences.page import PreferencesPage
from cnnlab.gui.settings.settings import Choice, Settings
from cnnlab.gui.settings.table import AUTOSAVE, DEVICE, INTERVAL, LANGUAGE, OFFERED, THEME
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.theme import DARK, LIGHT


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def page(qtbot: QtBot, settings: Settings) -> Iterator[PreferencesPage]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    sheet = PreferencesPage(settings, window, DARK)
    named = [Choice("zh_CN", "简体中文", own=True), Choice("en", "English", own=True)]
    sheet.offer(LANGUAGE, [Choice("system", "as the system"), *named])
    sheet.offer(DEVICE, [Choice("", "the fastest"), Choice("cpu", "CPU", own=True)])
    window.show()
    sheet.open()
    yield sheet
    window.close()


def control(page: PreferencesPage, kind: type[QWidget], name: str) -> QWidget:
    found = page.findChild(kind, f"setting_{name}")
    assert found is not None
    return found


def test_every_setting_has_a_control_with_a_name_and_its_help(page: PreferencesPage) -> None:
    texts = {label.text() for label in page.findChildren(QLabel)}
    for setting in OFFERED:
        widget = control(page, QWidget, setting.key.replace("/", "_"))
        assert widget.accessibleName() == setting.title
        assert widget.toolTip() == setting.help
        assert {setting.title, setting.help} <= texts


def test_a_change_holds_at_once(page: PreferencesPage, settings: Settings, qtbot: QtBot) -> None:
    box = control(page, QCheckBox, "saving_autosave")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert settings.get(AUTOSAVE) is False
    look = control(page, Segments, "appearance_theme")
    assert isinstance(look, Segments)
    qtbot.mouseClick(look.segment("light"), Qt.MouseButton.LeftButton)
    assert settings.get(THEME) == "light"
    assert look.current == "light"
    number = control(page, QSpinBox, "saving_interval")
    number.setFocus()
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert settings.get(INTERVAL) == 6
    language = control(page, QComboBox, "language_language")
    language.setFocus()
    qtbot.keyClick(language, Qt.Key.Key_Down)
    assert settings.get(LANGUAGE) == "zh_CN"


def test_what_changes_elsewhere_is_shown(page: PreferencesPage, settings: Settings) -> None:
    settings.set(INTERVAL, 9)
    box = control(page, QSpinBox, "saving_interval")
    assert isinstance(box, QSpinBox)
    assert box.value() == 9


def test_defaults_come_back(page: PreferencesPage, settings: Settings, qtbot: QtBot) -> None:
    settings.set(INTERVAL, 9)
    settings.set(THEME, "light")
    qtbot.mouseClick(page.findChild(QPushButton, "restoreDefaults"), Qt.MouseButton.LeftButton)
    assert all(settings.get(setting) == setting.default for setting in OFFERED)
    look = control(page, Segments, "appearance_theme")
    assert isinstance(look, Segments)
    assert look.current == THEME.default


def test_the_wheel_scrolls_the_page_and_not_a_number(page: PreferencesPage, settings: Settings) -> None:
    box = control(page, QSpinBox, "saving_interval")
    middle = QPointF(box.rect().center())
    event = QWheelEvent(
        middle, box.mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    assert settings.get(INTERVAL) == INTERVAL.default


def test_a_choice_of_one_is_not_offered(page: PreferencesPage) -> None:
    assert control(page, QComboBox, "computing_device").isVisible()
    page.offer(DEVICE, [Choice("", "the fastest")])
    page.offer(LANGUAGE, [Choice("en", "English", own=True)])
    assert not control(page, QComboBox, "computing_device").isVisible()
    headings = [label for label in page.findChildren(QLabel) if label.text() == "Language" and label.isVisible()]
    assert headings == []


def test_tab_reaches_every_control(page: PreferencesPage, qtbot: QtBot) -> None:
    seen: set[str] = set()
    for _step in range(30):
        focused = page.window().focusWidget()
        seen.add(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    for setting in OFFERED:
        assert any(name.startswith("setting_" + setting.key.replace("/", "_")) for name in seen), setting.key
    assert "restoreDefaults" in seen


def test_nothing_is_cut_in_a_small_window_and_it_follows_theme_and_language(page: PreferencesPage) -> None:
    page.window().resize(1280, 720)
    page.set_theme(LIGHT)
    page.retranslate()
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert page.size() == QSize(1280, 720)
