"""Lets the window go first: the worker gives way when both want a core."""

from __future__ import annotations

import os
import sys
import threading

_NICENESS = 10


def give_way() -> None:
    """Lower the calling thread's priority, and that of all threads it starts from now on, such as torch's pool.

    Linux keeps a niceness for each thread; elsewhere it belongs to the whole process, and is left alone.
    """
    if sys.platform.startswith("linux"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        except OSError:
            return
