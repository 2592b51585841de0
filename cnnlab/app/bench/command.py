"""`cnnlab bench`: the program against the bare network, as ratios in one run."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from cnnlab.app.bench.bare import Bare
from cnnlab.app.bench.effort import SECONDS, Effort
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.machine import machine
from cnnlab.app.bench.measures import MEASURES
from cnnlab.app.bench.notebook import check_matplotlib
from cnnlab.app.bench.report import as_json, as_line, as_text
from cnnlab.app.bench.result import Result
from cnnlab.cli.language import choose_named_language
from cnnlab.cli.parser import Parser
from cnnlab.cli.say import say
from cnnlab.gui.system import import_qt, use_offscreen, write_screen
from cnnlab.text import N_, Listed, UserError, _

_NOTEBOOK = "notebook"
_SCREEN = 1600, 1000


def bench(arguments: Sequence[str]) -> int:
    """Measure and print; gives the exit status."""
    choose_named_language(arguments)
    options = _parser().parse_args(arguments)
    names = chosen(options.names)
    import_qt()
    results = _measured(names, Effort(options.seconds))
    report = as_json if options.json else as_text
    print(report(machine(), results))
    return 1 if options.strict and not all(result.holds for result in results) else 0


def chosen(names: Sequence[str]) -> list[str]:
    """The measures to take, in the order of the table: those named, or all that can be taken here.

    Raises:
        UserError: there is no such measure, or what a named one needs is missing.
    """
    unknown = next((name for name in names if name not in MEASURES), None)
    if unknown is not None:
        raise UserError(N_("there is no measure '{name}': choose one of {known}"), name=unknown, known=Listed(MEASURES))
    wanted = [name for name in MEASURES if name in names or not names]
    try:
        if _NOTEBOOK in wanted:
            check_matplotlib()
    except UserError as missing:
        if names:
            raise
        say("note", missing.message)
        wanted.remove(_NOTEBOOK)
    return wanted


def _measured(names: Sequence[str], effort: Effort) -> list[Result]:
    results: list[Result] = []
    with TemporaryDirectory() as folder, closing(Bare()) as bare:
        screen = Path(folder) / "screen.json"
        write_screen(screen, *_SCREEN)
        use_offscreen(screen)
        ground = Ground(effort, bare, lambda text: say("bench", text))
        for name in names:
            for result in MEASURES[name].run(ground):
                ground.tell(as_line(result))
                results.append(result)
    return results


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.01 <= value <= 600:
        raise argparse.ArgumentTypeError(
            _("'{text}' is no time to measure: write seconds from 0.01 to 600").format(text=text)
        )
    return value


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cnnlab bench",
        description=_("Measures the program against the bare network, as ratios in one run; needs no display.")
        + "\n"
        + _("A figure is the median of five rounds; p95 is what 95 of 100 single samples keep to."),
        epilog=_("measures:") + "\n" + "\n".join(f"  {name:<11} {_(m.about)}" for name, m in MEASURES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("names", nargs="*", metavar=_("MEASURE"), help=_("what to measure; left out: everything"))
    parser.add_argument("--json", action="store_true", help=_("print JSON instead of a table"))
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=SECONDS,
        metavar="S",
        help=_("time for one figure; less than the usual 10 is rougher and counts fewer frames and starts"),
    )
    parser.add_argument("--strict", action="store_true", help=_("end with status 1 if a bar does not hold"))
    parser.add_argument(
        "--language", metavar="L", help=_("language of all texts, such as en or zh_CN; left out: the system's")
    )
    return parser
