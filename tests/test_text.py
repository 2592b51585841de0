"""Texts that do not depend on a language."""

from __future__ import annotations

import pytest

from cnnlab.text import byte_text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1_048_575, "1.0 MiB"),
        (22_544_384, "21.5 MiB"),
        (44 * 10**9, "41.0 GiB"),
        (2**40, "1.0 TiB"),
        (2**60, "1048576.0 TiB"),
    ],
)
def test_sizes_are_written_as_people_write_them(count: int, text: str) -> None:
    assert byte_text(count) == text
