"""Where the program keeps what lasts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cnnlab.gui.settings.places import Places


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is a custom of Linux")
def test_the_users_places_follow_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    places = Places.of_user()
    assert places.settings == tmp_path / "c" / "cnnlab" / "settings.ini"
    assert places.recovery.parent == places.logs.parent == tmp_path / "s" / "cnnlab"
    assert not list(tmp_path.iterdir())


def test_one_folder_can_hold_everything(tmp_path: Path) -> None:
    places = Places.under(tmp_path)
    assert all(path.is_relative_to(tmp_path) for path in (places.settings, places.recovery, places.logs))
