"""The table and the JSON, word for word."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnlab.cli.main import main
from cnnlab.cli.table import shown_width, table_text
from cnnlab.document.input import InputSpec
from cnnlab.document.stack import Layer, Mode
from cnnlab.formats.project import write_project
from tests.building import stack_of
from tests.cli.projects import SMALL, save, with_weights

Capture = pytest.CaptureFixture[str]

ROWS = (
    *SMALL,
    ("norm", "batch_norm2d"),
    ("skip", "concat", {"layers": ["file"]}),
    ("flat", "flatten"),
    ("fc", "linear", {"out_features": 10}),
    ("wrong", "conv2d", {"out_channels": 4}),
    ("after", "relu"),
)

GOLDEN = """\
input [2, 3, 32, 48], train mode, 9 layers

id     kind                output          parameters  multiply-adds  receptive field     memory
conv1  conv2d              [2, 4, 32, 48]         112        331,776              3×3   48.0 KiB
relu1  relu                [2, 4, 32, 48]           0              0              3×3   48.0 KiB
file   max_pool2d          [2, 4, 16, 24]           0              0              4×4   12.0 KiB
norm   batch_norm2d (off)  [2, 4, 16, 24]           0              0              4×4        0 B
skip   concat              [2, 8, 16, 24]           0              0              4×4   24.0 KiB
flat   flatten             [2, 3072]                0              0            32×48   24.0 KiB
fc     linear              [2, 10]             30,730         61,440            32×48       80 B
wrong  conv2d              –
after  relu                –
total                                          30,842        393,216                   156.1 KiB

2 layers cannot run:
  wrong: Conv2d needs [b, c, h, w], but what comes before it is [2, 10]: move it up or switch it off
  after: waits for 'wrong'
"""


def describe_json(capsys: Capture, *argv: object) -> dict[str, Any]:
    """What `--json` prints."""
    assert main(["describe", *map(str, argv), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    result: dict[str, Any] = json.loads(out)
    return result


def test_table_is_aligned_and_ends_with_the_problems(tmp_path: Path, capsys: Capture) -> None:
    stack = stack_of(*ROWS, mode=Mode.TRAIN)
    stack = stack.with_layer(Layer("norm", stack.layer("norm").block, enabled=False))
    write_project(tmp_path / "p.cnnlab", stack, {})
    assert main(["describe", str(tmp_path / "p.cnnlab"), "--input-size", "2x3x32x48"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out == GOLDEN


def test_json_has_the_agreed_keys(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL)
    assert describe_json(capsys, project, "--input-size", "1x3x32x48") == {
        "layers": [
            {
                "id": "conv1",
                "kind": "conv2d",
                "output_shape": [1, 4, 32, 48],
                "parameters": 4 * 27 + 4,
                "macs": 4 * 27 * 32 * 48,
                "receptive_field": [3, 3],
                "memory": 4 * 4 * 32 * 48,
                "problem": None,
            },
            {
                "id": "relu1",
                "kind": "relu",
                "output_shape": [1, 4, 32, 48],
                "parameters": 0,
                "macs": 0,
                "receptive_field": [3, 3],
                "memory": 4 * 4 * 32 * 48,
                "problem": None,
            },
            {
                "id": "file",
                "kind": "max_pool2d",
                "output_shape": [1, 4, 16, 24],
                "parameters": 0,
                "macs": 0,
                "receptive_field": [4, 4],
                "memory": 4 * 4 * 16 * 24,
                "problem": None,
            },
        ],
        "totals": {"parameters": 112, "macs": 4 * 27 * 32 * 48, "memory": 4 * 4 * (2 * 32 * 48 + 16 * 24)},
    }


def test_multiply_adds_count_the_whole_batch(tmp_path: Path, capsys: Capture) -> None:
    rows = (*SMALL, ("flat", "flatten"), ("fc", "linear", {"out_features": 5}))
    project = save(tmp_path / "p.json", *rows)
    one, four = (describe_json(capsys, project, "--input-size", f"{b}x3x8x8")["totals"] for b in (1, 4))
    assert four["macs"] == 4 * one["macs"]
    assert four["parameters"] == one["parameters"]


def test_problem_is_listed_and_the_command_ends_well(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL, ("big", "conv2d", {"kernel_size": 9}), ("after", "relu"))
    layers = describe_json(capsys, project, "--input-size", "1x3x8x8")["layers"]
    assert [layer["output_shape"] for layer in layers[3:]] == [None, None]
    assert [layer["receptive_field"] for layer in layers[3:]] == [None, None]
    assert "9×9" in layers[3]["problem"]
    assert layers[4]["problem"] == "waits for 'big'"


def test_stored_weight_that_does_not_fit_is_a_problem(tmp_path: Path, capsys: Capture) -> None:
    stack = with_weights(stack_of(*SMALL), (1, 3, 8, 8))
    write_project(tmp_path / "p.cnnlab", stack, {})
    layers = describe_json(capsys, tmp_path / "p.cnnlab", "--input-size", "1x1x8x8")["layers"]
    assert "[4, 3, 3, 3]" in layers[0]["problem"]
    assert "[4, 1, 3, 3]" in layers[0]["problem"]
    assert layers[0]["parameters"] == 0
    assert layers[1]["problem"] == layers[2]["problem"] == "waits for 'conv1'"


def test_running_statistic_that_does_not_fit_is_a_problem(tmp_path: Path, capsys: Capture) -> None:
    statistics = {"norm": {"running_mean": np.zeros(3, np.float32)}}
    write_project(tmp_path / "p.cnnlab", stack_of(("norm", "batch_norm2d")), statistics)
    project = tmp_path / "p.cnnlab"
    assert describe_json(capsys, project, "--input-size", "1x3x8x8")["layers"][0]["problem"] is None
    assert "running_mean" in describe_json(capsys, project, "--input-size", "1x4x8x8")["layers"][0]["problem"]


def test_without_a_size_the_project_says_it(tmp_path: Path, capsys: Capture) -> None:
    plain = save(tmp_path / "p.json", *SMALL)
    assert describe_json(capsys, plain)["layers"][0]["output_shape"] == [1, 4, 240, 320]
    stack = dataclasses.replace(stack_of(*SMALL), input=InputSpec(1, (20, 30)))
    write_project(tmp_path / "q.json", stack, {})
    assert describe_json(capsys, tmp_path / "q.json")["layers"][0]["output_shape"] == [1, 4, 20, 30]


@pytest.mark.parametrize("size", ["3x32x48", "1X3X32X48"])
def test_size_may_be_written_in_other_ways(size: str, tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL)
    assert describe_json(capsys, project, "--input-size", size)["layers"][0]["output_shape"] == [1, 4, 32, 48]


@pytest.mark.parametrize(
    "size",
    [
        *("", "0x3", "32", "3x32", "1x3x0x4", "1x2x3x4x5", "1x3x1000000000x4", "1x3x65536x65536"),
        *("9" * 5000 + "x1x1x1", "1x3x-4x4", "1x3x4.0x4", "axbxc", "١x٣x٤x٤", "1x3x4x", " 1x3x4x4", "1,3,4,4"),
    ],
)
def test_bad_size_is_one_sentence(size: str, tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL)
    assert main(["describe", str(project), f"--input-size={size}"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("cnnlab: error: ")
    assert err.count("\n") == 1
    assert len(err) < 250


def test_huge_stack_is_described_without_being_made(tmp_path: Path, capsys: Capture) -> None:
    wide = {"out_channels": 65536, "kernel_size": 255, "padding": 127}
    project = save(tmp_path / "p.json", ("a", "conv2d", wide), ("b", "conv2d", wide))
    totals = describe_json(capsys, project, "--input-size", "1x3x4096x4096")["totals"]
    assert totals["parameters"] == 65536 * (3 + 65536) * 255**2 + 2 * 65536
    assert main(["describe", str(project), "--input-size", "1x3x4096x4096"]) == 0
    assert "TiB" in capsys.readouterr().out


def test_empty_stack_is_described(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json")
    assert describe_json(capsys, project) == {"layers": [], "totals": {"parameters": 0, "macs": 0, "memory": 0}}
    assert main(["describe", str(project)]) == 0
    assert "0 layers" in capsys.readouterr().out


def test_columns_line_up_in_chinese_too() -> None:
    lines = table_text([("层", "数"), ("conv1", "1,024")], (False, True)).splitlines()
    assert {shown_width(line) for line in lines} == {12}
