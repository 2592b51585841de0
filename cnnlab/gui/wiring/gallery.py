"""The gallery of examples."""

from __future__ import annotations

from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.gallery.gallery import Gallery
from cnnlab.gui.window import MainWindow


class GalleryWiring:
    """Connects the gallery; it is built when it is first wanted."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window = window
        self.gallery: Gallery | None = None
        actions.connect("gallery", self.open)
        window.source_bar.examples_requested.connect(self.open)

    def open(self) -> None:
        """Lay the gallery over the window."""
        if self.gallery is None:
            self.gallery = Gallery(self._window, self._window.theme)
            self.gallery.chosen.connect(self._window.open_example)
            self._window.theme_changed.connect(self.gallery.set_theme)
        self.gallery.open()
