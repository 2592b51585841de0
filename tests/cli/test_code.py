"""`cnnlab code`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.cli.main import main
from cnnlab.document.stack import Layer, Mode
from cnnlab.formats.project import write_project
from tests.building import layer_of, noise, stack_of
from tests.cli.projects import SMALL, error_of, everything_in, save

Capture = pytest.CaptureFixture[str]

MODULE = '''\
"""A network made with CNN Lab, in eval mode, for an input of [1, 3, 6, 8]."""

from collections import OrderedDict
from pathlib import Path

from safetensors.torch import load_file
from torch import nn


def build() -> nn.Module:
    net = nn.Sequential(OrderedDict(                      # [1, 3, 6, 8]
        conv1=nn.Conv2d(3, 4, kernel_size=3, padding=1),  # [1, 4, 6, 8]
        relu1=nn.ReLU(),                                  # [1, 4, 6, 8]
        file=nn.MaxPool2d(2),                             # [1, 4, 3, 4]
    ))
    net.load_state_dict(load_file(Path(__file__).with_suffix(".safetensors")))
    return net.eval()
'''

# What a person does with the file, from another folder and without the program.
USE = """
import sys
sys.modules["cnnlab"] = None
sys.path.insert(0, sys.argv[1])
import net, torch
x = torch.ones(1, 3, 6, 8)
print(tuple(net.run(x).shape) if hasattr(net, "run") else (tuple(net.build()(x).shape), net.build().training))
"""


def code(*argv: object) -> int:
    """`cnnlab code` in this process, for an input of 6×8 unless the project says otherwise."""
    return main(["code", *map(str, argv)])


def test_code_is_printed_and_the_weights_are_spoken_of(project: Path, capsys: Capture) -> None:
    assert code(project, "--style", "module", "--input-size", "1x3x6x8") == 0
    out, err = capsys.readouterr()
    assert out == MODULE
    assert err.startswith("cnnlab: note: ")
    assert err.count("\n") == 1
    assert "--out" in err


def test_nothing_is_said_of_weights_where_there_are_none(tmp_path: Path, capsys: Capture) -> None:
    assert code(save(tmp_path / "p.json", ("a", "relu")), "--style", "functional", "--input-size", "1x3x4x4") == 0
    out, err = capsys.readouterr()
    assert "F.relu(x)" in out
    assert err == ""


@pytest.mark.parametrize(("style", "said"), [("module", "((1, 4, 3, 4), True)"), ("functional", "(1, 4, 3, 4)")])
def test_files_are_used_from_anywhere(style: str, said: str, tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.cnnlab", *SMALL, mode=Mode.TRAIN)
    out = tmp_path / "net.py"
    assert code(project, "--style", style, "--input-size", "1x3x6x8", "--out", out) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    assert everything_in(tmp_path).keys() == {"p.cnnlab", "net.py", "net.safetensors"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", USE, str(tmp_path)], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == said, done.stderr


def test_without_options_it_is_a_module_at_the_projects_size(project: Path, capsys: Capture) -> None:
    assert code(project) == 0
    assert "def build()" in (text := capsys.readouterr().out)
    assert "# [1, 4, 240, 320]" in text


def test_problem_of_a_layer_is_an_error_and_harms_nothing(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL, ("big", "conv2d", {"kernel_size": 9}), ("after", "relu"))
    for name in ("net.py", "net.safetensors"):
        (tmp_path / name).write_text("precious")
    assert code(project, "--input-size", "1x3x6x8", "--out", tmp_path / "net.py") == 2
    assert "layer 'big'" in (error := error_of(capsys))
    assert "9×9" in error
    assert {(tmp_path / name).read_text() for name in ("net.py", "net.safetensors")} == {"precious"}


def test_problem_of_a_layer_that_is_off_is_none(tmp_path: Path, capsys: Capture) -> None:
    stack = stack_of(*SMALL, ("big", "conv2d", {"kernel_size": 9}))
    write_project(tmp_path / "p.json", stack.with_layer(Layer("big", stack.layer("big").block, enabled=False)), {})
    assert code(tmp_path / "p.json", "--input-size", "1x3x6x8") == 0
    assert "# big is switched off" in capsys.readouterr().out


def test_stored_weight_that_does_not_fit_is_an_error(tmp_path: Path, capsys: Capture) -> None:
    layer = layer_of("conv1", "conv2d", {"out_channels": 4, "kernel_size": 3}, weight=noise((4, 3, 3, 3)))
    write_project(tmp_path / "p.cnnlab", stack_of().with_layers((layer,)), {})
    assert code(tmp_path / "p.cnnlab", "--input-size", "1x1x8x8") == 2
    assert "[4, 3, 3, 3]" in error_of(capsys)


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (["--style", "keras"], "keras"),
        (["--input-size", "1x3"], "1x3"),
        (["--out", "{folder}/p.cnnlab"], "project itself"),
        (["--out", "{folder}/q.safetensors"], ".py"),
        (["--out", "{folder}"], "folder"),
        (["--out", "{folder}/none/net.py"], "no folder"),
        (["--out", ""], ".py"),
    ],
)
def test_mistake_is_one_sentence_and_nothing_is_written(
    argv: list[str], part: str, project: Path, tmp_path: Path, capsys: Capture
) -> None:
    before = everything_in(tmp_path)
    assert code(project, *(text.format(folder=tmp_path) for text in argv)) == 2
    assert part in error_of(capsys)
    assert everything_in(tmp_path) == before
