"""Writes the examples: `python -m tools.examples [FOLDER]`, by default into `resources/examples/`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cnnlab.formats.project import write_project
from cnnlab.gui.theme import DARK, LIGHT
from cnnlab.resources import resource
from tools.examples.catalogue import CATALOGUE, Entry
from tools.examples.pictures import mosaic
from tools.examples.running import activations

QUALITY = 82


def write_examples(folder: Path) -> None:
    """All projects, their list and their pictures."""
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    listing = [{"name": e.name, "title": e.title, "sentence": e.sentence, "first": e.first} for e in CATALOGUE]
    (folder / "examples.json").write_text(json.dumps(listing, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for entry in CATALOGUE:
        _write(entry, folder)


def _write(entry: Entry, folder: Path) -> None:
    network = entry.build()
    stack, statistics = network.stack(), network.statistics
    write_project(folder / f"{entry.name}.cnnlab", stack, statistics)
    tensors = activations(stack, statistics)
    for theme in (DARK, LIGHT):
        picture = mosaic(entry, tensors, stack.input, theme)
        picture.save(folder / "pictures" / f"{entry.name}-{theme.name}.jpg", quality=QUALITY, optimize=True)


if __name__ == "__main__":
    given = argparse.ArgumentParser(prog="python -m tools.examples", description=__doc__)
    given.add_argument("folder", nargs="?", type=Path, default=resource("examples"), help="where to write them")
    write_examples(given.parse_args().folder)
