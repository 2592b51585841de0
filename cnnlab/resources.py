"""Where the files of `resources/` lie: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def resource_folder() -> Path:
    """The folder that holds icons, fonts, samples and examples."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Path of one resource, e.g. `resource("samples", "cat.jpg")`."""
    return resource_folder().joinpath(*parts)
