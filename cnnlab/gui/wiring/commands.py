"""What concerns all commands: palette, page of keys, full screen, presentation, the way through the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.gui.command_palette.palette import CommandPalette
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.commands.menu_key import MenuKey
from cnnlab.gui.commands.menu_tips import MenuTips
from cnnlab.gui.commands.shortcut_page import ShortcutPage
from cnnlab.gui.layer_text import layer_about
from cnnlab.gui.panes import go_to_next
from cnnlab.gui.presentation import Presentation
from cnnlab.gui.stack_panel.block_search import first_sentence
from cnnlab.gui.theme import Theme
from cnnlab.gui.veil import Veil
from cnnlab.gui.window import MainWindow
from cnnlab.text import _


class CommandsWiring:
    """Connects the menus View and Help as far as they concern the window as a whole.

    `veil` says which shapes are kept from sight.
    """

    def __init__(self, window: MainWindow, actions: Actions, veil: Callable[[], Veil]) -> None:
        self._veil = veil
        self._window, self._actions, self._presenter = window, actions, window.presenter
        self.palette = CommandPalette(window, window.theme, self.entries)
        self.palette.close_with(actions.keys("palette"))
        self.shortcuts = ShortcutPage(window, window.theme)
        self.presentation = Presentation(window)
        for command, do in (
            ("palette", self.palette.open),
            ("shortcuts", self.shortcuts.open),
            ("full_screen", self.presentation.toggle_full_screen),
            ("present", self.presentation.toggle),
            ("next_pane", lambda: go_to_next(self._panes())),
            ("previous_pane", lambda: go_to_next(self._panes(), -1)),
        ):
            actions.connect(command, do)
        self.presentation.turned.connect(actions["present"].setChecked)
        self.presentation.filled.connect(actions["full_screen"].setChecked)
        self._menu_key = MenuKey(window)
        self._menu_key.pressed.connect(window.source_bar.open_menu)
        window.theme_changed.connect(self._on_window_theme_changed)
        self._tips = MenuTips(window)
        self._tips.shown.connect(self._on_tips_shown)

    def _panes(self) -> list[QWidget]:
        window = self._window
        desk = (window.desk.widget(i) for i in range(window.desk.count()))
        below = (window.floors.widget(i) for i in range(1, window.floors.count()))
        middle = (pane for pane in (*desk, *below) if pane is not None)
        return [window.source_bar, window.stack_panel, *middle, window.inspector, window.status]

    def entries(self) -> Sequence[Entry]:
        """All that the palette finds: commands, blocks to add, layers to go to."""
        return [*self._actions.entries(), *self._blocks(), *self._layers()]

    def _blocks(self) -> list[Entry]:
        return [
            Entry(
                f"add:{kind}",
                _("Add {title}").format(title=block.title),
                partial(self._window.stack_panel.add, kind),
                path=_(block.family.value),
                icon="add",
                about=first_sentence(block),
            )
            for kind, block in kinds_by_id().items()
        ]

    def _layers(self) -> list[Entry]:
        return [
            Entry(
                f"layer:{plan.id}",
                _("Go to {layer}").format(layer=plan.layer.label),
                partial(self._presenter.select, plan.id),
                path=layer_about(plan, unsaid=self._veil().hides_any_of(plan.id)),
                icon="chevron-right",
            )
            for plan in self._presenter.plan.layers
        ]

    def _on_window_theme_changed(self, theme: Theme) -> None:
        for page in (self.palette, self.shortcuts):
            page.set_theme(theme)

    def _on_tips_shown(self, tip: str) -> None:
        if tip:
            self._window.status.show_hover(tip)
        else:
            self._window.status.clear_hover()
