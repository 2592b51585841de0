"""The keys of the slice matrix, in one table."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

SLICE_KEYS = KeyTable(
    N_("Slices"),
    (
        KeyRow("left", N_("Previous output channel"), ("Left",)),
        KeyRow("right", N_("Next output channel"), ("Right",)),
        KeyRow("up", N_("Previous input channel"), ("Up",)),
        KeyRow("down", N_("Next input channel"), ("Down",)),
        KeyRow("page_up", N_("A page up"), ("PgUp",)),
        KeyRow("page_down", N_("A page down"), ("PgDown",)),
        KeyRow("first", N_("First output channel"), ("Home",)),
        KeyRow("last", N_("Last output channel"), ("End",)),
    ),
)
