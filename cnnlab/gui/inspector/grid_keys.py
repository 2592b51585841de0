"""The keys of the kernel grid, in one table."""

from __future__ import annotations

from cnnlab.gui.keys import KeyRow, KeyTable
from cnnlab.text import N_

GRID_KEYS = KeyTable(
    N_("Kernel"),
    (
        KeyRow(
            "copy",
            N_("Copy the numbers"),
            (
                "Ctrl+C",
                "Ctrl+Ins",
            ),
        ),
        KeyRow(
            "paste",
            N_("Paste numbers"),
            (
                "Ctrl+V",
                "Shift+Ins",
            ),
        ),
        KeyRow(
            "zero",
            N_("Make the weight 0"),
            (
                "Delete",
                "Backspace",
            ),
        ),
        KeyRow(
            "below",
            N_("Go to the cell below"),
            (
                "Return",
                "Enter",
            ),
        ),
        KeyRow(
            "more",
            N_("Add 0.1; with Shift 0.01, with Ctrl 1"),
            (
                "Alt+Up",
                "Alt+Shift+Up",
                "Ctrl+Alt+Up",
            ),
        ),
        KeyRow(
            "less",
            N_("Take 0.1 away; with Shift 0.01, with Ctrl 1"),
            (
                "Alt+Down",
                "Alt+Shift+Down",
                "Ctrl+Alt+Down",
            ),
        ),
        KeyRow("edit", N_("Change the number in place"), ("F2",)),
        KeyRow("next", N_("Next cell; after the last one, the next control"), ("Tab",)),
        KeyRow("previous", N_("Previous cell"), ("Shift+Tab",)),
    ),
)
