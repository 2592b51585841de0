"""How torch's threads wait for each other."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

_SPINS = "2000"  # some microseconds


def wait_briefly(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let a thread that waits for the others give its core away soon. Call before torch is imported.

    By itself GNU OpenMP keeps a core busy while it waits. Where the window, or another program, wants that core, the
    thread that is waited for cannot run on it: ten layers then take a hundred milliseconds instead of four. A choice
    that the user has made is left alone. Source of the variables: libgomp's manual.
    """
    if "OMP_WAIT_POLICY" not in environment:
        environment.setdefault("GOMP_SPINCOUNT", _SPINS)
