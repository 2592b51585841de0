"""Where tensors live: the CPU always, an accelerator where torch finds one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import torch

from cnnlab.engine.memory import free_bytes
from cnnlab.engine.view import Device
from cnnlab.text import Plural


def devices() -> tuple[Device, ...]:
    """Every device that can be chosen; the accelerators first, the CPU last."""
    threads = Plural("{count} thread", "{count} threads", torch.get_num_threads())
    cpu = Device("cpu", "CPU", threads, free_memory("cpu"))
    return (*_accelerators(), cpu)


def _accelerators() -> Iterator[Device]:
    accelerator = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if accelerator is None:
        return
    for name in (f"{accelerator.type}:{i}" for i in range(torch.accelerator.device_count())):
        with suppress(RuntimeError):  # full, broken, or reserved for another program
            yield Device(name, device_title(name), free=free_memory(name))


def device_title(device: str) -> str:
    """What the user reads for torch's name of a device."""
    kind = device.partition(":")[0]
    if kind == "cuda":
        return torch.cuda.get_device_name(device)
    return kind.upper()


def free_memory(device: str) -> int:
    """Bytes that can still be allocated on a device."""
    if device.startswith("cuda"):
        return int(torch.cuda.mem_get_info(device)[0])
    return free_bytes()


def synchronize(device: str) -> None:
    """Wait for a device to finish, so that a time can be read."""
    if device != "cpu":
        torch.accelerator.synchronize(device)


def exact_arithmetic(exact: bool = True) -> None:
    """Leave TF32 off, so that digits agree between devices; `False` asks for speed instead."""
    if not hasattr(torch.backends.cudnn, "fp32_precision"):  # before PyTorch 2.9
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = not exact
        return
    precision = "ieee" if exact else "tf32"
    torch.backends.cuda.matmul.fp32_precision = precision
    torch.backends.cudnn.fp32_precision = precision
