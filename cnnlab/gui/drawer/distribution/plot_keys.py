"""The keys of the distribution."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

PLOT_KEYS = KeyTable(
    N_("Distribution"),
    (
        KeyRow("down", N_("Mark the values of the bar to the left"), ("Left",)),
        KeyRow("up", N_("Mark the values of the bar to the right"), ("Right",)),
        KeyRow("narrower", N_("Mark one bar less"), ("Shift+Left",)),
        KeyRow("wider", N_("Mark one bar more"), ("Shift+Right",)),
        KeyRow("first", N_("Mark what lies below the scale"), ("Home",)),
        KeyRow("last", N_("Mark what lies above the scale"), ("End",)),
        KeyRow("clear", N_("Mark nothing"), ("Esc",)),
    ),
)
