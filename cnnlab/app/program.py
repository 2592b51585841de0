"""Composition root of the desktop program: document, engine and window, and who hears whom.

The window is on screen before torch is imported; the worker imports it on its own thread.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab import __version__
from cnnlab.formats.examples import FIRST
from cnnlab.resources import resource
from cnnlab.text import N_, SYSTEM, Message, languages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from cnnlab.gui.about.log_file import LogFile
    from cnnlab.gui.bridge import LiveBridge
    from cnnlab.gui.presenter import Presenter
    from cnnlab.gui.settings.places import Places
    from cnnlab.gui.settings.settings import Settings
    from cnnlab.gui.theme import Theme
    from cnnlab.gui.window import MainWindow
    from cnnlab.gui.wiring.wiring import Wiring


@dataclass(eq=False)
class Program:
    """The running program."""

    app: QApplication
    window: MainWindow
    presenter: Presenter
    bridge: LiveBridge
    wiring: Wiring

    def close(self) -> None:
        """End the threads and take the window down, hidden first: views hear of that while they are whole.

        What it shows goes after it: Qt holds those who listen, and Python what they listen to, until one lets go.
        """
        self.window.hide()
        self.window.close_engine()
        for part in (self.window, self.presenter, self.bridge):
            part.deleteLater()


def build(
    theme: str | None = None,
    start: bool = True,
    places: Places | None = None,
    log: LogFile | None = None,
    language: str | None = None,
) -> Program:
    """The program with an empty document and a window that is not shown yet; `start` False leaves the engine off.

    Without `places` it neither reads nor writes anything that lasts. A `theme` and a `language`, a code or `system`,
    hold for this run, whatever is stored; with neither `places` nor `language` the language stays as it is.
    """
    from cnnlab.gui.language import use_language
    from cnnlab.gui.settings.table import LANGUAGE, THEME
    from cnnlab.gui.theme import apply_theme, prepare_theme, resolve

    _share_memory_and_time()
    app, settings = _application(), _settings(places, theme, language)
    if places is not None or language is not None:
        use_language(_spoken(settings.get(LANGUAGE)))
    look = resolve(settings.get(THEME))
    prepare_theme(app, look)
    program = _put_together(app, settings, look, places, log)
    apply_theme(app, look)
    _show_choices(program)
    program.presenter.synchronize()
    if start:
        program.bridge.start()
    return program


def _share_memory_and_time() -> None:
    """What has to be said to the allocator, to torch and to Python before anything is computed."""
    from cnnlab.engine.allocator import keep_freed_memory
    from cnnlab.engine.compiled import keep_few_compiled
    from cnnlab.engine.waiting import wait_briefly

    keep_freed_memory()
    wait_briefly()
    keep_few_compiled()
    sys.setswitchinterval(0.0002)  # window and worker take turns often: each waits 0.2 ms for the other, not 5


def _application() -> QApplication:
    """Qt's application, which may be there already."""
    from PySide6.QtWidgets import QApplication

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["cnnlab"])
    app.setApplicationName("CNN Lab")
    app.setApplicationVersion(__version__)
    return app


def _settings(places: Places | None, theme: str | None, language: str | None) -> Settings:
    """The settings that are stored, with those of this run laid over them."""
    from cnnlab.gui.settings.settings import Settings
    from cnnlab.gui.settings.table import LANGUAGE, THEME

    settings = Settings(places.settings if places is not None else None)
    for setting, value in ((THEME, theme), (LANGUAGE, language)):
        if value is not None:
            settings.override(setting, value)
    return settings


def _put_together(
    app: QApplication, settings: Settings, look: Theme, places: Places | None, log: LogFile | None
) -> Program:
    """Document, engine, window, and who hears whom."""
    from cnnlab.document.document import Document
    from cnnlab.gui.bridge import LiveBridge
    from cnnlab.gui.presenter import Presenter
    from cnnlab.gui.window import MainWindow
    from cnnlab.gui.wiring.wiring import Wiring

    bridge = LiveBridge()
    presenter = Presenter(Document(), bridge)
    window = MainWindow(presenter, bridge, look, settings)
    settings.setParent(window)
    return Program(app, window, presenter, bridge, Wiring(window, places, log))


def _show_choices(program: Program) -> None:
    """Show which look, language and colours hold, and what to do first."""
    from cnnlab.gui.settings.table import LANGUAGE, THEME

    window, look = program.window, program.wiring.look
    window.show_theme(window.theme)
    look.show_colour()
    look.note_theme(window.settings.get(THEME))
    look.note_language(_spoken(window.settings.get(LANGUAGE)))
    window.canvas.setFocus()
    window.status.show_message(Message(N_("Type a number into the kernel: every layer below it follows.")))


def _spoken(choice: str) -> str:
    """A choice of language that was stored, or the system's where its catalogue is gone."""
    return choice if choice in languages(resource("translations")) else SYSTEM


def open_first(program: Program, project: Path | None, picture: Path | None, name: str = FIRST) -> None:
    """Show a project, and lay a picture or a video under it.

    The example `name` stands for a project that is not given or cannot be opened.
    """
    from PySide6.QtCore import Qt

    once = Qt.ConnectionType.SingleShotConnection
    projects = program.window.projects
    if project is None:
        program.window.open_example(name)
    else:
        # Without a hint, which would take the place of the sentence that says what is wrong with the project.
        projects.failed.connect(lambda: program.window.open_example(name, hint=False), once)
        projects.open(project)
    if picture is not None:
        projects.opened.connect(lambda: program.window.open_picture(picture), once)
