"""The keys of the kernel grid, in one table."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

GRID_KEYS = KeyTable(
    N_("Kernel"),
    (
        KeyRow("copy", N_("Copy the selected cells, or the whole kernel"), ("Ctrl+C", "Ctrl+Ins")),
        KeyRow("numpy", N_("Copy as text for NumPy"), ("Ctrl+Shift+C",)),
        KeyRow("paste", N_("Paste numbers"), ("Ctrl+V", "Shift+Ins")),
        KeyRow("all", N_("Select all cells"), ("Ctrl+A",)),
        KeyRow("zero", N_("Make the selected weights 0"), ("Delete", "Backspace")),
        KeyRow("below", N_("Go to the cell below"), ("Return", "Enter")),
        KeyRow(
            "more", N_("Add a step; with Shift a tenth of it, with Ctrl ten"), ("Alt+Up", "Alt+Shift+Up", "Ctrl+Alt+Up")
        ),
        KeyRow(
            "less",
            N_("Subtract a step; with Shift a tenth of it, with Ctrl ten"),
            ("Alt+Down", "Alt+Shift+Down", "Ctrl+Alt+Down"),
        ),
        KeyRow("edit", N_("Edit the number in its cell"), ("F2",)),
        KeyRow("next", N_("Next cell; after the last one, the next control"), ("Tab",)),
        KeyRow("previous", N_("Previous cell"), ("Shift+Tab",)),
    ),
)
