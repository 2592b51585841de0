"""Writes the pages of the guide that follow from tables: `python -m tools.guide_pages [FOLDER]`, by default `docs/`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from cnnlab.formats.examples import examples
from cnnlab.gui.commands.shortcut_page import VIEWS, groups
from cnnlab.gui.commands.table import COMMANDS

FOLDER = Path(__file__).resolve().parent.parent / "docs"

_EXAMPLES = """# Examples

Ctrl+G opens the gallery; `cnnlab --example NAME` opens the program with one of them. They are in the order in which
they teach, and each says what to try first.

![The gallery of examples](pictures/gallery.png)
"""
_KEYBOARD = """# Keys

F1 shows these in the program, with a field that finds a key or what it does; Ctrl+K finds every command by its name.

![The page of keys](pictures/shortcuts.png)

Everything can be done by keys: F6 goes from one part of the window to the next, Tab from control to control, and Esc
leads one level back.
"""


def examples_page() -> str:
    """Every example with its picture and its sentences."""
    parts = [_EXAMPLES]
    for number, one in enumerate(examples(), 1):
        picture = f"../resources/examples/pictures/{one.name}-light.jpg"
        parts.append(
            f"## {number}. {one.title}\n\n![{one.title}]({picture})\n\n{one.sentence}\n\n"
            f"Try first: {one.first}\n\n`cnnlab --example {one.name}`\n"
        )
    return "\n".join(parts)


def keyboard_page() -> str:
    """Every key of the program, group by group, as the page of keys has them."""
    parts = [_KEYBOARD]
    for table in groups():
        scope = " (while the focus is there)" if table in VIEWS else ""
        rows = [f"| {row.text} | {', '.join(f'`{keys}`' for keys in row.keys[: row.shown])} |" for row in table.rows]
        parts.append("\n".join([f"## {table.title}{scope}\n", "| to | press |", "|---|---|", *rows]) + "\n")
    without = "; ".join(
        row.text.rstrip("…") for row in COMMANDS if not row.keys and not row.list_keys and not row.group
    )
    parts.append(f"## Without a key\n\nIn the menus, and found with Ctrl+K: {without}.\n")
    return "\n".join(parts)


PAGES: Mapping[str, Callable[[], str]] = {"examples.md": examples_page, "keyboard.md": keyboard_page}


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m tools.guide_pages", description=__doc__)
    given.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where to write them")
    folder = given.parse_args().folder
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
