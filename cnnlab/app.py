"""Composition root of the desktop program: builds the window, starts the engine, runs the event loop.

The window is on screen before torch is imported; the worker imports it on its own thread.
"""

from __future__ import annotations

import argparse
import gc
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cnnlab import __version__
from cnnlab.cli.language import choose_named_language
from cnnlab.cli.parser import Parser
from cnnlab.formats.atomic import replacing
from cnnlab.formats.examples import FIRST, example
from cnnlab.gui.system import check_display, import_qt, use_offscreen
from cnnlab.resources import resource
from cnnlab.text import N_, SYSTEM, Message, UserError, _, first_line, languages

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from cnnlab.gui.about.log_file import LogFile
    from cnnlab.gui.bridge import LiveBridge
    from cnnlab.gui.files.loader import Answer
    from cnnlab.gui.presenter import Presenter
    from cnnlab.gui.settings.places import Places
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
        """End the threads and take the window down, hidden first: views hear of that while they are whole."""
        self.window.hide()
        self.window.close_engine()
        self.window.deleteLater()


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
    from PySide6.QtWidgets import QApplication

    from cnnlab.document.document import Document
    from cnnlab.gui.bridge import LiveBridge
    from cnnlab.gui.language import use_language
    from cnnlab.gui.presenter import Presenter
    from cnnlab.gui.settings.settings import Settings
    from cnnlab.gui.settings.table import LANGUAGE, THEME
    from cnnlab.gui.theme import apply_theme, resolve
    from cnnlab.gui.window import MainWindow
    from cnnlab.gui.wiring.wiring import Wiring

    sys.setswitchinterval(0.0002)  # window and worker take turns often: each waits 0.2 ms for the other, not 5
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["cnnlab"])
    app.setApplicationName("CNN Lab")
    app.setApplicationVersion(__version__)
    settings = Settings(places.settings if places is not None else None)
    if theme is not None:
        settings.override(THEME, theme)
    if language is not None:
        settings.override(LANGUAGE, language)
    if places is not None or language is not None:
        use_language(_spoken(settings.get(LANGUAGE)))
    look = resolve(settings.get(THEME))
    apply_theme(app, look)
    bridge = LiveBridge()
    presenter = Presenter(Document(), bridge)
    window = MainWindow(presenter, bridge, look, settings)
    settings.setParent(window)
    wiring = Wiring(window, places, log)
    window.show_theme(look)
    wiring.look.show_colour()
    wiring.look.note_theme(settings.get(THEME))
    wiring.look.note_language(_spoken(settings.get(LANGUAGE)))
    window.canvas.setFocus()
    window.status.show_message(Message(N_("Type a number into the kernel: every layer below it follows.")))
    presenter.synchronize()
    if start:
        bridge.start()
    return Program(app, window, presenter, bridge, wiring)


def _spoken(choice: str) -> str:
    """A choice of language that was stored, or the system's where its catalogue is gone."""
    return choice if choice in languages(resource("translations")) else SYSTEM


def open_first(program: Program, project: Path | None, picture: Path | None, name: str = FIRST) -> None:
    """Show a project (the example `name` if none is given or it cannot be opened) and lay a picture under it."""
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
        projects.opened.connect(lambda: program.window.stills.open_file(picture), once)


def main(arguments: Sequence[str]) -> int:
    """Open the window; gives the exit status."""
    choose_named_language(arguments)
    options = _window_parser().parse_args(arguments)
    _check_example(options)
    for path in (options.project, options.input):
        if path is not None and not path.is_file():
            raise UserError(N_("there is no file '{path}': see 'cnnlab --help' for what can be opened"), path=path)
    check_display()
    import_qt()
    from cnnlab.gui.about.log_file import LogFile
    from cnnlab.gui.settings.places import Places

    places = Places.of_user()
    log = LogFile(places.logs)
    try:
        return _run_window(options, places, log)
    finally:
        log.close()


def _run_window(options: argparse.Namespace, places: Places, log: LogFile) -> int:
    program = build(options.theme, start=False, places=places, log=log, language=options.language)
    _say_defects(program)
    program.app.styleHints().colorSchemeChanged.connect(program.wiring.look.follow_system)
    project = options.project or (_last_project(program) if options.example is None else None)
    open_first(program, project, options.input, options.example or FIRST)
    if not program.wiring.settings.layout.restore():
        room = program.window.screen().availableGeometry()
        program.window.resize(min(1600, int(room.width() * 0.96)), min(1000, int(room.height() * 0.93)))
    program.window.show()
    program.app.processEvents()  # the window is on screen before torch is imported
    program.bridge.start()
    program.bridge.result.connect(_settle_memory)
    program.wiring.recovery.offer()
    program.wiring.about.start_log()
    return program.app.exec()


def _last_project(program: Program) -> Path | None:
    """The project to open where none is named: the last one, if the user wants that and it is still there."""
    from cnnlab.gui.settings.table import REOPEN

    last = program.wiring.files.recent.last_project
    return last if program.window.settings.get(REOPEN) and last is not None and last.is_file() else None


def _say_defects(program: Program) -> None:
    """Whatever a slot or thread of ours raises unforeseen is a sentence in the window; its traceback is in the log."""
    from cnnlab.gui.about.log_file import log_defect

    def say(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        log_defect(kind, error, trace)
        last = traceback.extract_tb(trace)[-1:]
        place = f"{Path(last[0].filename).name}:{last[0].lineno}" if last else "?"
        text = Message(
            N_("something went wrong inside CNN Lab ({kind} at {place}: {error}): please report it"),
            kind=kind.__name__,
            place=place,
            error=first_line(error or kind()),
        )
        program.presenter.message.emit(text, "error")

    sys.excepthook = say
    threading.excepthook = lambda args: say(args.exc_type, args.exc_value, args.exc_traceback)


def _settle_memory() -> None:
    """After start-up, leave torch's and Qt's objects out of collections: looking at them all takes 100 ms."""
    if gc.get_freeze_count() == 0:
        gc.collect()
        gc.freeze()


def shot(arguments: Sequence[str]) -> int:
    """Render the real window to a picture; gives the exit status."""
    choose_named_language(arguments)
    options = _shot_parser().parse_args(arguments)
    _check_example(options)
    import_qt()
    use_offscreen()
    check_writable(options.output)
    program = build(options.theme, language=options.language or SYSTEM)
    try:
        program.window.resize(*options.size)
        problems: list[str] = []
        program.window.loader.answered.connect(lambda answer: _note(answer, problems))
        program.bridge.failed.connect(lambda failure: problems.append(str(failure)))
        open_first(program, options.project, options.input, options.example or FIRST)
        program.window.show()
        _wait_until_painted(program, problems, pictures=2 if options.input else 1)
        write_image(program.window.grab().toImage(), options.output)
    finally:
        program.close()
    return 0


def _note(answer: Answer, problems: list[str]) -> None:
    """Keep the sentence of a failure."""
    if answer.failure is not None:
        problems.append(str(answer.failure))


def check_writable(output: Path) -> None:
    """Make sure of the ending before anything is done.

    Raises:
        UserError: no image format has this ending.
    """
    from PySide6.QtGui import QImageWriter

    known = [bytes(name.data()).decode() for name in QImageWriter.supportedImageFormats()]
    if output.suffix.lstrip(".").lower() not in known:
        raise UserError(N_("'{file}' has no ending of a picture: use one such as .png or .jpg"), file=output)


def write_image(image: QImage, output: Path) -> None:
    """Write a picture; a file that is there is replaced only by a complete one.

    Raises:
        UserError: it cannot be written.
    """
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageWriter

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(output.suffix.lstrip(".").lower().encode())).write(image):
        raise UserError(N_("'{file}' could not be made: use another ending, such as .png"), file=output)
    with replacing(output) as file:
        file.write(data.data())


def _wait_until_painted(program: Program, problems: Sequence[str], pictures: int, limit: float = 60) -> None:
    """Run the event loop until nothing is read, computed or painted any more."""
    from PySide6.QtCore import QEventLoop

    shown: list[object] = []
    program.bridge.result.connect(shown.append)
    end = time.monotonic() + limit
    while time.monotonic() < end and not problems:
        program.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        gate, loader = program.bridge.gate, program.window.loader
        if shown and gate.idle and not loader.busy and program.presenter.frames >= pictures:
            return
        time.sleep(0.005)
    raise UserError(N_("{problem}"), problem=problems[0] if problems else _("the picture was not ready in a minute"))


def _size(text: str) -> tuple[int, int]:
    width, separator, height = text.lower().partition("x")
    if not (
        separator and width.isdigit() and height.isdigit() and 320 <= int(width) <= 8192 and 240 <= int(height) <= 8192
    ):
        raise argparse.ArgumentTypeError(
            _("'{text}' is not a size: write WIDTHxHEIGHT, from 320x240 to 8192x8192").format(text=text)
        )
    return int(width), int(height)


def _check_example(options: argparse.Namespace) -> None:
    """Make sure that there is such an example, and that it is the only thing to open.

    Raises:
        UserError: there is none, or a project is named too.
    """
    if options.example is None:
        return
    example(options.example)
    if options.project is not None:
        raise UserError(
            N_("'{project}' and the example '{name}' cannot both be opened: leave one of them out"),
            project=options.project,
            name=options.example,
        )


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--example", metavar="NAME", help=_("open an example instead of a project, e.g. edges"))
    parser.add_argument("--input", type=Path, metavar="I", help=_("picture to show instead of the project's own"))
    parser.add_argument(
        "--language", metavar="L", help=_("language of all texts, such as en or zh_CN; left out: the system's")
    )
    parser.add_argument("--theme", choices=("dark", "light", "system"), help=_("look of the window"))


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="cnnlab", description=_("Opens the window."))
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help=_("project to open"))
    _common(parser)
    return parser


def _shot_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="cnnlab shot", description=_("Renders the real window to a picture; needs no display."))
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help=_("project to show"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=_("picture to write, e.g. shot.png")
    )
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH", help=_("size of the window"))
    _common(parser)
    return parser
