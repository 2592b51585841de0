"""The keys of the page that shows one channel large."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

LARGE_KEYS = KeyTable(
    N_("One channel large"),
    (
        KeyRow("previous", N_("Previous channel"), ("Left",)),
        KeyRow("next", N_("Next channel"), ("Right",)),
        KeyRow("above", N_("Layer above"), ("Up",)),
        KeyRow("below", N_("Layer below"), ("Down",)),
        KeyRow("first", N_("First channel"), ("Home",)),
        KeyRow("last", N_("Last channel"), ("End",)),
        KeyRow("cursor_left", N_("Move the cursor to the left"), ("Shift+Left",)),
        KeyRow("cursor_right", N_("Move the cursor to the right"), ("Shift+Right",)),
        KeyRow("cursor_up", N_("Move the cursor up"), ("Shift+Up",)),
        KeyRow("cursor_down", N_("Move the cursor down"), ("Shift+Down",)),
        KeyRow("fit", N_("The whole channel"), ("F",)),
        KeyRow("actual", N_("One pixel a cell"), ("1",)),
        KeyRow("larger", N_("Larger"), ("+", "=", "Shift++", "Shift+=")),
        KeyRow("smaller", N_("Smaller"), ("-",)),
    ),
)
