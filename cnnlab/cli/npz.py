"""Writing `.npz` files: numpy's own format, with any name for an array and the same bytes for the same numbers."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy

from cnnlab.blocks.weight import Array

_DATE = (1980, 1, 1, 0, 0, 0)


def write_npz(file: BinaryIO, arrays: Iterable[tuple[str, Array]]) -> None:
    """One entry for each name and array, in order.

    `numpy.savez` could not do it: it would take an array named `file` for the file to write.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays:
            info = zipfile.ZipInfo(f"{name}.npy", _DATE)
            info.create_system, info.external_attr = 3, 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as entry:
                npy.write_array(entry, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
