"""How the window looks and speaks: theme, language, and how values become colour."""

from __future__ import annotations

from functools import partial

from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.language import use_language
from cnnlab.gui.settings.table import COLOURS, LANGUAGE, THEME
from cnnlab.gui.window import MainWindow
from cnnlab.text import N_, SYSTEM, Message

_SCALES = {"channel": N_("per channel"), "layer": N_("per layer"), "stack": N_("per stack"), "fixed": N_("fixed")}
_COLOURS = ("diverging", "grey")
_THEMES = ("dark", "light", "system")
_LANGUAGES = ("en", "zh_CN", SYSTEM)


class LookWiring:
    """Connects what chooses theme, language, colours and scale."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self._theme_choice = "system"
        self.language_choice = SYSTEM
        bar = window.source_bar
        bar.scale_edited.connect(self.choose_scale)
        bar.colours_chosen.connect(self.choose_colours)
        bar.theme_chosen.connect(self.choose_theme)
        for choice in _THEMES:
            actions.connect(f"theme_{choice}", partial(self.choose_theme, choice))
        for code in _LANGUAGES:
            actions.connect(f"language_{code}", partial(self.choose_language, code))
        for choice in _SCALES:
            actions.connect(f"scale_{choice}", partial(self._choose_scale, choice))
        for choice in _COLOURS:
            actions.connect(f"colours_{choice}", partial(self.choose_colours, choice))
        actions.choose(f"scale_{self._presenter.view.scale.value}")
        actions.choose("colours_diverging")
        window.theme_changed.connect(lambda _theme: actions.retranslate())
        window.language_changed.connect(lambda _code: actions.retranslate())

    def choose_theme(self, choice: str) -> None:
        """Take the look `dark`, `light` or `system`, now and at the next start."""
        self._window.settings.set(THEME, choice)
        if choice != self._theme_choice:
            self.apply_theme(choice)

    def apply_theme(self, choice: str) -> None:
        """Take a look that the settings have already."""
        self._window.choose_theme(choice)
        self.note_theme(choice)

    @property
    def theme_choice(self) -> str:
        """Which look was chosen."""
        return self._theme_choice

    def choose_colours(self, choice: str) -> None:
        """Colour activations `diverging` or `grey`, now and at the next start."""
        self._window.settings.set(COLOURS, choice)
        self.apply_colours(choice)

    def apply_colours(self, choice: str) -> None:
        """Take colours that the settings have already."""
        self._window.choose_colours(choice)
        self._window.source_bar.show_colours(choice)
        self._actions.choose(f"colours_{choice}")

    def choose_scale(self, mode: str, fixed: float) -> None:
        """Choose what shares one colour scale, and the value of full colour where it is fixed."""
        self._presenter.set_scale(mode, fixed)
        self._window.source_bar.show_scale(mode, fixed)
        self._actions.choose(f"scale_{mode}")
        self.show_colour()

    def note_theme(self, choice: str) -> None:
        """Show which look was chosen, and follow the system from now on if that is it."""
        self._theme_choice = choice
        self._actions.choose(f"theme_{choice}")
        self._window.source_bar.show_theme(choice)

    def choose_language(self, choice: str) -> None:
        """Speak the language of a code, or the system's for `system`, now and at the next start.

        Raises:
            UserError: there is no such translation.
        """
        self._window.settings.set(LANGUAGE, choice)
        if choice != self.language_choice:
            self.apply_language(choice)

    def apply_language(self, choice: str) -> None:
        """Speak a language that the settings have already."""
        code = use_language(choice)
        self.note_language(choice)
        self._window.retranslate(code)

    def note_language(self, choice: str) -> None:
        """Show which language was chosen."""
        self.language_choice = choice
        self._actions.choose(f"language_{choice}")

    def follow_system(self) -> None:
        """The system has turned dark or light."""
        if self._theme_choice == "system":
            self.apply_theme("system")

    def show_colour(self) -> None:
        """Say in the status line how values become colour."""
        mode = Message(_SCALES[self._presenter.view.scale.value])
        self._window.status.show_colour(Message(N_("colour: symmetric, {mode}"), mode=mode))

    def _choose_scale(self, mode: str) -> None:
        self.choose_scale(mode, self._window.source_bar.fixed_scale)
