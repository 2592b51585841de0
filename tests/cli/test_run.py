"""What `run` computes, what it writes, and what it leaves alone when something is wrong."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from cnnlab.cli import computing, outputs
from cnnlab.cli import run as run_module
from cnnlab.cli.main import main
from cnnlab.cli.sheet import sheet, tile_size
from cnnlab.document.frame import Frame
from cnnlab.document.input import InputSpec
from cnnlab.document.plan import Plan
from cnnlab.document.stack import Layer, Mode
from cnnlab.document.statistics import Statistics
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.palette import dark_colours
from cnnlab.formats.project import write_project
from tests.building import layer_of, noise, stack_of
from tests.cli.projects import SMALL, save, save_array, save_image, with_weights

Capture = pytest.CaptureFixture[str]
LAYERS = ["conv1", "relu1", "file"]


def run(*argv: object) -> int:
    """`cnnlab run` in this process."""
    return main(["run", *map(str, argv)])


def error_of(capsys: Capture) -> str:
    """The last line on standard error."""
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith("cnnlab: error: ")
    return line.removeprefix("cnnlab: error: ")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return save(tmp_path / "p.cnnlab", *SMALL)


@pytest.fixture
def array(tmp_path: Path) -> Path:
    return save_array(tmp_path / "x.npy", (3, 6, 8))


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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


@pytest.mark.parametrize("second", ["b/x.npy", "X.png", "x.npy"])
def test_inputs_with_one_stem_are_refused(
    second: str, project: Path, array: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(project, array, tmp_path / second, "--out", tmp_path / "out") == 2
    line = error_of(capsys)
    assert str(array) in line
    assert str(tmp_path / second) in line
    assert not (tmp_path / "out").exists()


def test_input_cannot_name_a_folder_outside(project: Path, array: Path, tmp_path: Path, capsys: Capture) -> None:
    odd = save_image(tmp_path / "i.png").rename(tmp_path / "...png")
    assert run(project, array, odd, "--out", tmp_path / "out") == 2
    assert "...png" in error_of(capsys)


# -- errors leave everything alone --


def test_all_inputs_are_checked_before_anything_is_written(
    project: Path, array: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    assert run(project, array, tmp_path / "bad.png", "--out", tmp_path / "out") == 2
    assert "bad.png" in error_of(capsys)
    assert not (tmp_path / "out").exists()


def test_stored_weight_is_not_adapted(tmp_path: Path, capsys: Capture) -> None:
    write_project(tmp_path / "p.cnnlab", with_weights(stack_of(*SMALL), (1, 3, 6, 8)), {})
    grey = save_array(tmp_path / "g.npy", (1, 6, 8))
    assert run(tmp_path / "p.cnnlab", grey, "--out", tmp_path / "out") == 2
    line = error_of(capsys)
    assert "g.npy: layer 'conv1': " in line
    assert "[4, 3, 3, 3]" in line
    assert "[4, 1, 3, 3]" in line
    assert not (tmp_path / "out").exists()


def test_running_statistic_is_not_adapted(tmp_path: Path, capsys: Capture) -> None:
    statistics = {"norm": {"running_var": np.ones(5, np.float32)}}
    write_project(tmp_path / "p.cnnlab", stack_of(("norm", "batch_norm2d")), statistics)
    assert run(tmp_path / "p.cnnlab", save_array(tmp_path / "x.npy", (3, 6, 8)), "--out", tmp_path / "out") == 2
    assert "running_var is [5], but this input needs [3]" in error_of(capsys)


@pytest.mark.parametrize("enabled", [True, False])
def test_problem_of_a_layer_counts_if_it_is_on(enabled: bool, array: Path, tmp_path: Path, capsys: Capture) -> None:
    stack = stack_of(*SMALL, ("big", "conv2d", {"kernel_size": 9}), ("last", "relu"))
    stack = stack.with_layer(dataclasses.replace(stack.layer("big"), enabled=enabled))
    write_project(tmp_path / "p.json", stack, {})
    assert run(tmp_path / "p.json", array, "--out", tmp_path / "out") == (2 if enabled else 0)
    if enabled:
        assert "layer 'big': kernel 9×9" in error_of(capsys)


def test_memory_is_guarded_before_anything_is_allocated(array: Path, tmp_path: Path, capsys: Capture) -> None:
    wide = {"out_channels": 65536, "kernel_size": 9, "padding": 4}
    project = save(tmp_path / "p.json", ("a", "conv2d", wide), ("b", "conv2d", wide))
    tracemalloc.start()
    try:
        assert run(project, array, "--out", tmp_path / "out") == 2
        assert tracemalloc.get_traced_memory()[1] < 2**27
    finally:
        tracemalloc.stop()
    line = error_of(capsys)
    assert "layer 'b': needs " in line
    assert "TiB" in line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--device", "quantum"], "'quantum': choose one of"),
        (["--device", ""], "choose one of"),
        (["--range", "0..7"], "0..7"),
        (["--channels", "4"], "4"),
        (["--channels", "1"], "[1, 3, 6, 8]"),
        (["--channels", "1", "--range", "imagenet"], "mean"),
    ],
)
def test_wrong_option_is_one_sentence(
    options: list[str], part: str, project: Path, array: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(project, array, "--out", tmp_path / "out", *options) == 2
    assert part in error_of(capsys)
    assert not (tmp_path / "out").exists()


def test_device_error_lists_what_there_is(project: Path, array: Path, tmp_path: Path, capsys: Capture) -> None:
    run(project, array, "--out", tmp_path, "--device", "xpu:7")
    assert error_of(capsys).endswith("cpu")


@pytest.mark.parametrize("place", ["taken", "taken/below", "tensors"])
def test_folder_that_cannot_be_used_is_refused(
    place: str, project: Path, array: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "taken").write_text("mine")
    (tmp_path / "tensors" / "tensors.npz").mkdir(parents=True)
    assert run(project, array, "--out", tmp_path / place) == 2
    assert "folder" in error_of(capsys)
    assert (tmp_path / "taken").read_text() == "mine"


def test_failure_while_writing_leaves_what_was_there(
    project: Path, array: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "tensors.npz").write_bytes(b"old")
    (out / "notes.txt").write_bytes(b"mine")

    def full_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(computing, "write_png", full_disk)
    assert run(project, array, "--out", out) == 2
    assert "No space left" in error_of(capsys)
    assert everything_in(out) == {"tensors.npz": b"old", "notes.txt": b"mine"}
    assert sorted(path.name for path in out.iterdir()) == ["notes.txt", "tensors.npz"]
    assert run(project, array, "--out", tmp_path / "new" / "deep") == 2
    assert not (tmp_path / "new").exists()


def test_interrupt_while_writing_leaves_nothing_behind(
    project: Path, array: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(computing, "write_png", interrupt)
    assert run(project, array, "--out", tmp_path / "out") == 130
    assert not (tmp_path / "out").exists()


def test_old_results_are_replaced_by_new_ones(project: Path, array: Path, tmp_path: Path) -> None:
    (tmp_path / "tensors.npz").write_bytes(b"old")
    assert run(project, array, "--out", tmp_path, "--tensors") == 0
    with np.load(tmp_path / "tensors.npz") as found:
        assert found.files == LAYERS
    assert not list(tmp_path.glob(".*"))


def test_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs.os, "access", lambda *_arguments: False)
    with pytest.raises(run_module.UserError, match="nothing may be written"):
        outputs.check_folder(tmp_path / "new", [])


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


# -- pictures --


def test_picture_shows_every_channel_of_every_item() -> None:
    tensor = torch.zeros(2, 5, 8, 8)
    tensor[1, 3] = 4.0
    tensor[0, 1, :, :4] = -1.0
    pixels = sheet("a", tensor)
    packed = (0xFF << 24) | (pixels[..., 0].astype(int) << 16) | (pixels[..., 1].astype(int) << 8) | pixels[..., 2]
    table = dark_colours().activation
    size = tile_size(8, 8, 10)
    assert (packed == table[254]).sum() == size[0] * size[1]
    assert (packed == table[2]).sum() == size[0] * size[1] // 2
    assert (packed == table[128]).sum() >= 8.5 * size[0] * size[1]


@pytest.mark.parametrize(
    "shape", [(1, 1), (3, 1000), (1, 2048, 1, 1), (2, 3, 500), (1, 3, 1, 900), (7,), (1, 2, 3000, 9)]
)
def test_picture_is_made_for_every_shape_and_stays_bounded(shape: tuple[int, ...]) -> None:
    pixels = sheet("a", torch.ones(shape))
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.size < 6 * 2**22


def test_colours_have_marks_of_their_own() -> None:
    table = dark_colours().activation
    assert len({int(table[i]) for i in (0, 1, 2, 128, 254, 255)}) == 6
    assert len(set(table.tolist())) > 200
    assert dark_colours().grey[0] == 0xFF000000
    assert dark_colours().grey[255] == 0xFFFFFFFF


def test_ids_that_differ_in_case_alone_get_two_pictures(array: Path, tmp_path: Path) -> None:
    project = save(tmp_path / "p.json", ("a", "relu"), ("A", "abs"), ("a_1", "relu"))
    assert run(project, array, "--out", tmp_path / "out", "--pictures") == 0
    assert len({name.casefold() for name in everything_in(tmp_path / "out")}) == 3
