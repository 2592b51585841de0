"""Catalogues are read as gettext reads compiled ones."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.catalogue import CatalogueError, read_catalogue
from cnnlab.resources import resource

_PO = resource("translations", "zh_CN", "LC_MESSAGES", "cnnlab.po")


def _compiled(data: bytes) -> gettext.GNUTranslations:
    """What Babel makes of it."""
    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(data), locale="zh_CN"))
    out.seek(0)
    return gettext.GNUTranslations(out)


def test_the_shipped_catalogue_reads_as_babel_compiles_it() -> None:
    ours, theirs = read_catalogue(_PO), _compiled(_PO.read_bytes())
    for message in read_po(io.BytesIO(_PO.read_bytes()), locale="zh_CN"):
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert ours.gettext(message.id) == theirs.gettext(message.id)
        else:
            assert ours.ngettext(*message.id, 2) == theirs.ngettext(*message.id, 2) == message.string[0]


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t"\\'), min_size=1, max_size=200)


@given(texts=st.dictionaries(_TEXT, _TEXT, max_size=8))
def test_any_text_comes_back_as_it_was_written(texts: dict[str, str], tmp_path: Path) -> None:
    catalogue = Catalog(locale="zh_CN")
    for source, target in texts.items():
        catalogue.add(source, target)
    file = tmp_path / "cnnlab.po"
    with file.open("wb") as out:
        write_po(out, catalogue, width=40)
    read = read_catalogue(file)
    assert {source: read.gettext(source) for source in texts} == texts


def test_plurals_follow_the_rule_in_the_head(tmp_path: Path) -> None:
    file = tmp_path / "cnnlab.po"
    file.write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n > 1;\\n"\n\n'
        'msgid "{count} layer"\nmsgid_plural "{count} layers"\nmsgstr[0] "{count} couche"\n'
        'msgstr[1] "{count} couches"\n',
        "utf-8",
    )
    read = read_catalogue(file)
    assert [read.ngettext("{count} layer", "{count} layers", n) for n in (0, 1, 2)] == [
        "{count} couche",
        "{count} couche",
        "{count} couches",
    ]


def test_what_is_fuzzy_empty_or_obsolete_stays_english(tmp_path: Path) -> None:
    file = tmp_path / "cnnlab.po"
    file.write_text(
        '#, fuzzy\nmsgid "File"\nmsgstr "文件"\n\nmsgid "Edit"\nmsgstr ""\n\n#~ msgid "View"\n#~ msgstr "视图"\n\n'
        'msgid "Layer"\nmsgstr "层"\n',
        "utf-8",
    )
    read = read_catalogue(file)
    assert [read.gettext(text) for text in ("File", "Edit", "View", "Layer")] == ["File", "Edit", "View", "层"]


@pytest.mark.parametrize("line", ['msgid "File', "File", 'text "File"', 'msgid "a" "b"', 'msgid "\\q"'])
def test_a_line_that_is_none_of_a_catalogue_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "cnnlab.po"
    file.write_text(f'msgid "Layer"\nmsgstr "层"\n\n{line}\n', "utf-8")
    with pytest.raises(CatalogueError, match="line 4"):
        read_catalogue(file)
