"""The keys of a video's controls, in one table."""

from __future__ import annotations

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

FILM_KEYS = KeyTable(
    N_("Controls of a video"),
    (
        KeyRow("play", N_("Play or pause the video"), ("Space", "K")),
        KeyRow("back", N_("One frame back"), (",", "Left"), shown=2),
        KeyRow("forward", N_("One frame forward"), (".", "Right"), shown=2),
        KeyRow("sooner", N_("A tenth of the video back"), ("PgUp",)),
        KeyRow("later", N_("A tenth of the video forward"), ("PgDown",)),
        KeyRow("first", N_("First frame"), ("Home",)),
        KeyRow("last", N_("Last frame"), ("End",)),
    ),
)
