"""Finds the kinds of blocks by looking into the folder `kinds/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from cnnlab.blocks import kinds
from cnnlab.blocks.base import Block


class DuplicateKindError(Exception):
    """Two files declare the same kind."""


def collect(modules: Iterable[ModuleType]) -> dict[str, type[Block]]:
    """The block classes that these modules define, by kind.

    Raises:
        DuplicateKindError: two classes have the same kind.
    """
    found: dict[str, type[Block]] = {}
    for module in modules:
        for value in vars(module).values():
            if not (isinstance(value, type) and issubclass(value, Block) and "kind" in vars(value)):
                continue
            if value.__module__ != module.__name__:
                continue
            if value.kind in found:
                raise DuplicateKindError(f"'{value.kind}' is declared by {found[value.kind]} and by {value}")
            found[value.kind] = value
    return found


@cache
def kinds_by_id() -> Mapping[str, type[Block]]:
    """Every kind of block, by id, in order of family and title."""
    names = (module.name for module in pkgutil.iter_modules(kinds.__path__, kinds.__name__ + "."))
    found = collect(importlib.import_module(name) for name in names)
    families = list(type(next(iter(found.values())).family)) if found else []
    order = sorted(found.values(), key=lambda kind: (families.index(kind.family), kind.title.lower()))
    return MappingProxyType({kind.kind: kind for kind in order})
