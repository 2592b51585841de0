"""The bare network: the fastest way in which torch runs it on this machine, found in this very run."""

from __future__ import annotations

import dataclasses
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cnnlab.app.bench import bare_process
from cnnlab.app.bench.bare_process import KEPT, Task
from cnnlab.app.bench.effort import Effort
from cnnlab.app.bench.machine import cores
from cnnlab.app.bench.networks import Network
from cnnlab.app.bench.processes import environment

# Name of an allocator's setting → what its process finds in its environment.
_ALLOCATORS: Mapping[str, Mapping[str, str]] = {
    "plain": {},
    KEPT: {},
    f"{KEPT} in huge pages": {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"},
}
_FINALISTS = 3


def thread_counts(available: int) -> tuple[int, ...]:
    """Numbers of threads to try: 1, 2, 4 … and all cores."""
    powers = [2**i for i in range(available.bit_length()) if 2**i <= available]
    return tuple(sorted({*powers, available}))


@dataclass(frozen=True)
class Setting:
    """How a network is run: one process has one allocator, everything else goes with each task."""

    allocator: str
    task: Task

    def lasting(self, seconds: float) -> Setting:
        """The same, measured for so long."""
        return dataclasses.replace(self, task=dataclasses.replace(self.task, seconds=seconds))

    def __str__(self) -> str:
        order = "channels_last" if self.task.channels_last else "contiguous"
        return f"{order}, threads: {self.task.threads}, memory: {self.allocator}"


@dataclass(eq=False)
class Bare:
    """Runs networks in processes beside the program, one for each allocator's setting, kept until closed.

    Attributes:
        allocators: the settings of the allocator that are tried.
        threads: the numbers of threads that are tried.
    """

    allocators: tuple[str, ...] = tuple(_ALLOCATORS) if sys.platform.startswith("linux") else ("plain",)
    threads: tuple[int, ...] = field(default_factory=lambda: thread_counts(cores()))
    _running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def fastest(
        self, network: Network, size: tuple[int, int], effort: Effort, first: int = 0, device: str = "cpu"
    ) -> Setting:
        """The setting in which a network on `[1, 3, h, w]` is computed fastest from layer `first` on."""
        plain = Task(list(network), [1, 3, *size], first, True, self.threads[-1], device, effort.search)
        best = sorted(self._settings(plain), key=self._median)[:_FINALISTS]
        return min((setting.lasting(2 * effort.search) for setting in best), key=self._median)

    def measure(self, setting: Setting, seconds: float) -> list[float]:
        """Seconds of every forward, for so long."""
        task = dataclasses.asdict(setting.task) | {"seconds": seconds}
        process = self._process(setting.allocator)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the bare network ended with status {process.wait()}")
        times: list[float] = json.loads(line)
        return times

    def close(self) -> None:
        """End the processes."""
        for process in self._running.values():
            process.communicate()  # ends its input
        self._running.clear()

    def _settings(self, plain: Task) -> Iterator[Setting]:
        on_cpu = plain.device == "cpu"
        for allocator in self.allocators if on_cpu else self.allocators[-1:]:
            for threads in self.threads if on_cpu else self.threads[-1:]:
                for channels_last in (True, False):
                    yield Setting(allocator, dataclasses.replace(plain, threads=threads, channels_last=channels_last))

    def _median(self, setting: Setting) -> float:
        return statistics.median(self.measure(setting, setting.task.seconds))

    def _process(self, allocator: str) -> subprocess.Popen[str]:
        if allocator not in self._running:
            self._running[allocator] = subprocess.Popen(
                [sys.executable, "-m", bare_process.__name__, allocator],
                env=environment(**_ALLOCATORS[allocator]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._running[allocator]
