"""Values as one byte each, which a table turns into colour: the tiles of many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array
from cnnlab.engine.view import Pixels
from cnnlab.engine.weights import as_tensor

ZERO = 128  # index of zero in the activation table
REACH = 126  # steps from zero to the end of the scale
_ROUND = 1.5 * 2**23
_MANY = 64  # channels
_TINY = 1e-30  # of a smaller scale the reciprocal may not fit a float32

Indices = NDArray[np.uint8]
Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Tiles:
    """What a row shows.

    Attributes:
        values: `[n, h, w]`.
        scales: `[n]`, the |value| that gets the fullest colour.
        finite: all values are known to be finite; else they are looked at.
    """

    values: Array
    scales: Array
    finite: bool = False


def activation_indices(values: Array, scales: Array) -> Indices:
    """`[n, h, w]` uint8: 128 zero, 2…254 within the scale, 1 and 255 beyond it, 0 not finite."""
    return activation_codes([Tiles(values, scales)]).astype(np.uint8).reshape(values.shape)


def colours(rows: Sequence[Tiles], table: Pixels) -> list[Pixels]:
    """The pixels `[n, h, w]` of each row; they lie behind each other in memory."""
    # In torch, which takes 32-bit indices as they are.
    codes = torch.from_numpy(activation_codes(rows))
    found = as_tensor(table.view(np.int32)).index_select(0, codes).numpy().view(np.uint32)
    return [found[part].reshape(row.values.shape) for part, row in zip(_parts(rows), rows, strict=True)]


@np.errstate(over="ignore", invalid="ignore")  # what overflows is beyond the scale, and marked so
def activation_codes(rows: Sequence[Tiles]) -> Codes:
    """The indices of all rows behind each other, as int32.

    Many rows are one array: a call takes longer to begin than it takes to do a row, when threads wait for each other.
    """
    parts = _parts(rows)
    steps = np.empty(parts[-1].stop if parts else 0, np.float32)
    for part, row in zip(parts, rows, strict=True):
        whole = np.float64 if row.scales.min() < _TINY else np.float32
        factors = (REACH / row.scales.astype(np.float64)).astype(whole)[:, None, None]
        own = steps[part].reshape(row.values.shape)
        np.multiply(_in_order(row.values, own), factors, out=own, dtype=whole, casting="same_kind")
    np.clip(steps, -REACH - 1, REACH + 1, out=steps)
    # Beside so large a number a float32 has no digits behind the point: adding it rounds, and the sum's lowest byte is
    # the step itself.
    np.add(steps, np.float32(_ROUND + ZERO), out=steps)
    codes: Codes = steps.view(np.int32)
    np.bitwise_and(codes, 255, out=codes)
    for part, row in zip(parts, rows, strict=True):
        if not row.finite and not (numbers := np.isfinite(row.values)).all():
            codes[part].reshape(row.values.shape)[~numbers] = 0
    return codes


def _in_order(values: Array, room: Array) -> Array:
    """The same values, in `room` where they lie in an order in which NumPy would take long to read them.

    That is where many channels lie innermost: torch, which goes by blocks, needs less than half of the time.
    """
    n = len(values)
    if n < _MANY or values.strides[0] != values.itemsize:
        return values
    as_tensor(room.reshape(n, -1)).copy_(as_tensor(values.reshape(n, -1)))
    return room


def _parts(rows: Sequence[Tiles]) -> list[slice]:
    """Where each row's pixels lie."""
    ends = np.cumsum([0, *(row.values.size for row in rows)]).tolist()
    return [slice(begin, end) for begin, end in pairwise(ends)]
