"""What code looks like: golden texts, imports, speed."""

from __future__ import annotations

import ast
import dataclasses
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import INPUT, Mode
from cnnlab.formats.code.styles import Style, code_of
from tests.building import plan_of, stack_of
from tests.ten_stacks import NETS

GOLDEN = Path(__file__).with_name("golden")


def straight() -> Plan:
    """A classifier: every layer takes the one before it."""
    return plan_of(
        (1, 1, 28, 28),
        ("conv1", "conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
        ("norm1", "batch_norm2d"),
        ("lambda", "leaky_relu", {"negative_slope": 0.2}),
        ("pool1", "max_pool2d"),
        ("flat", "flatten"),
        ("drop1", "dropout"),
        ("fc1", "linear", {"out_features": 10}),
        ("soft", "softmax"),
        mode=Mode.TRAIN,
    )


def level() -> Plan:
    """One level of a U-Net, with a layer that is off and one that PyTorch has no module for."""
    stack = stack_of(
        ("enc", "conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}),
        ("norm", "layer_norm", {"over": "c", "eps": 1e-6}),
        ("act", "gelu"),
        ("down", "max_pool2d", {"kernel_size": 2}),
        ("mid", "conv2d", {"out_channels": 8, "kernel_size": [3, 5], "padding": "same", "padding_mode": "reflect"}),
        ("off", "relu"),
        ("up", "upsample", {"scale_factor": 2, "mode": "bilinear"}),
        ("skip", "concat", {"layers": ["act"]}),
        ("crop", "center_crop", {"size": [40, 60]}),
        ("out", "conv2d", {"out_channels": 3, "kernel_size": 1}),
        ("size", "abs"),
    )
    off = dataclasses.replace(stack.layer("off"), enabled=False)
    return infer(stack.with_layer(off), (1, 3, 48, 64))


def branches() -> Plan:
    """Two branches from the input, joined, and no weights at all."""
    return plan_of(
        (2, 3, 9, 9),
        ("image", "abs"),
        ("blur", "avg_pool2d", {"kernel_size": 3, "stride": 1, "padding": 1}),
        ("again", "pick", {"layers": [INPUT]}),
        ("gate", "mul", {"layers": ["blur", INPUT]}),
        ("sum", "add", {"layers": ["image"]}),
    )


@pytest.mark.parametrize("style", Style, ids=[style.value for style in Style])
@pytest.mark.parametrize("make", [straight, level, branches])
def test_code_reads_as_it_was_approved(make: object, style: Style) -> None:
    assert callable(make)
    name = f"{getattr(make, '__name__', '')}_{style.value}.txt"
    assert code_of(make(), style).text == (GOLDEN / name).read_text(encoding="utf-8")


def every_code() -> list[str]:
    """The code of many stacks."""
    plans = [infer(stack_of(*net.rows), net.shape) for net in (make() for make in NETS.values())]
    return [code_of(plan, style).text for plan in (*plans, straight(), level(), branches()) for style in Style]


def test_everything_imported_is_used_and_everything_used_is_there() -> None:
    for text in every_code():
        tree = ast.parse(text)
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert imported <= used, text
        assert imported <= {"torch", "nn", "F", "Path", "OrderedDict", "load_file"}


def test_lines_are_short() -> None:
    assert max(len(line) for text in every_code() for line in text.splitlines()) <= 120


@pytest.mark.skipif(shutil.which("ruff") is None, reason="ruff is not installed")
def test_ruff_has_nothing_to_say(tmp_path: Path) -> None:
    for number, text in enumerate(every_code()):
        (tmp_path / f"net{number}.py").write_text(text, encoding="utf-8")
    rules = "E,F,W,I,B,UP,N,C4,SIM,RET505,PIE,PTH,PERF,C90"
    options = ["--isolated", "--line-length", "120", "--ignore", "N812", "--no-cache"]
    done = subprocess.run(
        ["ruff", "check", "--select", rules, *options, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_line_of_a_layer_knows_it() -> None:
    code = code_of(level(), Style.MODULE)
    assert [code.lines[number].text.strip() for number in code.lines_of("act")] == [
        "self.act = nn.GELU()",
        "act = self.act(x)                                # [1, 8, 48, 64]",
    ]
    assert [code.lines[number].text.strip() for number in code.lines_of("off")] == ["# off is switched off"]
    assert len(code.lines_of("crop")) == 1


def test_code_is_made_in_a_few_milliseconds() -> None:
    plan = infer(stack_of(*NETS["unet"]().rows), NETS["unet"]().shape)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        code_of(plan, Style.MODULE)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.005


def test_neither_torch_nor_qt_is_needed_to_write_code() -> None:
    code = (
        "import sys, cnnlab.formats.code.export, cnnlab.formats.code.styles as s, cnnlab.document.plan as p;"
        "from cnnlab.document.stack import Layer, Stack; from cnnlab.blocks.registry import kinds_by_id as k;"
        "plan = p.infer(Stack((Layer('a', k()['conv2d'].initial()),)), (1, 3, 8, 8));"
        "assert all('onv2d(' in s.code_of(plan, style).text for style in s.Style);"
        "print(sorted({'torch', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
