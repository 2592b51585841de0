"""A small project and an input that fits it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.projects import SMALL, save, save_array


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A convolution, a ReLU and a pool that is called `file`."""
    return save(tmp_path / "p.cnnlab", *SMALL)


@pytest.fixture
def array(tmp_path: Path) -> Path:
    """Noise of three channels."""
    return save_array(tmp_path / "x.npy", (3, 6, 8))
