"""The keys of the canvas, in one table."""

from __future__ import annotations

from cnnlab.gui.keys import KeyRow, KeyTable
from cnnlab.text import N_

CANVAS_KEYS = KeyTable(
    N_("Pictures of the layers"),
    (
        KeyRow("left", N_("Previous channel"), ("Left",)),
        KeyRow("right", N_("Next channel"), ("Right",)),
        KeyRow("up", N_("Layer above"), ("Up",)),
        KeyRow("down", N_("Layer below"), ("Down",)),
        KeyRow(
            "expand",
            N_("Show all channels of the layer, or one line"),
            (
                "Return",
                "Enter",
                "Space",
            ),
        ),
    ),
)
