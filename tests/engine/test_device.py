"""Devices are found where torch finds them; the tests with a real one skip themselves."""

from __future__ import annotations

import types

import pytest
import torch

from cnnlab.engine import device as device_module
from cnnlab.engine.device import device_title, devices, exact_arithmetic, free_memory, synchronize
from cnnlab.engine.memory import free_bytes

needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")


@pytest.fixture
def two_accelerators(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two accelerators, of which the second is broken."""

    def memory(name: str) -> int:
        if name == "toy:1":
            raise RuntimeError("busy")
        return 7

    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda: types.SimpleNamespace(type="toy"))
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: 2)
    monkeypatch.setattr(device_module, "free_memory", memory)


def test_cpu_is_always_there_and_comes_last() -> None:
    last = devices()[-1]
    assert (last.id, last.title) == ("cpu", "CPU")
    assert str(last.detail).endswith(("thread", "threads"))
    assert last.free > 0


@pytest.mark.usefixtures("two_accelerators")
def test_accelerators_come_first_and_a_broken_one_is_left_out() -> None:
    assert [(device.id, device.title) for device in devices()] == [("toy:0", "TOY"), ("cpu", "CPU")]


def test_names_and_memory_of_what_is_not_cuda() -> None:
    assert device_title("cpu") == "CPU"
    assert device_title("mps:0") == "MPS"
    assert free_memory("cpu") == pytest.approx(free_bytes(), rel=0.5)
    synchronize("cpu")


def precisions() -> tuple[str, str]:
    """How float32 is multiplied on CUDA."""
    return torch.backends.cuda.matmul.fp32_precision, torch.backends.cudnn.fp32_precision


def test_tf32_is_off_unless_speed_is_asked_for() -> None:
    exact_arithmetic()
    assert precisions() == ("ieee", "ieee")
    exact_arithmetic(False)
    assert precisions() == ("tf32", "tf32")
    exact_arithmetic()


def test_older_torch_is_told_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    cudnn, matmul = types.SimpleNamespace(allow_tf32=True), types.SimpleNamespace(allow_tf32=True)
    backends = types.SimpleNamespace(cudnn=cudnn, cuda=types.SimpleNamespace(matmul=matmul))
    monkeypatch.setattr(device_module, "torch", types.SimpleNamespace(backends=backends))
    exact_arithmetic()
    assert (cudnn.allow_tf32, matmul.allow_tf32) == (False, False)
    exact_arithmetic(False)
    assert (cudnn.allow_tf32, matmul.allow_tf32) == (True, True)


@pytest.mark.cuda
@needs_cuda
def test_cuda_is_listed_with_its_name_and_memory() -> None:
    first = devices()[0]
    assert first.id == "cuda:0"
    assert first.title == torch.cuda.get_device_name(0)
    assert 0 < first.free <= torch.cuda.get_device_properties(0).total_memory
    synchronize(first.id)
