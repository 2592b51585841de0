"""Finds every text that a user may read, for Babel.

Two extractors with Babel's interface: one for our Python files, one for the listings in `resources/`. They yield
`(line, function, text or (one, many), comments)`.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from typing import IO

_ONE = ("_", "N_")
_MANY = ("plural", "Plural")
# What a listing says to the user; all other keys are names, files and numbers.
_SAID = ("title", "about", "sentence", "first")

Found = tuple[int, str, str | tuple[str, str], list[str]]


def python(file: IO[bytes], *_babel: object, **_options: object) -> Iterator[Found]:
    """Literals in `_()`, `N_()`, `plural()` and `Plural()`, and the docstrings of blocks, which are their help.

    Raises:
        ValueError: a text is put together before it is looked up, so that no catalogue can have it.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _call(node, node.func.id)
        elif isinstance(node, ast.ClassDef) and _is_block(node):
            text = ast.get_docstring(node, clean=False)
            if text:
                yield node.lineno, "", inspect.cleandoc(text), ["help of a block"]


def _call(node: ast.Call, name: str) -> Iterator[Found]:
    if name in _ONE and node.args:
        text = node.args[0]
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            if text.value:
                yield node.lineno, name, text.value, []
        elif isinstance(text, ast.JoinedStr | ast.BinOp):
            raise ValueError(f"line {node.lineno}: fill values into {name}(…) with .format, after it")
    elif name in _MANY and len(node.args) == 3:
        forms = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if len(forms) == 2:
            yield node.lineno, "ngettext", (forms[0], forms[1]), []


def _is_block(node: ast.ClassDef) -> bool:
    """Whether a class gives itself a `kind`, which makes it a block."""
    return any(
        isinstance(line, ast.Assign) and any(isinstance(name, ast.Name) and name.id == "kind" for name in line.targets)
        for line in node.body
    )


def listing(file: IO[bytes], *_babel: object, **_options: object) -> Iterator[Found]:
    """What samples and examples are called and what is said about them."""
    yield from ((1, "", text, []) for text in _said(json.load(file)))


def _said(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _said(entry)
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key in _SAID and isinstance(entry, str):
                if entry:
                    yield entry
            else:
                yield from _said(entry)
