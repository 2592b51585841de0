"""The kinds of source that the bar offers, as declarations."""

from __future__ import annotations

from dataclasses import dataclass

from cnnlab.gui.source_bar.segments import Choice
from cnnlab.text import N_


@dataclass(frozen=True)
class SourceKind(Choice):
    """One kind of source; shown only if the bar is given it."""


IMAGE = SourceKind("image", N_("Image"), "image", N_("A picture from a file, the clipboard or the samples"))
CAMERA = SourceKind("camera", N_("Camera"), "camera", N_("The live picture of a camera"))
VIDEO = SourceKind("video", N_("Video"), "video", N_("A video file: play it, stop it, go through it frame by frame"))
SCREEN = SourceKind("screen", N_("Screen"), "screen", N_("A part of a screen, as it is now"))
DRAWING = SourceKind("drawing", N_("Draw"), "draw", N_("A pad to draw on; the network follows every stroke"))

BATCH = SourceKind(
    "batch", N_("Batch"), "batch", N_("Several pictures at once: files, or a folder dropped on the window")
)

SOURCES: tuple[SourceKind, ...] = (IMAGE, CAMERA, VIDEO, SCREEN, DRAWING, BATCH)
