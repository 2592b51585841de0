"""How a person lays the rows out: size of tiles, lines, order of channels, rows folded away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cnnlab.engine.view import Ranking, Result, Sort
from cnnlab.gui.canvas.area import RowArea
from cnnlab.gui.canvas.batch import BatchMode, BatchView
from cnnlab.gui.canvas.zoom import AUTOMATIC, stepped
from cnnlab.gui.theme import Theme


class RowLayout(RowArea):
    """Rows whose layout can be chosen.

    Signals:
        ranking_wanted: the order of these layers' channels is to be found: a `Ranking`; None if of none any more.
        batch_changed: the items of the batch are shown in another way, or another one is picked.
    """

    ranking_wanted = Signal(object)
    batch_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._wanted: Ranking | None = None
        self._selected = ""
        self.bar.zoomed.connect(self.zoom)
        self.bar.wrap_chosen.connect(self.set_wrap)
        self.bar.sort_chosen.connect(self.set_sort)
        self.bar.collapse_chosen.connect(self.collapse_all)

    @property
    def tile_width(self) -> int:
        """The width of a tile, chosen or automatic."""
        return self._geometry.tile_width

    @property
    def selected(self) -> str:
        """The selected layer; empty if none is."""
        return self._selected

    def zoom(self, steps: int, y: int | None = None) -> None:
        """Tiles so many steps larger or smaller, keeping what lies at height `y`; 0 for the automatic size."""
        self.set_tile_size(stepped(self._geometry.tile_width, steps) if steps else AUTOMATIC, y)

    @property
    def wrap(self) -> bool:
        """Whether all rows show all their channels in lines."""
        return self._rows.wrapped

    def set_wrap(self, wrap: bool) -> None:
        """Show all channels of all rows in lines, or one line of each."""
        self._rows.wrap(wrap)
        self._arrange()
        self._bring_into_view(self._selected)
        self.layout_chosen.emit()

    @property
    def sort(self) -> Sort:
        """What channels are ordered by."""
        return self._rows.orders.by

    def set_sort(self, sort: Sort) -> None:
        """Order channels by this; the order is found anew, also if it was the same before."""
        self._rows.orders.choose(sort)
        self._arrange()
        self._want_orders()
        self.layout_chosen.emit()

    @property
    def batch(self) -> BatchView:
        """How the items of the batch are shown."""
        return self._rows.batch

    @property
    def items(self) -> int:
        """Items in the batch."""
        return self._rows.count

    def set_batch_mode(self, mode: BatchMode) -> None:
        """Show one item, all in lines below each other, or all next to each other."""
        if mode is not self.batch.mode:
            self._rows.batch = replace(self.batch, mode=mode)
            self._arrange()
            self._bring_into_view(self._selected)
            self.batch_changed.emit()

    def set_item(self, item: int) -> None:
        """Show this item, or pick it among the others; the nearest one that exists."""
        item = max(0, min(item, self.items - 1))
        if item != self.batch.item:
            self._rows.pick(item)
            self.viewport().update()
            self._ask()
            self.batch_changed.emit()

    def step_item(self, items: int) -> None:
        """Go so many items on, and from the last to the first."""
        self.set_item((self.batch.item + items) % self.items)

    def name_items(self, names: tuple[str, ...]) -> None:
        """Call the items by these names."""
        if names != self.batch.names:
            self._rows.batch = replace(self.batch, names=names)
            self.viewport().update()
            self.batch_changed.emit()

    def expand(self, layer: str, expanded: bool) -> None:
        """Show all channels of a row, or one line of them."""
        self._rows.expand(layer, expanded)
        self._rows.collapse(layer, False)
        self._arrange()

    def is_expanded(self, layer: str) -> bool:
        """Whether a row shows all its channels."""
        return self._rows.is_expanded(layer)

    def collapse(self, layer: str, collapsed: bool) -> None:
        """Show a row's header alone, or its tiles too."""
        self._rows.collapse(layer, collapsed)
        self._arrange()

    def is_collapsed(self, layer: str) -> bool:
        """Whether a row shows its header alone."""
        return layer in self._rows.collapsed

    def collapse_all(self, collapsed: bool) -> None:
        """Show all rows' headers alone, or all tiles."""
        self._rows.collapse_all(collapsed)
        self._arrange()
        self._bring_into_view(self._selected)

    def take_orders(self, result: Result) -> None:
        """Use the orders that a result brings, also while another page is on show: they are asked for no more."""
        ranking = result.job.view.ranking
        if ranking is not None and self._rows.orders.take(ranking.by, result.orders):
            self._arrange()
        self._want_orders()

    def begin_anew(self) -> None:
        """Another document is on show: what was folded and ordered in the one before means nothing here."""
        self._rows.begin_anew()
        self.batch_changed.emit()
        self._arrange()
        self._want_orders()

    def _want_orders(self) -> None:
        missing = self._rows.orders.missing()
        wanted = Ranking(self._rows.orders.by, missing) if missing else None
        if wanted != self._wanted:
            self._wanted = wanted
            self.ranking_wanted.emit(wanted)
