"""Every text of the program is translated, and nothing that a user reads escapes the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import translations
from tools.translations import Catalog

ROOT = Path(__file__).resolve().parent.parent

# Functions of Qt that show their text.
_SHOWS = {
    "setText",
    "setToolTip",
    "setStatusTip",
    "setWhatsThis",
    "setWindowTitle",
    "setTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "addAction",
    "addMenu",
    "addItem",
    "addTab",
    "setTabText",
    "setInformativeText",
    "QLabel",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QAction",
    "QListWidgetItem",
}


@pytest.fixture(scope="module")
def source() -> Catalog:
    return translations.template()


@pytest.mark.parametrize("path", translations.catalogue_paths(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_has_every_text_and_no_other_with_the_same_places_for_values(path: Path, source: Catalog) -> None:
    assert list(translations.complaints(translations.read(path), source)) == []


@pytest.mark.parametrize("path", translations.catalogue_paths(), ids=lambda path: path.parents[1].name)
def test_an_update_changes_nothing_where_all_is_translated(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.parents[1].name / "LC_MESSAGES" / "cnnlab.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    translations.update(copy)
    assert copy.read_bytes() == path.read_bytes()


def _broken(change: str) -> Catalog:
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("lower it to {most}", "" if change == "empty" else "减小到 {most}")
    catalogue.add(("{count} layer", "{count} layers"), ("{count} 层",))
    if change == "fuzzy":
        catalogue["lower it to {most}"].flags.add("fuzzy")
    elif change == "places":
        catalogue["lower it to {most}"].string = "减小到 {least}"
    elif change == "gone":
        catalogue.add("not said any more", "不再出现")
    elif change == "missing":
        catalogue.delete("{count} layer")
    return catalogue


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("", None),
        ("empty", "not translated: 'lower it"),
        ("fuzzy", "marked as fuzzy: 'lower it"),
        ("places", "needs {most} and has others: 'lower it"),
        ("gone", "no longer in the program: 'not said"),
        ("missing", "not in the catalogue: '{count} layer'"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_said(change: str, said: str | None) -> None:
    found = list(translations.complaints(_broken(change), _broken("")))
    assert [text.startswith(said or "") for text in found] == [True] * (said is not None)


def test_the_extractor_finds_what_blocks_samples_and_sentences_say(source: Catalog) -> None:
    from cnnlab.blocks.registry import kinds_by_id
    from cnnlab.document.presets import PRESETS
    from cnnlab.sources.samples import samples

    texts = {form for message in source if message.id for form in translations._forms(message.id)}
    kinds = kinds_by_id().values()
    wanted = {kind.help() for kind in kinds} | {kind.family.value for kind in kinds}
    wanted |= {text for kind in kinds for param in kind.params().values() for text in (param.label, param.help)}
    wanted |= {text for preset in PRESETS for text in (preset.name, preset.about, preset.group)}
    wanted |= {text for sample in samples() for text in (sample.title, sample.about)}
    wanted |= {"{count} layer", "{count} layers", "usage: "}
    assert wanted - texts == set()


def _shown_literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals with words that are given straight to a function of Qt that shows them."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in _SHOWS:
            continue
        for argument in node.args:
            parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
            for part in parts:
                text = part.value if isinstance(part, ast.Constant) else None
                plain = re.sub("<[^>]*>", "", text).strip(" —[*]") if isinstance(text, str) else ""
                if sum(sign.isalpha() for sign in plain) > 1:
                    yield node.lineno, plain


def test_no_view_shows_a_literal_that_was_not_looked_up() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in sorted((ROOT / "cnnlab" / "gui").rglob("*.py"))
        for line, text in _shown_literals(ast.parse(file.read_text("utf-8")))
        if text not in _NAMES
    ]
    assert found == []


# Not texts but names.
_NAMES = {"CNN Lab"}


def test_a_literal_that_was_not_looked_up_would_be_found() -> None:
    seeded = (
        "button.setText('Open'); menu.addAction(icon('x'), f'{n} layers'); label.setText(_('Open')); x.setText('×')"
    )
    assert [text for _line, text in _shown_literals(ast.parse(seeded))] == ["Open", "layers"]


def test_values_are_not_put_into_a_text_before_it_is_looked_up(tmp_path: Path) -> None:
    from tools.extraction import python

    file = tmp_path / "view.py"
    file.write_text('_(f"{count} layers")', "utf-8")
    with file.open("rb") as opened, pytest.raises(ValueError, match="line 1"):
        list(python(opened))
