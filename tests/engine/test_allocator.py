"""The heap keeps what is freed, in large pages where the system has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import re, resource
from cnnlab.engine.allocator import give_memory_back, keep_freed_memory
kept = keep_freed_memory()
import numpy as np

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def frame():
    return [np.full(2_000_000, 1.0, np.float32) for _ in range(8)]

frame()
before = faults()
for _ in range(10):
    frame()
again = faults() - before
advised = any("hg" in line.split() for line in open("/proc/self/smaps") if line.startswith("VmFlags"))
give_memory_back()
print(kept, again, advised)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's heap is Linux's")
def test_frames_are_served_from_memory_that_is_already_there() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    kept, again, advised = run.stdout.split()
    assert kept == "True"
    assert int(again) < 500, "64 MB a frame, ten times over, is 160,000 small pages"
    modes = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    if modes.exists() and "[never]" not in modes.read_text():
        assert advised == "True"
