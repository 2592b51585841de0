"""The headless commands: one line for an error, whatever goes wrong, and never a traceback."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

from cnnlab import __version__
from cnnlab.cli import code, describe, explain, run
from cnnlab.cli.command import Command
from cnnlab.cli.language import choose_named_language, language_parser
from cnnlab.cli.parser import Parser
from cnnlab.cli.say import say
from cnnlab.text import N_, Message, UserError, _

COMMANDS: Mapping[str, Command] = {
    command.name: command for command in (describe.COMMAND, run.COMMAND, explain.COMMAND, code.COMMAND)
}

_OK, _ERROR, _INTERRUPTED, _BROKEN_PIPE = 0, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give the exit status."""
    return guarded(lambda: _run(sys.argv[1:] if argv is None else list(argv)))


def guarded(work: Callable[[], int]) -> int:
    """The status of `work`; what it raises becomes one line on standard error and a status."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail(stream)
    try:
        status = work()
        sys.stdout.flush()
        return status
    except UserError as error:
        return _failed(error.message)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return _BROKEN_PIPE
    except MemoryError:
        return _failed(Message(N_("there is not enough memory: use a smaller input or fewer channels")))
    except OSError as error:
        return _failed(Message(N_("the system refused: {reason}"), reason=error.strerror or error))
    except Exception as error:  # a traceback helps nobody who only wanted a table
        return _failed(
            Message(
                N_("something went wrong inside CNN Lab ({kind}: {error}): please report it"),
                kind=type(error).__name__,
                error=error,
            )
        )


def _failed(message: Message) -> int:
    say("error", message)
    return _ERROR


def _run(argv: list[str]) -> int:
    argv = joined(argv)
    choose_named_language(argv)
    try:
        arguments = _parser(language_parser()).parse_args(argv)
    except SystemExit:  # --help and --version have said what was asked
        sys.stdout.flush()
        return _OK
    COMMANDS[arguments.command].run(arguments)
    return _OK


def joined(argv: Sequence[str]) -> list[str]:
    """The arguments with `--range -1..1` written as `--range=-1..1`: a value that argparse would take for an option."""
    result: list[str] = []
    for item in argv:
        if re.match(r"-\d", item) and result and re.fullmatch(r"--[a-z-]+", result[-1]):
            result[-1] += f"={item}"
        else:
            result.append(item)
    return result


def _parser(shared: Parser) -> Parser:
    parser = Parser(
        prog="cnnlab",
        description=_("'cnnlab [PROJECT]' opens the window; the commands below work without one."),
        epilog=_(
            "'cnnlab shot [PROJECT] -o FILE' renders the window to a picture, 'cnnlab bench' measures how fast it is; "
            "each says more with --help."
        ),
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cnnlab {__version__}")
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), required=True)
    for command in COMMANDS.values():
        text = _(command.help)
        added = commands.add_parser(command.name, help=text, description=text, parents=[shared], allow_abbrev=False)
        command.arguments(added)
    return parser


def _never_fail(stream: TextIO) -> None:
    """Let a stream write signs that its encoding does not have."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Whoever read the output is gone; without this Python complains once more when it ends."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 (a device, not a file)
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
