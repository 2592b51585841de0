"""The page of norms: a column that is clicked becomes the norm of the selected layer."""

from __future__ import annotations

from cnnlab.blocks.norms import Norm
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.explain.norms import NONE, compared, norm_block
from cnnlab.gui.norms_page.page import NormsPage
from cnnlab.gui.window import MainWindow


class NormsWiring:
    """Connects the page of norms."""

    def __init__(self, window: MainWindow, page: NormsPage) -> None:
        self._presenter, self._editor = window.presenter, window.editor
        page.norm_chosen.connect(self.choose)
        page.groups_chosen.connect(self._on_page_groups_chosen)
        page.channel_chosen.connect(lambda channel: self._presenter.select(self._presenter.selected, channel))

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
