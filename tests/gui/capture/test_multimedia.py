"""Qt's multimedia where a library is missing."""

from __future__ import annotations

import sys

import pytest

from cnnlab.gui.capture.multimedia import multimedia
from cnnlab.text import UserError


def test_a_missing_library_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        """Finds no multimedia, as where libpulse0 is missing."""

        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "PySide6.QtMultimedia":
                raise ImportError("libpulse.so.0: cannot open shared object file")

    import PySide6

    monkeypatch.delitem(sys.modules, "PySide6.QtMultimedia", raising=False)
    monkeypatch.delattr(PySide6, "QtMultimedia", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])
    with pytest.raises(UserError, match=r"libpulse\.so\.0: cannot open .* install it, on Debian and Ubuntu libpulse0"):
        multimedia()
