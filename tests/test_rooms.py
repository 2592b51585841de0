"""The rooms import in one direction only, and the check that says so notices when they do not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rooms")
    shutil.copytree(ROOT / "cnnlab", folder / "cnnlab", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_rooms_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("cnnlab/document/stack.py", "import cnnlab.engine.view"),
        ("cnnlab/engine/view.py", "import cnnlab.sources.still"),
        ("cnnlab/cli/main.py", "import cnnlab.gui.theme"),
        ("cnnlab/live/gate.py", "import PySide6.QtCore"),
        ("cnnlab/gui/presenter.py", "import torch"),
        ("cnnlab/sources/still.py", "import torch"),
        ("cnnlab/shelf.py", ""),
    ],
)
def test_a_seeded_violation_is_caught(copy: Path, file: str, line: str) -> None:
    path = copy / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text((before or "") + f"\n{line}\n", encoding="utf-8")
    try:
        assert lint(copy).returncode != 0
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")


def test_importing_the_package_imports_neither_torch_nor_qt() -> None:
    code = "import cnnlab, sys; print(sorted({'torch', 'PySide6', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_stacks_files_and_shapes_need_no_torch() -> None:
    code = (
        "import sys, cnnlab.formats.project, cnnlab.document.plan, cnnlab.sources.still, cnnlab.live.worker;"
        "from cnnlab.blocks.registry import kinds_by_id; kinds_by_id();"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
