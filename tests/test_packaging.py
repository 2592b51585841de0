"""The wheel, installed away from the checkout, opens the window with its icons, fonts and samples."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_every_resource_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (ROOT / "resources").rglob("*") if file.is_file()]
    assert len(files) > 60
    missing = [str(file) for file in files if f"cnnlab/{file.relative_to(ROOT).as_posix()}" not in inside]
    assert not missing


def test_the_installed_wheel_renders_the_window_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, picture = tmp_path / "site", tmp_path / "shot.png"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(site)}
    code = (
        "import sys, cnnlab; from cnnlab.__main__ import main;"
        "from cnnlab.resources import resource_folder;"
        "print(cnnlab.__file__); print(resource_folder());"
        f"sys.exit(main(['shot', '-o', {str(picture)!r}, '--size', '1000x700']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    module, resources = done.stdout.split()
    assert Path(module).is_relative_to(site)
    assert Path(resources).is_relative_to(site)
    from PIL import Image

    with Image.open(picture) as image:
        assert image.size == (1000, 700)
        assert len(image.getcolors(10**6) or []) > 500
