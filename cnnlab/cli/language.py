"""The language of what is written into a terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cnnlab.cli.parser import Parser
from cnnlab.resources import resource
from cnnlab.text import SYSTEM, _, nearest_language, set_language, wanted_languages


def language_parser() -> Parser:
    """The option that every command takes."""
    parser = Parser(add_help=False, allow_abbrev=False)
    parser.add_argument(
        "--language",
        default=SYSTEM,
        metavar="L",
        help=_("language of all texts, such as en or zh_CN; left out: the system's"),
    )
    return parser


def choose_named_language(argv: Sequence[str]) -> None:
    """Take the language that the arguments name, or the one of `LC_ALL`, `LC_MESSAGES` or `LANG`.

    It is read before anything else, since help and errors are in that language too.

    Raises:
        UserError: there is no such translation.
    """
    folder = resource("translations")
    set_language(
        nearest_language(wanted_languages(os.environ), folder), folder
    )  # an error in the option itself is in the system's language
    named = language_parser().parse_known_args(argv)[0].language
    if named != SYSTEM:
        set_language(named, folder)
