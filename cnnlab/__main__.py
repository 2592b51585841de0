"""The `cnnlab` command: hands over to the window or to the headless commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. An error is one line on standard error, and status 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from cnnlab.cli.main import COMMANDS, guarded
    from cnnlab.cli.main import main as run_headless

    if given and (given[0] in COMMANDS or given[0] in ("-h", "--help", "--version")):
        return run_headless(given)
    if given and given[0] == "shot":
        from cnnlab.app.shot import shot

        return guarded(lambda: shot(given[1:]))
    if given and given[0] == "bench":
        from cnnlab.app.bench.command import bench

        return guarded(lambda: bench(given[1:]))
    from cnnlab.app.desktop import main as open_window

    return guarded(lambda: open_window(given))


if __name__ == "__main__":
    sys.exit(main())
