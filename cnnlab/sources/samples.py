"""The pictures that come with the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cnnlab.resources import resource
from cnnlab.text import N_, Listed, Message, UserError


@dataclass(frozen=True)
class Sample:
    """One shipped picture.

    Attributes:
        file: its name in the folder of samples.
        title: what the menu says, in English.
        about: what it is good for, in English.
    """

    file: str
    title: str
    about: str


def samples() -> tuple[Sample, ...]:
    """The shipped pictures, in the order of the menu; none if there are none."""
    listing = resource("samples", "samples.json")
    if not listing.is_file():
        return ()
    return tuple(Sample(**entry) for entry in json.loads(listing.read_text("utf-8")))


def sample_path(name: str) -> Path:
    """Where a shipped picture lies. Only listed names are taken, since projects of strangers name samples too.

    Raises:
        UserError: there is no such sample.
    """
    known = [sample.file for sample in samples()]
    if name not in known:
        raise UserError(
            N_("there is no sample '{name}': choose one of {known}"),
            name=name[:80],
            known=Listed(known) if known else Message(N_("none")),
        )
    return resource("samples", name)
