"""The window on the user's desktop: places, log, recovery, and the event loop."""

from __future__ import annotations

import argparse
import gc
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cnnlab.app.options import add_common, check_example, check_files
from cnnlab.app.program import Program, build, open_first
from cnnlab.cli.language import choose_named_language
from cnnlab.cli.parser import Parser
from cnnlab.formats.examples import FIRST
from cnnlab.gui.system import check_display, import_qt
from cnnlab.text import N_, Message, _, first_line

if TYPE_CHECKING:
    from cnnlab.gui.about.log_file import LogFile
    from cnnlab.gui.settings.places import Places


def main(arguments: Sequence[str]) -> int:
    """Open the window; gives the exit status."""
    choose_named_language(arguments)
    options = _window_parser().parse_args(arguments)
    check_example(options)
    check_files(options)
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
    project = options.project or (last_project(program) if options.example is None else None)
    open_first(program, project, options.input, options.example or FIRST)
    if not program.wiring.settings.layout.restore():
        room = program.window.screen().availableGeometry()
        program.window.resize(min(1600, int(room.width() * 0.96)), min(1000, int(room.height() * 0.93)))
    program.window.show()
    program.wiring.explain.restore()
    program.app.processEvents()  # the window is on screen before torch is imported
    program.bridge.start()
    program.bridge.result.connect(settle_memory)
    program.wiring.recovery.offer()
    program.wiring.about.start_log()
    return program.app.exec()


def last_project(program: Program) -> Path | None:
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


def settle_memory() -> None:
    """After start-up, leave torch's and Qt's objects out of collections: looking at them all takes 100 ms."""
    if gc.get_freeze_count() == 0:
        gc.collect()
        gc.freeze()


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="cnnlab", description=_("Opens the window."))
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help=_("project to open"))
    add_common(parser)
    return parser
