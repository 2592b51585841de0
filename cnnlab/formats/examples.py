"""The example projects that come with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cnnlab.resources import resource
from cnnlab.text import N_, Listed, UserError

FIRST: Final = "first"


@dataclass(frozen=True)
class Example:
    """One shipped project.

    Attributes:
        name: its file's name without the ending.
        title: what it is called, in English.
        sentence: what it shows, in English.
        first: what to try first, in English.
    """

    name: str
    title: str
    sentence: str
    first: str

    @property
    def path(self) -> Path:
        """The project."""
        return resource("examples", f"{self.name}.cnnlab")

    def picture(self, theme: str) -> Path:
        """A picture of some of its layers, in the look `dark` or `light`."""
        return resource("examples", "pictures", f"{self.name}-{theme}.jpg")


def examples() -> tuple[Example, ...]:
    """The shipped projects in the order in which they teach; the first is the one that the program starts with."""
    listing = resource("examples", "examples.json")
    return tuple(Example(**entry) for entry in json.loads(listing.read_text("utf-8")))


def example(name: str) -> Example:
    """The example of a name.

    Raises:
        UserError: there is no such example.
    """
    known = {entry.name: entry for entry in examples()}
    if name not in known:
        raise UserError(N_("there is no example '{name}': choose one of {known}"), name=name[:80], known=Listed(known))
    return known[name]
