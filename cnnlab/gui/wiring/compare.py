"""Variants of the stack: frozen, gone back to, forgotten, and compared in their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnlab.document.stack import INPUT
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.compare.frozen import Frozen
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.explain import ExplainWiring
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from cnnlab.engine.view import Probe
    from cnnlab.gui.compare.page import ComparePage

_PAGE = "compare"


class CompareWiring:
    """Connects the commands, and the page once it is made."""

    def __init__(self, window: MainWindow, actions: Actions, explain: ExplainWiring) -> None:
        self._window, self._actions, self._explain = window, actions, explain
        self._presenter, self._pin = window.presenter, window.pin
        self._page: ComparePage | None = None
        self._slice = (0, 0)
        self.frozen = Frozen(window.presenter, window)
        for command, do in (
            ("variant_freeze", self._freeze),
            ("variant_back", self.frozen.go_back),
            ("variant_forget", self.frozen.forget),
        ):
            actions.connect(command, do)
        for command in ("variant_back", "variant_forget"):
            actions.rule(command, lambda: self.frozen.stack is not None)
        explain.when_made(_PAGE, self._connect_page)
        explain.when_turned(self.refresh)
        self.frozen.changed.connect(self._on_frozen_changed)
        self._presenter.selection_changed.connect(self._on_presenter_selection_changed)
        self._presenter.plan_changed.connect(lambda _plan: self.refresh())
        self._pin.changed.connect(self._on_pin_changed)

    def _connect_page(self, page: ComparePage) -> None:
        self._page = page
        page.picked.connect(self._on_page_picked)
        page.moved.connect(self._pin.step)
        page.controls.freeze_requested.connect(self._freeze)
        page.controls.back_requested.connect(self.frozen.go_back)
        page.controls.forget_requested.connect(self.frozen.forget)

    def refresh(self) -> None:
        """The page was brought forward, or something that it shows has changed."""
        page = self._page
        if page is None or not self._explain.shows(_PAGE):
            return
        variant = self.frozen.variant
        if variant is None:
            page.show_subject(None)
            return
        from cnnlab.gui.compare.subject import subject_of

        if self._pin.at is None:
            self._pin.go_to(self._presenter.selected or INPUT, self._presenter.selected_channel)
        plan, statistics = self._presenter.shown, self._presenter.document.statistics
        fits, veil = self.frozen.fits, self._explain.veil
        page.show_subject(subject_of(variant, plan, statistics, self._pin.at, fits, self._slice, veil))

    def _freeze(self) -> None:
        self.frozen.freeze()
        said = N_("the stack is frozen as A: edit on, and compare in the drawer of explanations")
        self._window.status.show_message(Message(said), "info")

    def _on_frozen_changed(self) -> None:
        self._actions.refresh()
        self.refresh()

    def _on_presenter_selection_changed(self, layer: str, out: int, into: int) -> None:
        self._slice = (out, into)
        if self._explain.shows(_PAGE):
            if layer:
                self._pin.go_to(layer, out)
            self.refresh()

    def _on_pin_changed(self, at: Probe | None) -> None:
        if not self._explain.shows(_PAGE):
            return
        selected = self._presenter.selected, self._presenter.selected_channel
        if at is not None and at[0] != INPUT and (at[0], at[2]) != selected:
            self._presenter.select(at[0], at[2])
        self.refresh()

    def _on_page_picked(self, y: int, x: int) -> None:
        at, compared = self._pin.at, self._page.compared if self._page is not None else None
        if at is not None and compared is not None:
            layer, item, channel, *_place = at
            self._pin.put((layer, item, x, 0, 0) if compared.single else (layer, item, channel, y, x))
