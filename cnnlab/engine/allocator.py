"""Tells the C library to keep the memory of freed activations for the next frame, in large pages."""

from __future__ import annotations

import ctypes
import os
import sys

_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_HUGEPAGE = 14  # MADV_HUGEPAGE
_RESERVED = 2**29  # bytes of the heap that are asked for at once; they take no memory before they are used


def keep_freed_memory() -> bool:
    """Let glibc serve tensors from its heap instead of asking the system anew for every frame; True if it did.

    Call before the first thread is started: all of them then share one heap, which the system is asked to back with
    pages of 2 MiB. A frame of ten layers goes through more memory than the processor's tables of small pages hold.
    Other systems are left as they are. Source of the options: mallopt(3), madvise(2).
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        libc = ctypes.CDLL("libc.so.6")
        options = ((_M_ARENA_MAX, 1), (_M_MMAP_THRESHOLD, 2**30), (_M_TRIM_THRESHOLD, 2**31 - 1), (_M_TOP_PAD, 2**26))
        if not all(libc.mallopt(option, value) for option, value in options):
            return False
        _ask_for_large_pages(libc)
    except (OSError, AttributeError, ValueError):
        return False
    return True


def _ask_for_large_pages(libc: ctypes.CDLL) -> None:
    """Make the heap larger than it needs to be, and mark all of it before it is used."""
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    libc.malloc.argtypes, libc.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
    libc.sbrk.argtypes = [ctypes.c_ssize_t]
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    begin = libc.sbrk(0)
    reserved = libc.malloc(_RESERVED)
    end = libc.sbrk(0)
    libc.free(reserved)
    if begin and end and reserved:
        page = os.sysconf("SC_PAGE_SIZE")
        begin = -(-begin // page) * page
        libc.madvise(begin, end - begin, _HUGEPAGE)


def give_memory_back() -> None:
    """Hand freed memory back to the system, as after a document is closed."""
    if sys.platform.startswith("linux"):
        try:
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        except (OSError, AttributeError):
            return
