"""The argument parser of every command."""

from __future__ import annotations

import argparse
from typing import NoReturn

from cnnlab.text import N_, UserError, _

# What argparse says itself. It looks its words up in gettext's own domain, which knows compiled catalogues only, so it
# is given our function instead.
ARGPARSE_WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
setattr(argparse, "_", _)  # noqa: B010 (argparse does not declare it)


class Parser(argparse.ArgumentParser):
    """A parser whose errors go the way of all errors: one line, status 2."""

    def error(self, message: str) -> NoReturn:
        raise UserError("{message}", message=message)
