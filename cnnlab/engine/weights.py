"""Weights on the device, kept in step with the document by the identity of their chunks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.dlpack import from_dlpack

from cnnlab.blocks.weight import Array, Weight
from cnnlab.document.frame import Levels
from cnnlab.document.plan import LayerPlan


@dataclass
class _Held:
    weight: Weight
    tensor: Tensor


def as_tensor(array: Array | Levels | NDArray[np.int32]) -> Tensor:
    """A tensor that shares a read-only array's memory; nobody may write to it."""
    try:
        return from_dlpack(array)
    except BufferError:  # before NumPy 2.1 or PyTorch 2.9 memory that is read-only is not shared
        return torch.tensor(array)


class DeviceWeights:
    """One tensor a weight; an edit of one kernel copies that kernel alone.

    Made outside `inference_mode`, so that gradients can be taken with respect to them.
    """

    def __init__(self, device: str) -> None:
        self._device = device
        self._held: dict[tuple[str, str], _Held] = {}
        self.copied = 0

    def of(self, plan: LayerPlan) -> Mapping[str, Tensor]:
        """The weights of a layer by name."""
        return {name: self._tensor((plan.id, name), weight) for name, weight in plan.weights.items()}

    @property
    def memory(self) -> int:
        """Bytes of the tensors it holds."""
        return sum(held.tensor.nbytes for held in self._held.values())

    def keep_only(self, layer_ids: set[str]) -> None:
        """Forget the weights of layers that are gone."""
        self._held = {key: held for key, held in self._held.items() if key[0] in layer_ids}

    def _tensor(self, key: tuple[str, str], weight: Weight) -> Tensor:
        held = self._held.get(key)
        if held is not None and held.weight is weight:
            return held.tensor
        with torch.inference_mode(False):
            if held is None or held.weight.shape != weight.shape:
                held = self._held[key] = _Held(weight, self._whole(weight))
            else:
                self._patch(held, weight)
        return held.tensor

    def _whole(self, weight: Weight) -> Tensor:
        self.copied += len(weight.chunks)
        tensor = torch.tensor(weight.array(), device=self._device)
        return tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor

    def _patch(self, held: _Held, weight: Weight) -> None:
        """Copy the chunks that differ; the tensor is the worker's own, and what was computed from it is not kept."""
        pairs = zip(held.weight.chunks, weight.chunks, strict=True)
        for i, (old, new) in enumerate(pairs):
            if old is not new:
                self.copied += 1
                target = held.tensor if len(weight.shape) <= 1 else held.tensor[i]
                target.copy_(as_tensor(new))
        held.weight = weight


class HostWeights:
    """The weights of a plan in main memory, which stay what they are.

    Those on the device are patched while the next pass runs; whoever looks back at the last one reads these. A weight
    is put together when it is first asked for, and once more after each edit of it.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], _Held] = {}

    def of(self, plan: LayerPlan) -> Mapping[str, Tensor]:
        """The weights of a layer by name."""
        return {name: self._tensor((plan.id, name), weight) for name, weight in plan.weights.items()}

    def keep_only(self, layer_ids: set[str]) -> None:
        """Forget the weights of layers that are gone."""
        self._held = {key: held for key, held in self._held.items() if key[0] in layer_ids}

    def _tensor(self, key: tuple[str, str], weight: Weight) -> Tensor:
        held = self._held.get(key)
        if held is None or held.weight is not weight:
            with torch.inference_mode(False):
                held = self._held[key] = _Held(weight, torch.from_numpy(weight.array()))
        return held.tensor


def frozen_array(tensor: Tensor) -> Array:
    """A read-only copy of a tensor in main memory."""
    array = np.array(tensor.detach().cpu().numpy(), dtype=np.float32, order="C")
    array.flags.writeable = False
    return array
