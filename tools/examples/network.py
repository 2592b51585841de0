"""Building a project line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight
from cnnlab.document.input import InputSpec
from cnnlab.document.presets import preset_kernel
from cnnlab.document.stack import Layer, Stack

Array = NDArray[np.float64]


class Network:
    """A stack that grows downwards; ids are what the lab shows as the layers' names."""

    def __init__(
        self, source: str, size: tuple[int, int], channels: int = 1, *, black: float = 0.0, seed: int = 0
    ) -> None:
        """`black` is what black becomes; white is 1."""
        self._input = InputSpec(channels, size, (black, 1.0), source=source)
        self._seed = seed
        self._layers: list[Layer] = []
        self.statistics: dict[str, Mapping[str, NDArray[np.float32]]] = {}

    def add(self, layer_id: str, kind: str, weights: Mapping[str, ArrayLike] | None = None, **params: object) -> None:
        """Put a layer below the others."""
        block = kinds_by_id()[kind].initial(**params)
        stored = {name: Weight.from_array(values) for name, values in (weights or {}).items()}
        self._layers.append(Layer(layer_id, block.replace(weights=stored)))

    def conv(self, layer_id: str, kernels: ArrayLike, bias: ArrayLike | None = None, **params: object) -> None:
        """A convolution with these kernels `[k, c, kh, kw]` that keeps the size, unless `params` say otherwise."""
        weight = np.asarray(kernels, np.float32)
        k, _c, kh, kw = weight.shape
        weights: dict[str, ArrayLike] = {"weight": weight}
        if bias is not None:
            weights["bias"] = np.asarray(bias, np.float32)
        given: dict[str, object] = {"kernel_size": (kh, kw), "padding": (kh // 2, kw // 2), "bias": bias is not None}
        if kh * kw > 1:
            given["padding_mode"] = "replicate"  # the border answers to the picture, not to a frame of zeros
        self.add(layer_id, "conv2d", weights, out_channels=k, **(given | params))

    def mix(self, layer_id: str, rows: ArrayLike) -> None:
        """A 1×1 convolution: each row `[c]` says how one output channel is put together from the input's."""
        self.conv(layer_id, np.asarray(rows, np.float32)[:, :, None, None])

    def stack(self) -> Stack:
        """What was built."""
        return Stack(tuple(self._layers), seed=self._seed, input=self._input)


def presets(names: Sequence[str], size: int = 3) -> Array:
    """Kernels with these names, `[k, 1, size, size]`."""
    return np.stack([preset_kernel(name, size, size) for name in names])[:, None].astype(np.float64)


def turned(kernel: Sequence[Sequence[float]]) -> Array:
    """A 3×3 kernel in eight directions, each turned by 45° clockwise from the one before: `[8, 1, 3, 3]`."""
    ring = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
    start = np.asarray(kernel, np.float64)
    result = np.zeros((8, 1, 3, 3))
    result[:, 0, 1, 1] = start[1, 1]
    for turn in range(8):
        for place, cell in enumerate(ring):
            result[turn, 0][ring[(place + turn) % 8]] = start[cell]
    return result


def chosen(count: int, of: int, first: int) -> Array:
    """Rows for `Network.mix` that pass `count` of the channels on, from `first` on: `[count, of]`."""
    return np.eye(of)[first : first + count]
