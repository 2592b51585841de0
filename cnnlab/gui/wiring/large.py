"""The page that shows one channel large: opened from the canvas, in step with the selection, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.view import COMPOSITE, Probe, Result
from cnnlab.gui.canvas.content import contents, veiled
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.layer_text import element_text
from cnnlab.gui.veil import NOTHING_HIDDEN, Veil
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.back import WayBack

if TYPE_CHECKING:
    from cnnlab.gui.large.page import LargePage


class LargeWiring:
    """Makes the page when it is first wanted, since pyqtgraph takes a moment to load, and connects it."""

    def __init__(self, window: MainWindow, actions: Actions, way: WayBack) -> None:
        self._window, self._presenter, self._way = window, window.presenter, way
        self._page: LargePage | None = None
        self._selection = ("", 0)
        self._item = 0
        self._under: Probe | None = None
        self._veil = NOTHING_HIDDEN
        presenter = window.presenter
        actions.connect("large", self.open_selected)
        way.add(lambda: self.is_open, self.back)
        window.canvas.opened.connect(self.open)
        window.theme_changed.connect(lambda theme: self._page.set_theme(theme) if self._page is not None else None)
        presenter.selection_changed.connect(self._on_presenter_selection_changed)
        presenter.structure_changed.connect(self._on_presenter_structure_changed)
        presenter.result_changed.connect(self._on_presenter_result_changed)

    @property
    def page(self) -> LargePage | None:
        """The page, if it was wanted already."""
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether the page is on show."""
        return self._page is not None and self._window.pages.currentWidget() is self._page

    def open_selected(self) -> None:
        """Show the selected channel large; the input if nothing is selected."""
        layer, channel = self._selection
        self.open(layer or INPUT, channel if layer else -1)

    def open(self, layer: str, channel: int) -> None:
        """Show a channel large."""
        page = self._page = self._page or self._made()
        self._window.pages.setCurrentWidget(page)
        self._show_rows(self._presenter.shown)
        page.show_channel(layer, channel)
        self._select(*page.at)
        self._ask()
        self._way.refresh()
        page.picture.setFocus()

    def show_item(self, item: int) -> None:
        """Show another item of the batch."""
        self._item = item
        if self._page is not None:
            self._page.show_item(item)

    def veil_shapes(self, veil: Veil) -> None:
        """Keep these shapes from sight."""
        self._veil = veil
        self._show_rows(self._presenter.shown)

    def back(self) -> None:
        """Show all layers."""
        if not self.is_open:
            return
        self._window.status.clear_hover()
        self._window.pages.setCurrentWidget(self._window.canvas)
        self._way.refresh()
        self._window.canvas.setFocus()

    def _made(self) -> LargePage:
        from cnnlab.gui.large.page import LargePage

        page = LargePage(self._window.theme)
        page.view_changed.connect(self._ask)
        page.chosen.connect(self._select)
        page.hovered.connect(self._on_page_hovered)
        page.pinned.connect(self._on_page_pinned)
        page.painted.connect(self._presenter.painted)
        page.back_requested.connect(self.back)
        page.show_item(self._item)
        page.fix_requested.connect(self._window.editor.fix)
        self._window.pages.insertWidget(1, page)
        return page

    def _ask(self) -> None:
        """Have the channel computed, and of the rows only the input beside it."""
        if self._page is not None and self.is_open:
            self._presenter.set_view(rows=(self._page.input_row(),), large=self._page.large_view(), probe=None)

    def _select(self, layer: str, channel: int) -> None:
        self._presenter.select("" if layer == INPUT else layer, max(channel, 0))

    def _show_rows(self, plan: Plan) -> None:
        if self._page is not None:
            still = self._presenter.still
            name = still.title if still is not None else ""
            self._page.show_rows(veiled(contents(plan, self._presenter.failures, name), self._veil), plan)

    def _on_presenter_structure_changed(self, plan: Plan) -> None:
        if self.is_open:
            self._show_rows(plan)

    def _on_presenter_selection_changed(self, layer: str, out: int, _into: int) -> None:
        self._selection = (layer, out)
        if self._page is not None and self.is_open:
            if layer:
                self._page.show_channel(layer, out)
            elif self._page.at[0] != INPUT:
                self._page.show_channel(INPUT, -1)

    def _on_presenter_result_changed(self, result: Result) -> None:
        if self._page is None or not self.is_open:
            return
        self._page.show_result(result)
        if self._under is not None:
            self._on_page_hovered(self._under)

    def _on_page_pinned(self, probe: Probe) -> None:
        if probe[2] != COMPOSITE:
            self._window.pin.put(probe)

    def _on_page_hovered(self, probe: Probe | None) -> None:
        self._under = probe
        values = self._page.linked.values_at(probe) if self._page is not None and probe is not None else ()
        exists = probe is not None and (probe[0] == INPUT or self._presenter.stack.has(probe[0]))
        if probe is None or not values or not exists:
            self._window.status.clear_hover()
        else:
            self._window.status.show_hover(element_text(self._presenter.shown, probe, *values))
