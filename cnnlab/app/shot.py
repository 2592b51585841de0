"""`cnnlab shot`: the real window, rendered to a picture without a display."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cnnlab.app.options import add_common, check_example
from cnnlab.app.program import Program, build, open_first
from cnnlab.cli.language import choose_named_language
from cnnlab.cli.parser import Parser
from cnnlab.formats.atomic import replacing
from cnnlab.formats.examples import FIRST
from cnnlab.gui.system import import_qt, use_offscreen
from cnnlab.text import N_, SYSTEM, UserError, _

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from cnnlab.gui.files.loader import Answer


def shot(arguments: Sequence[str]) -> int:
    """Render the real window to a picture; gives the exit status."""
    choose_named_language(arguments)
    options = _shot_parser().parse_args(arguments)
    check_example(options)
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


def _shot_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="cnnlab shot", description=_("Renders the real window to a picture; needs no display."))
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help=_("project to show"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=_("picture to write, e.g. shot.png")
    )
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH", help=_("size of the window"))
    add_common(parser)
    return parser
