"""What the window and its picture both take from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from cnnlab.formats.examples import example
from cnnlab.text import N_, UserError, _


def check_example(options: argparse.Namespace) -> None:
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


def add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--example", metavar="NAME", help=_("open an example instead of a project, e.g. edges"))
    parser.add_argument(
        "--input", type=Path, metavar="I", help=_("picture or video to show instead of the project's own")
    )
    parser.add_argument(
        "--language", metavar="L", help=_("language of all texts, such as en or zh_CN; left out: the system's")
    )
    parser.add_argument("--theme", choices=("dark", "light", "system"), help=_("look of the window"))


def check_files(options: argparse.Namespace) -> None:
    """Make sure that what is to be opened is there.

    Raises:
        UserError: the project or the picture is no file.
    """
    for path in (options.project, options.input):
        if path is not None and not path.is_file():
            raise UserError(N_("there is no file '{path}': see 'cnnlab --help' for what can be opened"), path=path)
