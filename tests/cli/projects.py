"""Project and input files for the tests of the commands, and what the commands made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnlab.blocks.weight import Shape
from cnnlab.cli.main import main
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Mode, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats.project import write_project
from tests.building import Row, noise, stack_of

SMALL: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4, "kernel_size": 3, "padding": 1}),
    ("relu1", "relu"),
    ("file", "max_pool2d", {"kernel_size": 2}),
)


def save(path: Path, *rows: Row, mode: Mode = Mode.EVAL, statistics: Statistics | None = None) -> Path:
    """A project file of such a stack, with untouched weights."""
    write_project(path, stack_of(*rows, mode=mode), statistics or {})
    return path


def with_weights(stack: Stack, shape: Shape) -> Stack:
    """The stack with all weights, made for this input, stored."""
    plans = infer(stack, shape).layers
    layers = (Layer(p.id, p.layer.block.replace(weights=dict(p.weights)), enabled=p.layer.enabled) for p in plans)
    return stack.with_layers(tuple(layers))


def save_array(path: Path, shape: Shape, seed: int = 0) -> Path:
    """An .npy file of noise."""
    np.save(path, noise(shape, seed))
    return path


def save_image(path: Path, height: int = 6, width: int = 8, mode: str = "RGB") -> Path:
    """An image of noise."""
    channels = len(mode)
    values = np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)
    Image.fromarray(values[..., 0] if channels == 1 else values, mode=None).save(path)
    return path


def run(*argv: object) -> int:
    """`cnnlab run` in this process."""
    return main(["run", *map(str, argv)])


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    """The last line on standard error, which is an error."""
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith("cnnlab: error: ")
    return line.removeprefix("cnnlab: error: ")


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
