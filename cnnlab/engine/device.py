"""Where tensors live: the CPU always, an accelerator where torch finds one."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from cnnlab.engine.memory import free_bytes


@dataclass(frozen=True)
class Device:
    """A place to compute.

    Attributes:
        id: torch's name, e.g. `cpu` or `cuda:0`.
        title: what the user reads, e.g. `CPU` or `NVIDIA H200`.
        detail: e.g. `2 threads`.
    """

    id: str
    title: str
    detail: str = ""


def devices() -> tuple[Device, ...]:
    """Every device that can be chosen; the accelerators first, the CPU last."""
    cpu = Device("cpu", "CPU", f"{torch.get_num_threads()} threads")
    accelerator = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if accelerator is None:
        return (cpu,)
    found = (f"{accelerator.type}:{i}" for i in range(torch.accelerator.device_count()))
    return (*(Device(name, device_title(name)) for name in found), cpu)


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
    precision = "ieee" if exact else "tf32"
    torch.backends.cuda.matmul.fp32_precision = precision
    torch.backends.cudnn.fp32_precision = precision
