"""Bare torch in a process of its own: `python -m cnnlab.app.bench.bare_process ALLOCATOR`.

Each line read is one `Task` as JSON; the line written for it has the seconds of every forward. A process of its own
leaves the allocator as the system has it, which is part of what is compared, and has no window beside it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.engine.allocator import keep_freed_memory

if TYPE_CHECKING:
    from torch import Tensor, nn

KEPT = "kept"  # freed memory is kept for the next forward
_FEWEST = 3


@dataclass(frozen=True)
class Task:
    """What is to be measured.

    Attributes:
        network: kind and parameters of each layer.
        shape: of the input, `[b, c, h, w]`.
        first: the layer from which on the network is computed; what comes before is computed once.
        channels_last: the memory format of input and weights.
        threads: that torch uses.
        device: where it is computed.
        seconds: how long it is measured, at least three times.
    """

    network: list[tuple[str, Mapping[str, int]]]
    shape: list[int]
    first: int
    channels_last: bool
    threads: int
    device: str
    seconds: float


def module(kind: str, params: Mapping[str, int], channels: int) -> nn.Module:
    """torch's own module for a layer that takes so many channels."""
    from torch import nn

    kinds: Mapping[str, Callable[[], nn.Module]] = {
        "conv2d": lambda: nn.Conv2d(channels, params["out_channels"], params["kernel_size"], padding=params["padding"]),
        "relu": nn.ReLU,
        "max_pool2d": lambda: nn.MaxPool2d(params["kernel_size"]),
        "batch_norm2d": lambda: nn.BatchNorm2d(channels),
        "upsample": lambda: nn.Upsample(scale_factor=params["scale_factor"]),
    }
    return kinds[kind]().eval()


def layers(task: Task) -> list[nn.Module]:
    """The network's modules, where and how the task wants them."""
    import torch

    found, channels = [], task.shape[1]
    torch.manual_seed(0)
    for kind, params in task.network:
        layer = module(kind, params, channels).to(task.device)
        if task.channels_last:
            layer.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        found.append(layer)
        channels = params.get("out_channels", channels)
    return found


def measure(task: Task) -> list[float]:
    """Seconds of every forward; all outputs are kept until the next one begins."""
    import torch

    from cnnlab.engine.device import exact_arithmetic, synchronize

    exact_arithmetic()
    torch.set_num_threads(task.threads)
    network = layers(task)
    with torch.inference_mode():
        x = torch.rand(task.shape).to(task.device)
        x = x.contiguous(memory_format=torch.channels_last) if task.channels_last else x
        for layer in network[: task.first]:
            x = layer(x)
        outputs: list[Tensor] = []
        times: list[float] = []
        warm = time.perf_counter() + task.seconds / 4
        end = warm + task.seconds
        while (started := time.perf_counter()) < end or len(times) < _FEWEST:
            outputs.clear()
            last = x
            for layer in network[task.first :]:
                last = layer(last)
                outputs.append(last)
            synchronize(task.device)
            if started >= warm:
                times.append(time.perf_counter() - started)
    return times


def main() -> None:
    """Answer tasks until there are none any more."""
    if sys.argv[1].startswith(KEPT):
        keep_freed_memory()
    import torch  # noqa: F401 (now, and not within the first task)

    for line in sys.stdin:
        print(json.dumps(measure(Task(**json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
