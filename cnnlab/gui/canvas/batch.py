"""How the rows show the items of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class BatchMode(Enum):
    """Which items a row shows, and where."""

    ONE = "one"
    ROWS = "rows"
    SIDE = "side"


@dataclass(frozen=True)
class BatchView:
    """The batch as it is shown.

    Attributes:
        mode: one item; a line of tiles for each item; or each channel's tiles for all items next to each other.
        item: the item that is shown alone, or was picked among the others.
        names: what the user reads of each item; those without one are called by their number alone.
    """

    mode: BatchMode = BatchMode.ONE
    item: int = 0
    names: tuple[str, ...] = ()

    def name(self, item: int) -> str:
        """What an item is called besides its number; empty if it is not called anything."""
        return self.names[item] if item < len(self.names) else ""

    def short_name(self, item: int) -> str:
        """The name of a file without its ending, for where there is little room."""
        name = self.name(item)
        return name.rpartition(".")[0] or name
