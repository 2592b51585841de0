"""What every measure is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cnnlab.app.bench.bare import Bare
from cnnlab.app.bench.effort import Effort
from cnnlab.app.bench.result import Result


@dataclass(frozen=True)
class Ground:
    """What every measure is given.

    Attributes:
        effort: how long it may take.
        bare: runs bare networks.
        tell: says how far it is, for people who wait.
    """

    effort: Effort = field(default_factory=Effort)
    bare: Bare = field(default_factory=Bare)
    tell: Callable[[str], None] = lambda _text: None


Measuring = Callable[[Ground], Iterator[Result]]
