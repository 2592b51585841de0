"""Keeps the catalogues of translations in step with the program.

    python tools/translations.py update     takes new texts over, drops those that are gone
    python tools/translations.py check      says what is missing or wrong; status 1 if anything is

Needs Babel (`python -m pip install -e ".[test]"`). A translator edits `resources/translations/*/LC_MESSAGES/cnnlab.po`
between the two; docs/translating.md has the glossary.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # started as a file, the tool finds the extractors beside it

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract_from_dir  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

CATALOGUES = ROOT / "resources" / "translations"
_METHODS = {
    "cnnlab": [("**.py", "tools.extraction.python")],
    "resources": [("samples/**.json", "tools.extraction.listing"), ("examples/**.json", "tools.extraction.listing")],
}
_WIDTH = 120
Text = str | tuple[str, ...] | list[str]
# Lines of the head that Babel fills with dates and dummies: each update would change them.
_IDLE = (b'"Project-Id', b'"Report-Msgid', b'"POT-Cr', b'"PO-Rev', b'"Last-Tr', b'"Language-Team', b'"Generated-By')
_PLACE = re.compile(r"\{[^{}]*\}|%(?:\(\w+\))?[sr]")  # ours, and those of argparse


def template() -> Catalog:
    """Every text of the program, not translated, with the files that it stands in."""
    found = Catalog(project="CNN Lab", charset="utf-8")
    for folder, methods in _METHODS.items():
        for file, _line, text, comments, context in extract_from_dir(
            ROOT / folder, method_map=methods, keywords={"_": None, "N_": None, "ngettext": (1, 2)}
        ):
            found.add(text, locations=[(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    return found


def catalogue_paths() -> list[Path]:
    """The catalogues of all languages."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/cnnlab.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it lies on disk."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, domain="cnnlab")


def update(path: Path) -> None:
    """Give a catalogue every text of the program and no other; what is translated stays."""
    catalogue = read(path)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    file = io.BytesIO()
    write_po(file, catalogue, width=_WIDTH, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    lines = file.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(_IDLE)))


def complaints(catalogue: Catalog, source: Catalog) -> Iterator[str]:
    """What is missing, left over or wrong in a catalogue, one sentence each."""
    wanted, have = _texts(source), _texts(catalogue)
    yield from (f"not in the catalogue: {_short(text)}" for text in wanted.keys() - have.keys())
    yield from (f"no longer in the program: {_short(text)}" for text in have.keys() - wanted.keys())
    yield from (f"left over: {_short(text)}" for text in catalogue.obsolete)
    for text, message in have.items():
        if message.fuzzy:
            yield f"marked as fuzzy: {_short(text)}"
        if not all(_forms(message.string)):
            yield f"not translated: {_short(text)}"
        else:
            yield from _wrong_places(text, message)


def _texts(catalogue: Catalog) -> dict[Text, Message]:
    return {message.id: message for message in catalogue if message.id}


def _wrong_places(text: Text, message: Message) -> Iterator[str]:
    places = sorted(set(_PLACE.findall(_forms(text)[-1])))
    for form in _forms(message.string):
        if sorted(set(_PLACE.findall(form))) != places:
            yield f"needs {', '.join(places) or 'no places'} and has others: {_short(text)}"


def _forms(text: Text | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _short(text: Text) -> str:
    return repr(_forms(text)[0])[:100]


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says; gives the exit status."""
    if list(arguments) == ["update"]:
        for path in catalogue_paths():
            update(path)
        return 0
    if list(arguments) != ["check"]:
        print(__doc__)
        return 2
    found = [
        f"{path.parents[1].name}: {said}" for path in catalogue_paths() for said in complaints(read(path), template())
    ]
    print("\n".join(found) or "every text is translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
