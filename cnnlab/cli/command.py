"""What a headless command is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One word after `cnnlab`.

    Attributes:
        name: the word.
        help: what it does, in English; translated where it is shown.
        arguments: declares its arguments.
        run: does it; raises `UserError` for what the user can mend.
    """

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], None]
