"""In which order the channels of each row are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Sort
from cnnlab.gui.canvas.content import RowContent


class ChannelOrders:
    """Keeps the orders that the worker found, so that tiles stay where they are while values change.

    An order is asked for again only when another sort is chosen, or for a layer whose number or size of channels has
    changed; until it arrives, the row shows its channels by number.
    """

    def __init__(self) -> None:
        self.by = Sort.ID
        self._channels: dict[str, tuple[int, ...]] = {}
        self._places: dict[str, dict[int, int]] = {}
        self._shapes: dict[str, tuple[int, tuple[int, int]]] = {}

    def choose(self, by: Sort) -> None:
        """Sort by this from now on; all orders are to be found anew, also if it is the same as before."""
        self.by = by
        self._channels.clear()
        self._places.clear()

    def keep(self, rows: Sequence[RowContent]) -> None:
        """Forget the orders of rows that are gone or look otherwise than before."""
        shapes = {row.layer: (len(row.channels), row.plane) for row in rows}
        for layer in [layer for layer in self._channels if shapes.get(layer) != self._shapes.get(layer)]:
            del self._channels[layer], self._places[layer]
        self._shapes = shapes

    def missing(self) -> tuple[str, ...]:
        """Layers whose order is to be found."""
        if self.by is Sort.ID:
            return ()
        several = (layer for layer, (count, _plane) in self._shapes.items() if count > 1 and layer != INPUT)
        return tuple(layer for layer in several if layer not in self._channels)

    def take(self, by: Sort, found: Mapping[str, tuple[int, ...]]) -> bool:
        """Use these orders where they are wanted and fit; whether anything changed."""
        wanted = self.missing() if by is self.by else ()
        fitting = [layer for layer in wanted if len(found.get(layer, ())) == self._shapes[layer][0]]
        for layer in fitting:
            self._channels[layer] = found[layer]
            self._places[layer] = {channel: place for place, channel in enumerate(found[layer])}
        return bool(fitting)

    def channels(self, row: RowContent) -> Sequence[int]:
        """The row's channels in the order of its tiles."""
        return self._channels.get(row.layer, row.channels)

    def place(self, row: RowContent, channel: int) -> int | None:
        """The tile that shows a channel."""
        places = self._places.get(row.layer)
        if places is not None:
            return places.get(channel)
        return row.channels.index(channel) if channel in row.channels else None
