"""The keys of the canvas, in one table."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

CANVAS_KEYS = KeyTable(
    N_("Pictures of the layers"),
    (
        KeyRow("left", N_("Previous channel"), ("Left",)),
        KeyRow("right", N_("Next channel; in a collapsed row, show its tiles"), ("Right",)),
        KeyRow("up", N_("Layer above"), ("Up",)),
        KeyRow("down", N_("Layer below"), ("Down",)),
        KeyRow("first", N_("First channel"), ("Home",)),
        KeyRow("last", N_("Last channel"), ("End",)),
        KeyRow("large", N_("Show the channel large"), ("Return", "Enter")),
        KeyRow("expand", N_("Show all channels of the layer, or one line"), ("Space",)),
        KeyRow("collapse", N_("Collapse the row"), ("-",)),
        KeyRow("show", N_("Show the row's tiles"), ("+", "=")),
    ),
)
