"""`cnnlab shot`: the real window, rendered to a picture without a display."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cnnlab.app.options import add_common, check_example, check_files
from cnnlab.app.program import Program, build, open_first
from cnnlab.app.steps import add_steps
from cnnlab.app.watch import QUIET, Watch
from cnnlab.cli.language import choose_named_language
from cnnlab.cli.parser import Parser
from cnnlab.formats.atomic import replacing
from cnnlab.formats.examples import FIRST
from cnnlab.gui.system import import_qt, use_offscreen, write_screen
from cnnlab.text import N_, SYSTEM, UserError, _

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget


_FADED = 0.3  # seconds without work: marks in fields fade in


def shot(arguments: Sequence[str]) -> int:
    """Render the real window to a picture; gives the exit status."""
    choose_named_language(arguments)
    options = _shot_parser().parse_args(arguments)
    check_example(options)
    check_files(options)
    import_qt()
    with TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.json"
        write_screen(screen, *options.size)
        use_offscreen(screen)
        check_writable(options.output)
        program = build(options.theme, language=options.language or SYSTEM)
    try:
        write_image(_shown(program, options), options.output)
    finally:
        program.close()
    return 0


def _shown(program: Program, options: argparse.Namespace) -> QImage:
    """The window once the project is painted and all steps are done."""
    from cnnlab.app.hand import Hand
    from cnnlab.app.steps import Doing
    from cnnlab.gui.settings.table import TEXT

    window, hand = program.window, Hand(program.window)
    _hold_still(program)
    if options.text_scale is not None:
        window.settings.set(TEXT, options.text_scale)
    window.resize(*options.size)
    watch = Watch(program)
    open_first(program, options.project, options.input, options.example or FIRST)
    window.show()
    window.activateWindow()
    watch.wait(pictures=2 if options.input else 1)
    doing = Doing(program, hand)
    for step in options.steps:
        doing.do(step)
        watch.wait(quiet=_FADED if step is options.steps[-1] else QUIET)
    return photograph(window, hand.part(options.crop) if options.crop else None)


def _seen(part: QWidget, window: QWidget) -> QRect:
    """Where in the window the part of a widget lies that nothing around it cuts off."""
    from PySide6.QtCore import QPoint, QRect

    area, around = QRect(part.mapTo(window, QPoint(0, 0)), part.size()), part.parentWidget()
    while around is not None:
        area &= QRect(around.mapTo(window, QPoint(0, 0)), around.size())
        around = around.parentWidget() if around is not window else None
    return area


def _hold_still(program: Program) -> None:
    """Leave out what differs each time: a blinking cursor, milliseconds."""
    program.app.setCursorFlashTime(0)
    program.presenter.result_changed.connect(lambda _result: program.window.source_bar.show_time(None))


def photograph(window: QWidget, part: QWidget | None = None) -> QImage:
    """The window with all that lies over it, or a part of it with what was opened there.

    Raises:
        UserError: the part lies outside of what can be seen.
    """
    from PySide6.QtCore import QPoint, QRect
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

    image, corner = window.grab().toImage(), window.mapToGlobal(QPoint(0, 0))
    area = _seen(part, window) if part is not None else window.rect()
    if part is not None and area.isEmpty():
        raise UserError(N_("'{name}' is scrolled out of view: choose a larger --size"), name=part.objectName())
    painter = QPainter(image)
    for above in QApplication.topLevelWidgets():
        if above is not window and above.isVisible():
            place = above.mapToGlobal(QPoint(0, 0)) - corner
            painter.drawPixmap(place, above.grab())
            area |= QRect(place, above.size())
    painter.end()
    return image.copy(area & window.rect())


def check_writable(output: Path) -> None:
    """Make sure of the ending and the folder before anything is done.

    Raises:
        UserError: no image format has this ending, or there is no such folder.
    """
    from PySide6.QtGui import QImageWriter

    known = [bytes(name.data()).decode() for name in QImageWriter.supportedImageFormats()]
    if output.suffix.lstrip(".").lower() not in known:
        raise UserError(N_("'{file}' has no ending of a picture: use one such as .png or .jpg"), file=output)
    if not output.absolute().parent.is_dir():
        raise UserError(N_("there is no folder '{folder}': make it first"), folder=output.parent)


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


def _size(text: str) -> tuple[int, int]:
    width, separator, height = text.lower().partition("x")
    if not (
        separator and width.isdigit() and height.isdigit() and 320 <= int(width) <= 8192 and 240 <= int(height) <= 8192
    ):
        raise argparse.ArgumentTypeError(
            _("'{text}' is not a size: write WIDTHxHEIGHT, from 320x240 to 8192x8192").format(text=text)
        )
    return int(width), int(height)


def _percent(text: str) -> int:
    if not text.isdigit() or not 80 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(
            _("'{text}' is no text size: write a per cent number from 80 to 200").format(text=text)
        )
    return int(text)


def _shot_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="cnnlab shot", description=_("Renders the real window to a picture; needs no display."))
    parser.add_argument("project", nargs="?", type=Path, metavar="PROJECT", help=_("project to show"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=_("picture to write, e.g. shot.png")
    )
    parser.add_argument("--size", type=_size, default=(1600, 1000), metavar="WxH", help=_("size of the window"))
    parser.add_argument(
        "--crop", metavar="NAME", help=_("show this part of the window alone, e.g. inspector, with what it has opened")
    )
    parser.add_argument("--text-scale", type=_percent, metavar="N", help=_("text size in per cent, 80 to 200"))
    add_common(parser)
    add_steps(parser)
    return parser
