"""Compiled convolutions of shapes that are long gone do not pile up, unless the user wants them to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cnnlab.engine.compiled import keep_few_compiled

_MANY_SHAPES = """
import ctypes
from cnnlab.engine.compiled import keep_few_compiled
keep_few_compiled()
import torch

class Heap(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena a b c mapped d e used f g".split()]

libc = ctypes.CDLL("libc.so.6")
libc.mallinfo2.restype = Heap

def convolve(heights):
    for height in heights:
        picture = torch.zeros(1, 3, height, 16).contiguous(memory_format=torch.channels_last)
        torch.conv2d(picture, torch.zeros(8, 3, 3, 3))
    heap = libc.mallinfo2()
    return heap.used + heap.mapped

with torch.inference_mode():
    before = convolve(range(8, 608))
    print((convolve(range(608, 1008)) - before) / 2**20)
"""


def test_few_compiled_convolutions_are_kept_unless_the_user_chose_otherwise() -> None:
    environment = {"LRU_CACHE_CAPACITY": "7"}
    keep_few_compiled(environment)
    assert environment == {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "256", "LRU_CACHE_CAPACITY": "7"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks glibc what is in use")
def test_ever_new_shapes_take_no_more_memory_than_the_first_hundreds() -> None:
    done = subprocess.run([sys.executable, "-c", _MANY_SHAPES], capture_output=True, text=True, timeout=100, check=True)
    assert float(done.stdout) < 10  # MiB; without a bound it is twice as much
