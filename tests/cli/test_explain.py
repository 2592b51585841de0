"""`cnnlab explain`: the JSON is added up by hand, and held against torch and against `cnnlab run`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnlab.cli.explain import parse_at
from cnnlab.cli.main import main
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Mode
from cnnlab.formats.project import write_project
from cnnlab.text import UserError
from tests.building import noise, stack_of
from tests.cli.projects import SMALL, error_of, run, save, save_array, save_image

Capture = pytest.CaptureFixture[str]


def explain_json(capsys: Capture, *argv: object) -> dict[str, Any]:
    """What `--json` prints, on one line."""
    assert main(["explain", *map(str, argv), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    result: dict[str, Any] = json.loads(out)
    return result


def tensors_of(project: Path, array: Path, folder: Path) -> dict[str, np.ndarray]:
    """What `cnnlab run` writes."""
    assert run(project, array, "--out", folder, "--tensors") == 0
    with np.load(folder / "tensors.npz") as file:
        return dict(file)


def test_json_of_a_convolution_is_the_sum_that_torch_computes(
    project: Path, array: Path, tmp_path: Path, capsys: Capture
) -> None:
    outputs = tensors_of(project, array, tmp_path / "out")
    capsys.readouterr()
    said = explain_json(capsys, project, array, "--at", "conv1:0,2,0,5")
    assert list(said) == ["layer", "index", "value", "terms", "bias", "receptive_field"]
    assert (said["layer"], said["index"]) == ("conv1", [0, 2, 0, 5])
    assert said["value"] == float(outputs["conv1"][0, 2, 0, 5])
    assert [term["channel"] for term in said["terms"]] == [0, 1, 2]
    assert said["receptive_field"] == {"y": [0, 1], "x": [4, 6]}
    x = np.load(array)
    weights = infer(stack_of(*SMALL), (1, 3, 6, 8)).layers[0].weights
    total = said["bias"]
    assert total == weights["bias"].value((2,))
    for channel, term in enumerate(said["terms"]):
        assert term["patch"][0] == [None, None, None]
        assert term["patch"][1:] == x[channel, :2, 4:7].tolist()
        assert term["weights"] == weights["weight"].array()[2, channel].tolist()
        products = np.array(term["patch"][1:]) * np.array(term["weights"][1:])
        assert term["sum"] == pytest.approx(products.sum(), rel=1e-12)
        total += term["sum"]
    assert total == pytest.approx(said["value"], abs=1e-6)


def test_a_ring_that_copies_has_the_values_it_copies(tmp_path: Path, capsys: Capture) -> None:
    rows = ("conv1", "conv2d", {"out_channels": 1, "padding": 1, "padding_mode": "reflect", "bias": False})
    project, array = save(tmp_path / "p.cnnlab", rows), save_array(tmp_path / "x.npy", (2, 5, 6))
    said = explain_json(capsys, project, array, "--at", "conv1:0,0,0,0")
    padded = F.pad(torch.from_numpy(np.load(array))[None], (1, 1, 1, 1), mode="reflect")
    assert [term["patch"] for term in said["terms"]] == padded[0, :, :3, :3].tolist()
    assert said["bias"] == 0
    assert said["receptive_field"] == {"y": [0, 1], "x": [0, 1]}


def test_what_is_no_weighted_sum_says_formula_and_values(project: Path, array: Path, capsys: Capture) -> None:
    relu = explain_json(capsys, project, array, "--at", "relu1:0,1,2,3")
    conv = explain_json(capsys, project, array, "--at", "conv1:0,1,2,3")
    assert (relu["terms"], relu["bias"]) == ([], None)
    assert relu["formula"] == "max(0, x)"
    assert relu["values"] == {"x": conv["value"]}
    assert relu["sources"] == [{"layer": "conv1", "index": [[0, 0], [1, 1], [2, 2], [3, 3]]}]
    pool = explain_json(capsys, project, array, "--at", "file:0,1,1,1")
    assert pool["formula"] == "max(window)"
    assert np.array(pool["values"]["window"]).shape == (2, 2)
    assert np.max(pool["values"]["window"]) == pool["value"]
    assert pool["receptive_field"] == {"y": [1, 4], "x": [1, 4]}


def test_the_index_has_as_many_numbers_as_the_output_has_axes(tmp_path: Path, capsys: Capture) -> None:
    rows = (*SMALL, ("flat", "flatten"), ("fc", "linear", {"out_features": 5}), ("soft", "softmax"))
    project, array = save(tmp_path / "p.json", *rows), save_array(tmp_path / "x.npy", (2, 3, 6, 8))
    said = explain_json(capsys, project, array, "--at", "fc:1,4")
    assert len(said["terms"]) == 4 * 3 * 4
    assert sum(term["sum"] for term in said["terms"]) + said["bias"] == pytest.approx(said["value"], abs=1e-5)
    assert said["receptive_field"] == {"y": [0, 5], "x": [0, 7]}
    assert explain_json(capsys, project, array, "--at", "input:1,2,5,7")["receptive_field"] == {
        "y": [5, 5],
        "x": [7, 7],
    }
    for wrong in ("fc:1,4,0,0", "conv1:0,1", "flat:0"):
        assert main(["explain", str(project), str(array), "--at", wrong]) == 2
        assert "numbers" in error_of(capsys)


def test_an_element_made_from_nothing_has_no_field(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", ("pad", "zero_pad2d", {"padding": 2}))
    array = save_array(tmp_path / "x.npy", (1, 4, 4))
    assert explain_json(capsys, project, array, "--at", "pad:0,0,0,0")["receptive_field"] is None
    assert main(["explain", str(project), str(array), "--at", "pad:0,0,0,0"]) == 0
    assert "made from no cell" in capsys.readouterr().out


def test_train_mode_and_a_layer_that_is_off(tmp_path: Path, capsys: Capture) -> None:
    stack = stack_of(("norm", "batch_norm2d"), ("off", "conv2d"), ("drop", "dropout"), mode=Mode.TRAIN)
    write_project(tmp_path / "p.cnnlab", edits.set_enabled(stack, "off", False), {})
    array = save_array(tmp_path / "x.npy", (2, 3, 6, 8))
    outputs = tensors_of(tmp_path / "p.cnnlab", array, tmp_path / "out")
    capsys.readouterr()
    norm = explain_json(capsys, tmp_path / "p.cnnlab", array, "--at", "norm:1,2,3,4")
    assert norm["formula"] == "(x − mean) / √(var + eps) · weight + bias"
    assert norm["values"]["mean"] == pytest.approx(float(noise((2, 3, 6, 8))[:, 2].mean()), abs=1e-6)
    assert norm["sources"] == [{"layer": "input", "index": [[0, 1], [2, 2], [0, 5], [0, 7]]}]
    assert explain_json(capsys, tmp_path / "p.cnnlab", array, "--at", "off:1,2,3,4")["values"] == {"x": norm["value"]}
    drop = explain_json(capsys, tmp_path / "p.cnnlab", array, "--at", "drop:1,2,3,4")
    assert drop["value"] == float(outputs["drop"][1, 2, 3, 4])


def test_an_image_is_read_as_run_reads_it(tmp_path: Path, capsys: Capture) -> None:
    project, image = save(tmp_path / "p.json", ("r", "relu")), save_image(tmp_path / "i.png")
    rgb = explain_json(capsys, project, image, "--at", "input:0,2,1,1")["value"]
    assert 0 <= rgb <= 1
    wide = explain_json(capsys, project, image, "--at", "input:0,2,1,1", "--range", "-1..1")["value"]
    assert wide == pytest.approx(2 * rgb - 1, abs=1e-6)
    assert main(["explain", str(project), str(image), "--at", "input:0,2,1,1", "--channels", "grey"]) == 2
    assert "[1, 1, 6, 8]" in error_of(capsys)


def test_the_table_adds_up(project: Path, array: Path, capsys: Capture) -> None:
    assert main(["explain", str(project), str(array), "--at", "conv1:0,2,3,3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    sums = [line.split() for line in lines[lines.index("") :] if line.startswith(("channel", "bias", "value"))]
    numbers = {" ".join(words[:-1]): words[-1] for words in sums if len(words) > 1 and "." in words[-1]}
    value = numbers.pop("value")
    assert len(numbers) == 4
    assert f"{sum(map(float, numbers.values())):.{len(value.split('.')[1])}f}" == value
    assert lines[0] == f"conv1 [0, 2, 3, 3] = {value}"
    assert "equal to the tensor within float32 rounding" in lines[-2]
    assert lines[-1] == "made from rows 2…4 and columns 2…4 of the input"


@pytest.mark.parametrize(
    ("at", "parts"),
    [
        ("gone:0,0,0,0", ("'gone'", "input, conv1, relu1, file")),
        ("conv1:0,4,0,0", ("[0, 4, 0, 0]", "[1, 4, 6, 8]", "3")),
        ("conv1:0,0,-1,0", ("-1", "5")),
        ("conv1:0,0,0,99999999999", ("[1, 4, 6, 8]",)),
        ("conv1", ("'conv1'", "conv1:0,3,118,204")),
        ("conv1:", ("conv1:0,3,118,204",)),
        ("conv1:0;1", ("conv1:0,3,118,204",)),
        ("conv1:0,1.5,0,0", ("conv1:0,3,118,204",)),
        ("9:0", ("conv1:0,3,118,204",)),
    ],
)
def test_a_value_that_is_not_there_is_one_sentence(
    at: str, parts: tuple[str, ...], project: Path, array: Path, capsys: Capture
) -> None:
    assert main(["explain", str(project), str(array), "--at", at]) == 2
    line = error_of(capsys)
    assert all(part in line for part in parts)
    assert len(line) < 200


def test_several_inputs_and_broken_layers_are_refused(tmp_path: Path, array: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", *SMALL, ("wrong", "conv2d", {"groups": 3}))
    assert main(["explain", str(project), str(array), str(array), "--at", "conv1:0,0,0,0"]) == 2
    assert "1 input, not 2" in error_of(capsys)
    assert main(["explain", str(project), str(array), "--at", "conv1:0,0,0,0"]) == 2
    assert "layer 'wrong': groups 3" in error_of(capsys)
    assert main(["explain", str(project), str(tmp_path / "no.npy"), "--at", "conv1:0,0,0,0"]) == 2
    assert "no.npy" in error_of(capsys)
    assert main(["explain", str(project), str(array)]) == 2
    assert "--at" in error_of(capsys)


def test_what_cannot_be_computed_anywhere_is_refused(project: Path, array: Path, capsys: Capture) -> None:
    assert main(["explain", str(project), str(array), "--at", "conv1:0,0,0,0", "--device", "moon"]) == 2
    assert "moon" in error_of(capsys)


def test_numbers_that_are_not_finite_are_null(tmp_path: Path, capsys: Capture) -> None:
    project = save(tmp_path / "p.json", ("root", "sqrt"))
    np.save(tmp_path / "x.npy", -np.ones((1, 2, 2), np.float32))
    said = explain_json(capsys, project, tmp_path / "x.npy", "--at", "root:0,0,0,0")
    assert said["value"] is None
    assert main(["explain", str(project), str(tmp_path / "x.npy"), "--at", "root:0,0,0,0"]) == 0
    assert "√(-1.000) = NaN" in capsys.readouterr().out


def test_index_may_be_written_as_a_list() -> None:
    assert parse_at("conv1:[0, 3, 1, 2]") == ("conv1", (0, 3, 1, 2))
    assert parse_at("fc:7") == ("fc", (7,))
    with pytest.raises(UserError):
        parse_at("conv1:0,,1")
