"""Catalogues of translations, read from the `.po` files that translators write.

The standard library reads compiled `.mo` files only. Compiling at build time would need a build step that an editable
install and a plain checkout do not have, and a compiled file in the tree would have to be kept in step by hand. So the
`.po` is what is shipped: it is turned into the bytes of a `.mo` in memory, which takes some milliseconds, and
`gettext` does the rest (plural rules included).
"""

from __future__ import annotations

import gettext
import io
import json
import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC = 0x950412DE
_HEAD = 7 * 4  # bytes of the head of a .mo file
_Entry = dict[str, str]


class CatalogueError(Exception):
    """A `.po` file is not one; the text says in which line."""


def read_catalogue(path: Path) -> gettext.GNUTranslations:
    """The catalogue in a `.po` file; entries that are fuzzy or not translated are left in English.

    Raises:
        CatalogueError: a line is none of a `.po` file.
    """
    texts: dict[str, str] = {}
    for entry in _entries(path.read_text("utf-8").splitlines()):
        forms = [text for key, text in entry.items() if key.startswith("msgstr")]
        if all(forms):
            many = entry.get("msgid_plural")
            source = entry["msgid"] if many is None else f"{entry['msgid']}\0{many}"
            texts[source] = "\0".join(forms)
    texts[""] = f"{texts.get('', '')}\nContent-Type: text/plain; charset=utf-8\n"  # what `_compiled` writes
    return gettext.GNUTranslations(io.BytesIO(_compiled(texts)))


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """Every entry that counts, as its keywords with their texts; entries are apart by empty lines."""
    entry: _Entry = {}
    key, fuzzy = "", False
    for number, line in enumerate((*lines, ""), 1):
        if not line.strip():
            if "msgid" in entry and not fuzzy:
                yield entry
            entry, key, fuzzy = {}, "", False
        elif line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        else:
            word, text = _read(line, number)
            key = word or key
            entry[key] = entry.get(key, "") + text


def _read(line: str, number: int) -> tuple[str, str]:
    """Keyword (empty in a line that goes on) and text of a line."""
    word, quote, rest = line.partition('"')
    try:
        text = json.loads(quote + rest)  # the escapes of .po files are among those of JSON
    except ValueError:
        text = None
    if not isinstance(text, str) or (word and not word.startswith(("msgid", "msgstr"))):
        raise CatalogueError(f"line {number} is none of a catalogue: {line}")
    return word.strip(), text


def _compiled(texts: dict[str, str]) -> bytes:
    """The bytes of a `.mo` file: head, two tables of lengths and places, and the texts, each ended by a zero."""
    pairs = [(source.encode(), target.encode()) for source, target in sorted(texts.items())]
    sources, targets = zip(*pairs, strict=True) if pairs else ((), ())
    count = len(pairs)
    place = _HEAD + 16 * count
    tables, body = b"", b""
    for text in (*sources, *targets):
        tables += struct.pack("<II", len(text), place + len(body))
        body += text + b"\0"
    return struct.pack("<7I", _MAGIC, 0, count, _HEAD, _HEAD + 8 * count, 0, 0) + tables + body
