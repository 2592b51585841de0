"""Settings: typed, checked, kept in one file, and told of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.engine.memory import SHARE
from cnnlab.gui.settings.places import Places
from cnnlab.gui.settings.settings import Setting, Settings
from cnnlab.gui.settings.table import AUTOSAVE, INTERVAL, MEMORY, OFFERED, RECENT, SECTIONS, SETTINGS, THEME

pytestmark = pytest.mark.usefixtures("qapp")
every = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


@every
def test_every_default_is_a_value_that_the_setting_allows(setting: Setting[Any]) -> None:
    assert setting.allows(setting.default)


def test_keys_are_unique_and_what_is_offered_has_words_and_a_section() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in OFFERED:
        assert setting.help.endswith(".")
        assert setting.section in SECTIONS


def test_at_most_ten_seconds_are_lost_by_default_and_by_choice() -> None:
    assert AUTOSAVE.default is True
    assert INTERVAL.default <= INTERVAL.most <= 10


def test_the_share_of_memory_begins_where_the_engine_says() -> None:
    assert MEMORY.default == 60
    assert MEMORY.default / 100 == SHARE


def test_a_value_outlives_the_program(tmp_path: Path) -> None:
    places = Places.under(tmp_path / "no" / "folder" / "yet")
    first = Settings(places.settings)
    first.set(THEME, "light")
    first.set(INTERVAL, 3)
    first.set(AUTOSAVE, False)
    first.set(RECENT, '["a, b=c; \\"d\\".cnnlab", "ü"]')
    second = Settings(places.settings)
    found = (second.get(THEME), second.get(INTERVAL), second.get(AUTOSAVE), second.get(RECENT))
    assert found == ("light", 3, False, '["a, b=c; \\"d\\".cnnlab", "ü"]')


@every
@pytest.mark.parametrize("bad", ["", "nonsense", "-7", "1e9", "nan", "inf", "@Variant(\\0)", "3.5", "a, b"])
def test_a_stored_value_that_cannot_be_used_is_the_default(setting: Setting[Any], bad: str, tmp_path: Path) -> None:
    group, key = setting.key.split("/")
    (tmp_path / "s.ini").write_text(f"[{group}]\n{key}={bad}\n", encoding="utf-8")
    value = Settings(tmp_path / "s.ini").get(setting)
    assert setting.allows(value)
    if type(setting.default) is not str or setting.choices:
        assert value == setting.default


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()), st.binary()))
def test_reading_anything_gives_a_value_that_is_allowed(stored: object) -> None:
    for setting in SETTINGS:
        assert setting.allows(setting.read(stored))


def test_a_change_is_told_once_and_no_change_not_at_all() -> None:
    settings, told = Settings(), []
    settings.changed.connect(lambda key, value: told.append((key, value)))
    settings.set(THEME, "dark")
    settings.set(THEME, "dark")
    assert told == [("appearance/theme", "dark")]


def test_a_value_that_is_not_allowed_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="interval"):
        Settings().set(INTERVAL, 11)
    with pytest.raises(ValueError, match="theme"):
        Settings().set(THEME, "pink")


def test_what_the_command_line_asks_for_holds_for_this_run_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.set(THEME, "light")
    settings.override(THEME, "dark")
    assert settings.get(THEME) == "dark"
    assert Settings(tmp_path / "s.ini").get(THEME) == "light"
    settings.set(THEME, "system")
    assert settings.get(THEME) == Settings(tmp_path / "s.ini").get(THEME) == "system"


def test_defaults_come_back(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    settings.set(INTERVAL, 9)
    settings.restore(*OFFERED)
    assert settings.get(INTERVAL) == INTERVAL.default


def test_a_file_that_cannot_be_written_is_said_once_and_the_value_holds(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be", encoding="utf-8")
    settings, said = Settings(Places.under(tmp_path).settings), []
    settings.failed.connect(said.append)
    settings.set(THEME, "light")
    settings.set(INTERVAL, 2)
    assert len(said) == 1
    assert (settings.get(THEME), settings.get(INTERVAL)) == ("light", 2)
