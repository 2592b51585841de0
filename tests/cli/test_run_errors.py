"""What is wrong is said before anything is written, and what lies there already is not harmed."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from cnnlab.cli import computing, outputs
from cnnlab.formats.project import write_project
from cnnlab.text import UserError
from tests.building import stack_of
from tests.cli.projects import SMALL, error_of, everything_in, run, save, save_array, save_image, with_weights

Capture = pytest.CaptureFixture[str]


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
    assert "running_var is [5], but [3] is needed" in error_of(capsys)


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
        assert found.files == [layer_id for layer_id, *_ in SMALL]
    assert not list(tmp_path.glob(".*"))


def test_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cnnlab.cli.outputs.os.access", lambda *_arguments: False)
    with pytest.raises(UserError, match="nothing may be written"):
        outputs.check_folder(tmp_path / "new", [])
