"""Something that can be done, as menus and the command palette offer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One line of a menu that is filled when it opens, or of the palette.

    Attributes:
        id: what it is remembered by.
        text: what it says, in the language of the moment.
        do: does it.
        path: where it belongs, such as `View › Theme`.
        keys: its shortcuts in Qt's portable notation; the first is shown.
        icon: name of its icon; empty for none.
        about: one sentence on what it does.
        checked: whether it holds now; None for what is no choice.
        reason: why it cannot be done now; empty if it can.
    """

    id: str
    text: str
    do: Callable[[], object]
    path: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    about: str = ""
    checked: bool | None = None
    reason: str = ""
