"""Overlays on all screens, of which one gives the region."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from cnnlab.gui.capture.screens import name_of
from cnnlab.gui.region.overlay import RegionOverlay
from cnnlab.gui.theme import Theme
from cnnlab.sources.region import Region


class RegionChooser(QObject):
    """Asks for a region of a screen.

    Signals:
        chosen: a `Region`.
        closed: the overlays are gone, whether something was chosen or not.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlays: list[RegionOverlay] = []
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self.close)
        app.screenAdded.connect(self.close)

    @property
    def overlays(self) -> tuple[RegionOverlay, ...]:
        """What covers the screens now; the first has the keys."""
        return tuple(self._overlays)

    def open(self, theme: Theme, first: Region | None, on: QScreen) -> None:
        """Cover all screens; begin with a region, if its screen is there, or else in the middle of one."""
        self.close()
        screens = QGuiApplication.screens()
        begun = next((s for s in screens if first is not None and name_of(s) == first.screen), None) or on
        screens.sort(key=lambda screen: screen is not begun)
        for screen in screens:
            known = first if first is not None and name_of(screen) == first.screen else None
            overlay = RegionOverlay(screen, theme, known, others=len(screens) > 1)
            overlay.taken.connect(self._on_overlay_taken)
            overlay.left.connect(self.close)
            overlay.begun.connect(partial(self._on_overlay_begun, overlay))
            overlay.next_wanted.connect(partial(self._on_overlay_next, overlay))
            self._overlays.append(overlay)
        leading = self._overlays[0]
        if leading.region is None:
            leading.show_region(leading.middle())
        for overlay in reversed(self._overlays):
            overlay.showFullScreen()
        _give_keys(leading)

    def close(self, *_about: object) -> None:
        """Take the overlays away."""
        overlays, self._overlays = self._overlays, []
        for overlay in overlays:
            overlay.close()
        if overlays:
            self.closed.emit()

    def _on_overlay_taken(self, region: Region) -> None:
        self.close()
        self.chosen.emit(region)

    def _on_overlay_begun(self, begun: RegionOverlay) -> None:
        for overlay in self._overlays:
            if overlay is not begun:
                overlay.show_region(None)

    def _on_overlay_next(self, now: RegionOverlay) -> None:
        following = self._overlays[(self._overlays.index(now) + 1) % len(self._overlays)]
        if following is not now:
            self._on_overlay_begun(following)
            if following.region is None:
                following.show_region(following.middle())
            _give_keys(following)


def _give_keys(overlay: RegionOverlay) -> None:
    overlay.raise_()
    overlay.activateWindow()
    overlay.setFocus(Qt.FocusReason.OtherFocusReason)
