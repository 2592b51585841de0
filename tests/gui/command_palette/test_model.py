"""What the palette finds among entries."""

from __future__ import annotations

from PySide6.QtCore import Qt

from cnnlab.gui.command_palette.model import FoundModel, find, spoken
from cnnlab.gui.commands.entry import Entry

UNDO = Entry("undo", "Undo", lambda: None, path="Edit", keys=("Ctrl+Z",), reason="There is nothing to undo.")
DARK = Entry("theme_dark", "Dark", lambda: None, path="View › Theme", checked=True)
BLOCK = Entry("add:conv2d", "Add Conv2d", lambda: None, path="Convolution")
ALL = (UNDO, DARK, BLOCK)


def ids(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [found.entry.id for found in find(ALL, query, recent, ("add:",))]


def test_without_a_query_what_was_done_last_comes_first_and_what_is_quiet_is_left_out() -> None:
    assert ids("") == ["undo", "theme_dark"]
    assert ids("", ("theme_dark",)) == ["theme_dark", "undo"]
    assert ids("", ("add:conv2d", "theme_dark")) == ["add:conv2d", "theme_dark", "undo"]


def test_a_menu_s_name_finds_what_stands_in_it() -> None:
    assert ids("theme dark") == ["theme_dark"]
    assert ids("theme") == ["theme_dark"]


def test_a_word_of_the_explanation_finds_a_command_after_all_that_are_called_so() -> None:
    chinese = Entry("zh", "简体中文", lambda: None, path="View", about="Simplified Chinese in every text")
    named = Entry("named", "Every text", lambda: None, path="View")
    assert [f.entry.id for f in find((chinese, named), "chinese", ())] == ["zh"]
    assert next(f.entry.id for f in find((chinese, named), "every text", ())) == "named"
    assert find((chinese,), "sces", ()) == []


def test_of_two_that_answer_as_well_the_one_done_last_comes_first() -> None:
    one, two = (Entry(name, "Same words", lambda: None) for name in "ab")
    assert [f.entry.id for f in find((one, two), "same", ())] == ["a", "b"]
    assert [f.entry.id for f in find((one, two), "same", ("b",))] == ["b", "a"]


def test_a_screen_reader_hears_menu_keys_state_and_reason() -> None:
    assert spoken(UNDO) == "Undo, Edit, Ctrl+Z, There is nothing to undo."
    assert spoken(DARK) == "Dark, View › Theme, on"
    model = FoundModel()
    model.show(find(ALL, "undo", ()))
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == spoken(UNDO)
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) == "There is nothing to undo."
