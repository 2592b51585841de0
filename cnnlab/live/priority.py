"""Lets the window go first, and what it waits for next: the others give way when several want a core."""

from __future__ import annotations

import os
import sys
import threading

PASSES = 10  # of the threads that compute passes
RESULTS = 5  # of the one that makes the results of live frames, for which all passes wait


def give_way(niceness: int = PASSES) -> None:
    """Lower the calling thread's priority, and that of all threads it starts from now on, such as torch's pool.

    Linux keeps a niceness for each thread; elsewhere it belongs to the whole process, and is left alone.
    """
    if sys.platform.startswith("linux"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
        except OSError:
            return
