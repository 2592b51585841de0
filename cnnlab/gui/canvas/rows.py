"""The rows on show: what they say, what is known of them, and how each of them is folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cnnlab.engine.view import LayerStatistics, RowView, Tile
from cnnlab.gui.canvas.batch import BatchMode, BatchView
from cnnlab.gui.canvas.content import RowContent
from cnnlab.gui.canvas.geometry import Row
from cnnlab.gui.canvas.orders import ChannelOrders
from cnnlab.gui.canvas.tiles import TileImages
from cnnlab.gui.canvas.times import Cost


@dataclass
class RowState:
    """What is known of a row besides what it says."""

    images: TileImages | None = None
    numbers: LayerStatistics | None = None
    selected: bool = False
    pinned: int | None = None
    hovered: Tile | None = None
    cost: Cost | None = None
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
        self.batch = BatchView()
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
        self.batch = replace(self.batch, item=min(self.batch.item, self.count - 1))
        return self.layout() != before

    def begin_anew(self) -> None:
        """Forget how single rows are folded, moved along and ordered; what holds for all of them stays."""
        self.collapsed.clear()
        self._otherwise.clear()
        self._first.clear()
        self.orders.choose(self.orders.by)
        self.batch = replace(self.batch, item=0)

    def layout(self) -> list[Row]:
        """What the geometry needs of the rows."""
        return [
            Row(
                row.layer,
                len(row.channels) * (self.items(row) if self.batch.mode is BatchMode.SIDE else 1),
                row.plane,
                row.short_vector or self.is_expanded(row.layer),
                row.short_vector,
                row.layer in self.collapsed,
                self._first.get(row.layer, 0),
                self.items(row) if self.batch.mode is BatchMode.ROWS else 1,
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

    def order(self, index: int, channel: int) -> int | None:
        """The place of a channel among the row's channels."""
        return self.orders.place(self.contents[index], channel)

    # -- the items of the batch --

    @property
    def count(self) -> int:
        """Items of the input."""
        return self.contents[0].batch if self.contents else 1

    def items(self, row: RowContent) -> int:
        """How many items a row shows at once."""
        return 1 if self.batch.mode is BatchMode.ONE else row.batch

    def item(self, index: int) -> int:
        """The item that is shown alone or was picked, as far as a row has as many."""
        return min(self.batch.item, self.contents[index].batch - 1)

    def tiles(self, index: int, numbers: Iterable[int]) -> list[Tile]:
        """Channel and item of some tiles of a row."""
        content, channels = self.contents[index], self.channels(index)
        items = self.items(content)
        if items == 1:
            item = self.item(index)
            return [(channels[number], item) for number in numbers]
        if self.batch.mode is BatchMode.SIDE:
            return [(channels[number // items], number % items) for number in numbers]
        return [(channels[number % len(channels)], number // len(channels)) for number in numbers]

    def place(self, index: int, channel: int) -> int | None:
        """The tile of a row that shows a channel of the picked item."""
        place, items, item = self.order(index, channel), self.items(self.contents[index]), self.item(index)
        if place is None or items == 1:
            return place
        side = self.batch.mode is BatchMode.SIDE
        return place * items + item if side else item * len(self.contents[index].channels) + place

    def view(self, index: int, numbers: Iterable[int], size: tuple[int, int]) -> RowView:
        """What the engine is asked for to show some tiles of a row at a size in pixels."""
        content, tiles = self.contents[index], self.tiles(index, numbers)
        channels = tuple(channel for channel, _item in tiles)
        if self.items(content) == 1:
            return RowView(content.layer, channels, size, self.item(index))
        return RowView(content.layer, channels, size, items=tuple(item for _channel, item in tiles))

    def pick(self, item: int) -> None:
        """Show another item alone, or pick it among the others; its pictures stand for the last one's until then."""
        self.batch = replace(self.batch, item=item)
        for index, row in enumerate(self.contents):
            images = self.states[row.layer].images
            if images is not None and self.items(row) == 1:
                images.stand_for(self.item(index))

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
