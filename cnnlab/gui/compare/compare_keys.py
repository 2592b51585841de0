"""The keys of the two variants' pictures."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

COMPARE_KEYS = KeyTable(
    N_("Two variants"),
    (
        KeyRow("left", N_("Pin the pixel to the left; with Shift ten further"), ("Left", "Shift+Left")),
        KeyRow("right", N_("Pin the pixel to the right; with Shift ten further"), ("Right", "Shift+Right")),
        KeyRow("up", N_("Pin the pixel above; with Shift ten further"), ("Up", "Shift+Up")),
        KeyRow("down", N_("Pin the pixel below; with Shift ten further"), ("Down", "Shift+Down")),
        KeyRow("more_b", N_("Move the divider to the left"), ("Ctrl+Left",)),
        KeyRow("more_a", N_("Move the divider to the right"), ("Ctrl+Right",)),
        KeyRow("all_b", N_("Show B alone"), ("Home",)),
        KeyRow("all_a", N_("Show A alone"), ("End",)),
        KeyRow("mode", N_("Side by side or split"), ("S",)),
        KeyRow("details", N_("Numbers and differences, or larger pictures"), ("N",)),
    ),
)
