"""How the window looks: theme, and how values become colour."""

from __future__ import annotations

from functools import partial

from cnnlab.gui.actions import Actions
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, _

_SCALES = {"channel": N_("per channel"), "layer": N_("per layer"), "stack": N_("per stack"), "fixed": N_("fixed")}
_COLOURS = ("diverging", "grey")
_THEMES = ("dark", "light", "system")


class LookWiring:
    """Connects what chooses theme, colours and scale."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._theme_choice = "system"
        bar = window.source_bar
        bar.scale_edited.connect(self._on_bar_scale_edited)
        bar.colours_chosen.connect(self._on_bar_colours_chosen)
        bar.theme_chosen.connect(self.choose_theme)
        for choice in _THEMES:
            actions.connect(f"theme_{choice}", partial(self.choose_theme, choice))
        for choice in _SCALES:
            actions.connect(f"scale_{choice}", partial(self._choose_scale, choice))
        for choice in _COLOURS:
            actions.connect(f"colours_{choice}", partial(self._on_bar_colours_chosen, choice))
        actions.choose(f"scale_{self._presenter.view.scale.value}")
        actions.choose("colours_diverging")
        window.theme_changed.connect(lambda _theme: actions.retranslate())

    def choose_theme(self, choice: str) -> None:
        """Take the look `dark`, `light` or `system`."""
        self._window.choose_theme(choice)
        self.note_theme(choice)

    def note_theme(self, choice: str) -> None:
        """Show which look was chosen, and follow the system from now on if that is it."""
        self._theme_choice = choice
        self._actions.choose(f"theme_{choice}")
        self._window.source_bar.show_theme(choice)

    def follow_system(self) -> None:
        """The system has turned dark or light."""
        if self._theme_choice == "system":
            self.choose_theme("system")

    def show_colour(self) -> None:
        """Say in the status line how values become colour."""
        mode = _(_SCALES[self._presenter.view.scale.value])
        self._window.status.show_colour(_("colour: symmetric, {mode}").format(mode=mode))

    def _choose_scale(self, mode: str) -> None:
        self._on_bar_scale_edited(mode, self._window.source_bar.fixed_scale)

    def _on_bar_scale_edited(self, mode: str, fixed: float) -> None:
        self._presenter.set_scale(mode, fixed)
        self._window.source_bar.show_scale(mode, fixed)
        self._actions.choose(f"scale_{mode}")
        self.show_colour()

    def _on_bar_colours_chosen(self, choice: str) -> None:
        self._window.choose_colours(choice)
        self._window.source_bar.show_colours(choice)
        self._actions.choose(f"colours_{choice}")
