"""The argument parser of every command."""

from __future__ import annotations

import argparse
from typing import NoReturn

from cnnlab.text import UserError


class Parser(argparse.ArgumentParser):
    """A parser whose errors go the way of all errors: one line, status 2."""

    def error(self, message: str) -> NoReturn:
        raise UserError("{message}", message=message)
