"""The kinds of source that the bar offers, as declarations."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.gui.source_bar.segments import Choice
from cnnlab.text import N_


@dataclass(frozen=True)
class SourceKind(Choice):
    """One kind of source; shown only if the bar is given it."""


IMAGE = SourceKind("image", N_("Image"), "image", N_("A picture from a file, the clipboard or the samples"))

BATCH = SourceKind(
    "batch", N_("Batch"), "batch", N_("Several pictures at once: files, or a folder dropped on the window")
)

SOURCES: tuple[SourceKind, ...] = (IMAGE, BATCH)
