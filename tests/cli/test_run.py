"""What `run` computes and what it writes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from cnnlab.cli import computing
from cnnlab.document.frame import Frame
from cnnlab.document.input import InputSpec
from cnnlab.document.plan import Plan
from cnnlab.document.stack import Layer, Mode
from cnnlab.document.statistics import Statistics
from cnnlab.engine.forward import Forward, Runner
from cnnlab.formats.project import write_project
from tests.building import layer_of, noise, stack_of
from tests.cli.projects import SMALL, everything_in, run, save, save_array, save_image

Capture = pytest.CaptureFixture[str]
LAYERS = ["conv1", "relu1", "file"]


def test_every_layer_is_written_in_stack_order(project: Path, array: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(project, array, "--out", tmp_path / "out", "--tensors") == 0
    with np.load(tmp_path / "out" / "tensors.npz") as found:
        assert found.files == LAYERS
        assert [found[name].shape for name in found.files] == [(1, 4, 6, 8), (1, 4, 6, 8), (1, 4, 3, 4)]
        assert {found[name].dtype for name in found.files} == {np.dtype(np.float32)}
        assert (found["relu1"] == np.maximum(found["conv1"], 0)).all()
    assert everything_in(tmp_path / "out").keys() == {"tensors.npz"}
    assert capsys.readouterr() == (f"{tmp_path / 'out'}\n", "")


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], {"tensors.npz", "conv1.png", "relu1.png", "file.png"}),
        (["--pictures"], {"conv1.png", "relu1.png", "file.png"}),
        (["--tensors", "--pictures"], {"tensors.npz", "conv1.png", "relu1.png", "file.png"}),
    ],
)
def test_options_say_what_is_written(
    options: list[str], names: set[str], project: Path, array: Path, tmp_path: Path
) -> None:
    assert run(project, array, "--out", tmp_path / "new" / "out", *options) == 0
    assert everything_in(tmp_path / "new" / "out").keys() == names


def test_same_input_gives_the_same_bytes(project: Path, array: Path, tmp_path: Path) -> None:
    for out in ("a", "b"):
        assert run(project, array, "--out", tmp_path / out) == 0
    assert everything_in(tmp_path / "a") == everything_in(tmp_path / "b")


def test_layer_that_is_off_passes_its_input_on(array: Path, tmp_path: Path) -> None:
    stack = stack_of(*SMALL)
    write_project(tmp_path / "q.cnnlab", stack.with_layer(dataclasses.replace(stack.layer("relu1"), enabled=False)), {})
    assert run(tmp_path / "q.cnnlab", array, "--out", tmp_path, "--tensors") == 0
    with np.load(tmp_path / "tensors.npz") as found:
        assert found.files == LAYERS
        assert (found["relu1"] == found["conv1"]).all()
        assert (found["relu1"] < 0).any()


def test_batch_runs_as_a_batch(project: Path, tmp_path: Path) -> None:
    batch = save_array(tmp_path / "b.npy", (5, 3, 6, 8))
    assert run(project, batch, "--out", tmp_path / "out") == 0
    with np.load(tmp_path / "out" / "tensors.npz") as found:
        assert found["conv1"].shape == (5, 4, 6, 8)


def test_image_becomes_rgb_from_0_to_1(tmp_path: Path) -> None:
    identity = np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1)
    stack = stack_of().with_layers(
        (layer_of("same", "conv2d", {"out_channels": 3, "kernel_size": 1}, weight=identity),)
    )
    stack = stack.with_layer(Layer("same", stack.layer("same").block.replace(bias=False)))
    write_project(tmp_path / "p.cnnlab", stack, {})
    image = save_image(tmp_path / "i.png")
    assert run(tmp_path / "p.cnnlab", image, "--out", tmp_path, "--tensors") == 0
    pixels = np.asarray(Image.open(image), np.float32).transpose(2, 0, 1)[None]
    with np.load(tmp_path / "tensors.npz") as found:
        np.testing.assert_allclose(found["same"], pixels / 255, rtol=1e-6)
    assert run(tmp_path / "p.cnnlab", image, "--out", tmp_path, "--tensors", "--range", "-1..1") == 0
    with np.load(tmp_path / "tensors.npz") as found:
        np.testing.assert_allclose(found["same"], pixels / 127.5 - 1, rtol=1e-5, atol=1e-6)


def test_channels_may_be_chosen(tmp_path: Path) -> None:
    project = save(tmp_path / "p.json", ("same", "relu"))
    image = save_image(tmp_path / "i.png")
    assert run(project, image, "--out", tmp_path, "--tensors", "--channels", "grey", "--range", "0..255") == 0
    with np.load(tmp_path / "tensors.npz") as found:
        assert found["same"].shape == (1, 1, 6, 8)
        assert found["same"].max() > 1


def test_other_proportions_are_fitted_as_told(tmp_path: Path, capsys: Capture) -> None:
    stack = dataclasses.replace(stack_of(("same", "relu")), input=InputSpec(size=(12, 8)))
    project = tmp_path / "p.json"
    write_project(project, stack, {})
    Image.fromarray(np.full((6, 8, 3), 255, np.uint8)).save(tmp_path / "white.png")
    for fit, rows in (("cover", 12), ("contain", 6), ("stretch", 12)):
        assert run(project, tmp_path / "white.png", "--out", tmp_path / fit, "--tensors", "--fit", fit) == 0
        with np.load(tmp_path / fit / "tensors.npz") as found:
            assert found["same"].shape == (1, 3, 12, 8)
            assert int((found["same"][0, 0] == 1).all(axis=1).sum()) == rows
    assert run(project, tmp_path / "white.png", "--out", tmp_path / "x", "--fit", "crop") == 2
    assert "'crop' is no way to fit a picture: choose one of cover, contain, stretch" in capsys.readouterr().err


def test_project_says_how_images_become_input(tmp_path: Path) -> None:
    stack = dataclasses.replace(stack_of(("same", "relu")), input=InputSpec(1, (4, 5)))
    write_project(tmp_path / "p.json", stack, {})
    assert run(tmp_path / "p.json", save_image(tmp_path / "i.png"), "--out", tmp_path, "--tensors") == 0
    with np.load(tmp_path / "tensors.npz") as found:
        assert found["same"].shape == (1, 1, 4, 5)


def test_what_was_done_to_an_image_is_said_once(project: Path, tmp_path: Path, capsys: Capture) -> None:
    transparent = save_image(tmp_path / "t.png", mode="RGBA")
    assert run(project, transparent, "--out", tmp_path) == 0
    notes = capsys.readouterr().err.splitlines()
    assert len(notes) == 1
    assert notes[0].startswith("cnnlab: note: t.png: ")


def test_several_inputs_get_a_folder_each(project: Path, array: Path, tmp_path: Path, capsys: Capture) -> None:
    image = save_image(tmp_path / "photo.one.png")
    out = tmp_path / "out"
    assert run(project, array, image, "--out", out, "--tensors") == 0
    assert everything_in(out).keys() == {"x/tensors.npz", "photo.one/tensors.npz"}
    assert capsys.readouterr().out.splitlines() == [str(out / "x"), str(out / "photo.one")]


def test_ids_that_differ_in_case_alone_get_two_pictures(array: Path, tmp_path: Path) -> None:
    project = save(tmp_path / "p.json", ("a", "relu"), ("A", "abs"), ("a_1", "relu"))
    assert run(project, array, "--out", tmp_path / "out", "--pictures") == 0
    assert len({name.casefold() for name in everything_in(tmp_path / "out")}) == 3


# -- modes and devices --


def test_train_mode_uses_the_batch_and_is_not_written_back(tmp_path: Path) -> None:
    rows = (("norm", "batch_norm2d"), ("drop", "dropout", {"p": 0.5}))
    project = save(tmp_path / "p.cnnlab", *rows, mode=Mode.TRAIN)
    before = project.read_bytes()
    batch = save_array(tmp_path / "b.npy", (4, 3, 6, 8))
    for out in ("one", "two"):
        assert run(project, batch, "--out", tmp_path / out, "--tensors") == 0
    with np.load(tmp_path / "one" / "tensors.npz") as found, np.load(tmp_path / "two" / "tensors.npz") as again:
        np.testing.assert_allclose(found["norm"].mean((0, 2, 3)), 0, atol=1e-5)
        assert 0.3 < (found["drop"] == 0).mean() < 0.7
        assert (found["drop"] == again["drop"]).all()
    assert project.read_bytes() == before


def test_running_statistics_move_once_for_each_input(
    tmp_path: Path, array: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Statistics] = []
    original = Runner.run

    def spy(self: Runner, plan: Plan, frame: Frame, statistics: Statistics) -> Forward:
        seen.append(statistics)
        return original(self, plan, frame, statistics)

    monkeypatch.setattr(Runner, "run", spy)
    project = save(tmp_path / "p.cnnlab", ("norm", "batch_norm2d", {"momentum": 0.5}), mode=Mode.TRAIN)
    others = [save_array(tmp_path / f"{name}.npy", (3, 6, 8)) for name in "yz"]
    assert run(project, array, *others, "--out", tmp_path / "out") == 0
    mean = noise((3, 6, 8)).mean((1, 2))
    assert seen[0] == {}
    np.testing.assert_allclose(seen[1]["norm"]["running_mean"], 0.5 * mean, rtol=1e-4)
    np.testing.assert_allclose(seen[2]["norm"]["running_mean"], 0.75 * mean, rtol=1e-4)


def test_full_accelerator_falls_back_to_the_cpu(
    project: Path, array: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Runner):
        def run(self, plan: Plan, frame: Frame, statistics: Statistics) -> Forward:
            if self.device != "cpu":
                raise torch.OutOfMemoryError
            return super().run(plan, frame, statistics)

    monkeypatch.setattr(computing, "Runner", Full)
    monkeypatch.setattr(computing, "known_device", lambda _name: "fake:0")
    assert run(project, array, "--out", tmp_path / "out", "--tensors") == 0
    assert capsys.readouterr().err == "cnnlab: note: FAKE ran out of memory: computing on the CPU\n"
    assert (tmp_path / "out" / "tensors.npz").is_file()


@pytest.mark.cuda
def test_cuda_gives_the_same_numbers(project: Path, array: Path, tmp_path: Path) -> None:
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    for device in ("cpu", "cuda"):
        assert run(project, array, "--out", tmp_path / device, "--tensors", "--device", device) == 0
    with np.load(tmp_path / "cpu" / "tensors.npz") as cpu, np.load(tmp_path / "cuda" / "tensors.npz") as cuda:
        for name in LAYERS:
            np.testing.assert_allclose(cuda[name], cpu[name], rtol=1e-4, atol=1e-5)
