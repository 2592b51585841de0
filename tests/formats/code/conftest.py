"""The process apart, one for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.formats.code.apart import Apart


@pytest.fixture(scope="session")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """Where exported code is run."""
    with Apart(tmp_path_factory.mktemp("apart")) as process:
        yield process
