"""The page of norms: a clicked column becomes the norm of the selected layer; what shares is lit on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from cnnlab.blocks.norms import Norm
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Probe
from cnnlab.explain.norms import NONE, Shared, compared, norm_block
from cnnlab.gui.canvas.marks import Mark
from cnnlab.gui.norms_page.page import NormsPage
from cnnlab.gui.window import MainWindow


class NormsWiring:
    """Connects the page of norms."""

    def __init__(self, window: MainWindow, page: NormsPage, shown: Callable[[], bool]) -> None:
        """Connect a page; `shown` tells whether it is on show."""
        self._presenter, self._editor, self._canvas = window.presenter, window.editor, window.canvas
        self._page, self._shown = page, shown
        self._marked = False  # the marks on the canvas are this page's
        page.norm_chosen.connect(self.choose)
        page.groups_chosen.connect(self._on_page_groups_chosen)
        page.channel_chosen.connect(lambda channel: self._presenter.select(self._presenter.selected, channel))
        page.lit_changed.connect(self.refresh)
        page.item_chosen.connect(self._canvas.set_item)
        self._canvas.batch_changed.connect(lambda: page.show_item(self._canvas.batch.item))
        page.show_item(self._canvas.batch.item)
        window.pin.changed.connect(self._on_pin_changed)

    def _on_pin_changed(self, at: Probe | None) -> None:
        if at is not None and at[0] == self._page.source:
            self._page.show_position(*at[3:])

    def refresh(self) -> None:
        """Light the cells that share mean and variance with the chosen one; those of another page are left alone."""
        if not self._shown() and not self._marked:
            return
        shared = self._page.shared if self._shown() else None
        marks = {} if shared is None else {self._page.source: shared_mark(shared)}
        self._marked = bool(marks)
        self._canvas.show_marks(marks)

    def choose(self, kind: str, num_groups: int) -> None:
        """Have this norm at the selected layer: in its place if it is a norm, else after it; `NONE` switches it off."""
        plan = self._presenter.selected_plan
        norm = plan if plan is not None and isinstance(plan.layer.block, Norm) else None
        same = norm is not None and kind in (NONE, norm.layer.block.kind)
        if norm is not None and same:
            if norm.layer.enabled != (kind != NONE):
                self._editor.enable(norm.id, kind != NONE)
        elif kind != NONE:
            self._place(kind, num_groups, norm is not None)

    def _place(self, kind: str, num_groups: int, exchange: bool) -> None:
        presenter = self._presenter
        source, shape = compared(presenter.plan, presenter.selected or INPUT)
        block = norm_block(kind, None, plane_shape(shape)[1], num_groups)
        if exchange:
            self._editor.exchange(presenter.selected, block)
        else:
            self._editor.insert(block, 0 if source == INPUT else presenter.stack.index(source) + 1)

    def _on_page_groups_chosen(self, num_groups: int) -> None:
        self._editor.set_params(self._presenter.selected, {"num_groups": num_groups})


def shared_mark(shared: Shared) -> Mark:
    """The cells that share mean and variance, as a mark: all other channels and items are dimmed."""
    items, channels, rows, columns = shared.spans
    return Mark(range(items[0], items[1] + 1), range(channels[0], channels[1] + 1), rows, columns, alone=True)
