"""The rows on show: what they say, what is known of them, and how each of them is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnnlab.engine.view import LayerStatistics
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.canvas.geometry import Row
from cnnlab.gui.canvas.orders import ChannelOrders
from cnnlab.gui.canvas.tiles import TileImages


@dataclass
class RowState:
    """What is known of a row besides what it says."""

    images: TileImages | None = None
    numbers: LayerStatistics | None = None
    selected: bool = False
    pinned: int | None = None
    hovered: int | None = None
    milliseconds: float | None = None
    busy: bool = False


class Rows:
    """Rows by number, from the top, and by layer.

    A row is one line of tiles, or wrapped into several; or collapsed to its header. `wrapped` says what rows do that
    were not folded or unfolded by themselves.
    """

    def __init__(self) -> None:
        self.contents: tuple[RowContent, ...] = ()
        self.states: dict[str, RowState] = {}
        self.orders = ChannelOrders()
        self.wrapped = False
        self.collapsed: set[str] = set()
        self._otherwise: set[str] = set()  # wrapped though the others are not, or the other way about
        self._first: dict[str, int] = {}  # the tile at which a line begins that was moved along

    def __len__(self) -> int:
        return len(self.contents)

    def show(self, contents: tuple[RowContent, ...]) -> bool:
        """Show these; what is known of rows that stay is kept. Whether anything lies elsewhere now."""
        before = self.layout()
        self.contents = contents
        self.states = {row.layer: self.states.get(row.layer, RowState()) for row in contents}
        self.collapsed &= set(self.states)
        self._otherwise &= set(self.states)
        self._first = {layer: first for layer, first in self._first.items() if layer in self.states}
        self.orders.keep(contents)
        return self.layout() != before

    def begin_anew(self) -> None:
        """Forget how single rows are folded, moved along and ordered; what holds for all of them stays."""
        self.collapsed.clear()
        self._otherwise.clear()
        self._first.clear()
        self.orders.choose(self.orders.by)

    def layout(self) -> list[Row]:
        """What the geometry needs of the rows."""
        return [
            Row(
                row.layer,
                len(row.channels),
                row.plane,
                row.short_vector or self.is_expanded(row.layer),
                row.short_vector,
                row.layer in self.collapsed,
                self._first.get(row.layer, 0),
            )
            for row in self.contents
        ]

    def index(self, layer: str) -> int | None:
        """The row's number."""
        return next((i for i, row in enumerate(self.contents) if row.layer == layer), None)

    def state(self, index: int) -> RowState:
        """What is known of a row."""
        return self.states[self.contents[index].layer]

    def channels(self, index: int) -> Sequence[int]:
        """A row's channels in the order of its tiles."""
        return self.orders.channels(self.contents[index])

    def place(self, index: int, channel: int) -> int | None:
        """The tile of a row that shows a channel."""
        return self.orders.place(self.contents[index], channel)

    def is_expanded(self, layer: str) -> bool:
        """Whether a row shows all its channels in lines."""
        return self.wrapped != (layer in self._otherwise)

    def expand(self, layer: str, expanded: bool) -> None:
        """Show all channels of a row in lines, or one line of them."""
        (self._otherwise.add if expanded != self.wrapped else self._otherwise.discard)(layer)

    def wrap(self, wrapped: bool) -> None:
        """Do so with all rows."""
        self.wrapped = wrapped
        self._otherwise.clear()

    def collapse(self, layer: str, collapsed: bool) -> None:
        """Show a row's header alone, or its tiles too."""
        (self.collapsed.add if collapsed else self.collapsed.discard)(layer)

    def collapse_all(self, collapsed: bool) -> None:
        """Do so with all rows."""
        self.collapsed = {row.layer for row in self.contents} if collapsed else set()

    def begin_at(self, layer: str, tile: int) -> None:
        """Move a row's one line along, so that it begins at this tile."""
        self._first[layer] = max(0, tile)
