"""What is wrong with a film, in sentences."""

from __future__ import annotations

from pathlib import Path

from cnnlab.gui.capture.film_time import moment
from cnnlab.text import N_, Message


def unreadable(file: Path) -> Message:
    """A file could not be opened as a film."""
    if not file.is_file():
        text = N_("there is no video '{name}' in {folder}: put it there and play it, or open another one")
        return Message(text, name=file.name, folder=file.absolute().parent)
    if file.stat().st_size == 0:
        return Message(N_("'{name}' is empty: it has 0 bytes; open another video"), name=file.name)
    text = N_(
        "'{name}' is no video that can be read: it is cut short, damaged, or another kind of file; open another one"
    )
    return Message(text, name=file.name)


def soundtrack(name: Message | str) -> Message:
    """There is nothing to see in a film."""
    return Message(N_("'{name}' has no pictures, only sound: open a video"), name=name)


def undecodable(name: Message | str, codec: str) -> Message:
    """A film has pictures, of which none could be had; `codec` is how they are coded, as far as is known."""
    if not codec:
        return Message(N_("'{name}' gives no picture: it is damaged, or cannot be decoded here"), name=name)
    text = N_("'{name}' gives no picture: it is damaged, or {codec} cannot be decoded here")
    return Message(text, name=name, codec=codec)


def cut_short(name: Message | str, end: int, whole: int) -> Message:
    """A film that says that it lasts `whole` milliseconds ended at `end`."""
    text = N_("'{name}' ends at {end} of {whole}: the rest is missing or damaged, its last good frame stays")
    return Message(text, name=name, end=moment(end), whole=moment(whole))


def damaged(name: Message | str) -> Message:
    """Some frames in the middle could not be decoded."""
    return Message(N_("parts of '{name}' are damaged and were left out"), name=name)
