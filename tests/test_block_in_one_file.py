"""The walk-through of CONTRIBUTING.md: one new file, and the block is everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TESTS = ("tests/blocks/test_conformance.py", "tests/formats/code/test_kinds.py")

CHECK = """
import json
from PySide6.QtWidgets import QApplication, QWidget
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Stack
from cnnlab.formats.code.styles import Style, code_of
from cnnlab.formats.project import read_project, write_project
from cnnlab.gui.inspector.inspector import Inspector
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.theme import DARK, apply_theme
from pathlib import Path

app = QApplication([])
apply_theme(app, DARK)
kind = kinds_by_id()["softshrink"]
assert "Moves every value towards zero" in kind.help()
stack, layer = edits.add_layer(Stack(), kind.initial(), 0)
stack = edits.set_params(stack, layer, {"lambd": 0.25})
write_project(Path("own.cnnlab"), stack, {})
assert read_project(Path("own.cnnlab")).stack.layers[0].block.lambd == 0.25
code = {style: code_of(infer(stack, (1, 3, 8, 8)), style).text for style in Style}
assert "=nn.Softshrink(lambd=0.25)," in code[Style.MODULE], code
assert "x = F.softshrink(x, lambd=0.25) " in code[Style.FUNCTIONAL], code
panel = StackPanel()
panel.resize(300, 700)
panel.open_palette()
inspector = Inspector()
inspector.show_layer(infer(stack, (1, 3, 8, 8)).layers[0])
field = inspector.findChild(QWidget, "param_lambd")
assert field is not None
assert "0" in field.toolTip() and "10" in field.toolTip()
texts = []
for view in panel.findChildren(QWidget):
    model = getattr(view, "model", None)
    model = model() if callable(model) else None
    if model is not None:
        texts += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
assert any("Softshrink" in text for text in texts), texts
print("everywhere")
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("cnnlab", "tests", "resources"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def walk_through() -> tuple[str, str]:
    """File name and text of the block in CONTRIBUTING.md."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    name = re.search(r"`(cnnlab/blocks/kinds/\w+\.py)`:", page)
    text = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert name is not None
    assert text is not None
    return name.group(1), text.group(1)


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def test_a_block_in_one_file_shows_up_in_palette_form_help_file_format_code_and_conformance_test(copy: Path) -> None:
    name, text = walk_through()
    (copy / name).write_text(text, encoding="utf-8")
    shown = run(copy, "-c", CHECK)
    assert shown.stdout.strip() == "everywhere", shown.stderr
    tested = run(copy, "-m", "pytest", "-n0", *TESTS, "-k", "softshrink", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout
    assert re.search(r"\d+ passed", tested.stdout) or "." in tested.stdout
    linted = run(copy, "-m", "ruff", "check", name) if shutil.which("ruff") else None
    assert linted is None or linted.returncode == 0, linted.stdout
