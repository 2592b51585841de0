"""The keys of the pad to draw on."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

PAD_KEYS = KeyTable(
    N_("Drawing"),
    (
        KeyRow("left", N_("Move the cursor to the left"), ("Left",)),
        KeyRow("right", N_("Move the cursor to the right"), ("Right",)),
        KeyRow("up", N_("Move the cursor up"), ("Up",)),
        KeyRow("down", N_("Move the cursor down"), ("Down",)),
        KeyRow("draw", N_("Draw at the cursor; held while it moves, a stroke"), ("Space",)),
        KeyRow("brush", N_("Brush"), ("B",)),
        KeyRow("eraser", N_("Eraser"), ("E",)),
        KeyRow("smaller", N_("Smaller brush"), ("[",)),
        KeyRow("larger", N_("Larger brush"), ("]",)),
        KeyRow("invert", N_("Invert the drawing"), ("I",)),
        KeyRow("clear", N_("Clear the drawing"), ("Del", "Backspace")),
    ),
)
