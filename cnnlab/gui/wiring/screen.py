"""A region of the screen: chosen, remembered, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.live_source import LiveSource
from cnnlab.gui.settings.table import REGION
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.sources.naming import SCREEN, kind_of
from cnnlab.sources.region import Region, region_of
from cnnlab.text import N_, Message, UserError

if TYPE_CHECKING:
    from cnnlab.gui.region.chooser import RegionChooser
    from cnnlab.gui.source_strip.screen_controls import ScreenControls

_ASKS = N_("the project shows a part of a screen: {freeze} starts it, or choose a region")


class ScreenWiring:
    """Connects the chooser and the controls of a region of the screen."""

    def __init__(self, window: MainWindow, capture: CaptureWiring) -> None:
        self._window, self._capture = window, capture
        self.chooser: RegionChooser | None = None
        self._controls: ScreenControls | None = None
        capture.offer(SCREEN, self.choose, LiveKind(SCREEN, _made, Message(_ASKS, freeze="F4")))
        window.presenter.structure_changed.connect(self._show)
        window.closing.connect(self._on_window_closing)

    def choose(self) -> None:
        """Ask for a region, beginning with the one that was chosen last."""
        if self.chooser is None:
            from cnnlab.gui.region.chooser import RegionChooser

            self.chooser = RegionChooser(self._window)
            self.chooser.chosen.connect(self._on_chooser_chosen)
            self.chooser.closed.connect(self._window.activateWindow)
        self.chooser.open(self._window.theme, self._last(), self._window.screen())

    def _last(self) -> Region | None:
        source = self._window.presenter.stack.input.source
        for name in (source if kind_of(source) == SCREEN else "", self._window.settings.get(REGION)):
            try:
                return region_of(name)
            except UserError:
                continue
        return None

    def _on_chooser_chosen(self, region: Region) -> None:
        self._window.settings.set(REGION, region.source)
        self._capture.open(region.source)

    def _on_window_closing(self) -> None:
        if self.chooser is not None:
            self.chooser.close()

    def _show(self) -> None:
        source = self._window.presenter.stack.input.source
        if kind_of(source) != SCREEN:
            return
        if self._controls is None:
            from cnnlab.gui.source_strip.screen_controls import ScreenControls

            self._controls = ScreenControls()
            self._capture.drive(self._controls.freeze)
            self._controls.choose_requested.connect(self.choose)
            self._window.add_source_controls(SCREEN, self._controls)
            self._window.source_strip.show_kind(SCREEN)
        try:
            self._controls.show_region(region_of(source))
        except UserError:
            self._controls.show_region(None)


def _made(source: str) -> LiveSource:
    """The source of a region, whose code is loaded when one is first shown.

    Raises:
        UserError: there can be none.
    """
    from cnnlab.gui.capture.screen import ScreenSource

    return ScreenSource(source)
