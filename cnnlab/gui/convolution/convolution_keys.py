"""The keys of the page on convolution."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

STEP_KEYS = KeyTable(
    N_("Convolution, step by step"),
    (
        KeyRow("play", N_("Play or pause the convolution"), ("Space", "K")),
        KeyRow("back", N_("One step back"), ("Left", ",")),
        KeyRow("forward", N_("One step forward"), ("Right", ".")),
        KeyRow("first", N_("To the first step"), ("Home",)),
        KeyRow("last", N_("To the last step"), ("End",)),
    ),
)

SAMPLE_KEYS = KeyTable(
    N_("Samples of a signal"),
    (
        KeyRow("previous", N_("Previous sample"), ("Left",)),
        KeyRow("next", N_("Next sample"), ("Right",)),
        KeyRow("first", N_("First sample"), ("Home",)),
        KeyRow("last", N_("Last sample"), ("End",)),
        KeyRow("raise", N_("Raise the sample; with Shift finer, with Ctrl coarser"), ("Up",)),
        KeyRow("lower", N_("Lower the sample; with Shift finer, with Ctrl coarser"), ("Down",)),
        KeyRow("zero", N_("Set the sample to zero"), ("0", "Del", "Backspace")),
    ),
)

CELL_KEYS = KeyTable(
    N_("Cells of the convolution's matrix"),
    (
        KeyRow("left", N_("Cell to the left"), ("Left",)),
        KeyRow("right", N_("Cell to the right"), ("Right",)),
        KeyRow("up", N_("Cell above"), ("Up",)),
        KeyRow("down", N_("Cell below"), ("Down",)),
    ),
)
