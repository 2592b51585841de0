"""The keys while a region of the screen is chosen."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

REGION_KEYS = KeyTable(
    N_("Choosing a region of the screen"),
    (
        KeyRow("take", N_("Take the region"), ("Return", "Enter")),
        KeyRow("leave", N_("Leave without choosing"), ("Esc",)),
        KeyRow("move", N_("Move it by a pixel; with Ctrl, by ten"), ("Left", "Right", "Up", "Down"), 4),
        KeyRow("size", N_("Move its lower right corner"), ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"), 4),
        KeyRow("all", N_("The whole screen"), ("Ctrl+A",)),
        KeyRow("next", N_("The next screen"), ("Tab",)),
    ),
)
