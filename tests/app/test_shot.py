"""The window as a picture: what is asked for is on it, and the same is the same each time."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops

from tests.app.running import Standing, side_by_side


def size_of(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


def test_shot_renders_the_window_without_a_display(standing: Standing, tmp_path: Path) -> None:
    picture, photo = tmp_path / "shot.png", tmp_path / "own.png"
    Image.new("RGB", (64, 48), (200, 30, 30)).save(photo)
    standing.well("shot", "-o", str(picture), "--size", "1280x800", "--theme", "light", "--input", str(photo))
    with Image.open(picture) as image:
        assert image.size == (1280, 800)
        assert len(image.getcolors(10**6) or []) > 200


def test_shot_renders_an_example_by_its_name(standing: Standing, tmp_path: Path) -> None:
    pictures = [tmp_path / "first.png", tmp_path / "patches.png"]
    common = ["shot", "--size", "1280x800", "-o"]
    standing.well(*common, str(pictures[0]))
    standing.well(*common, str(pictures[1]), "--example", "patches")
    assert pictures[0].read_bytes() != pictures[1].read_bytes()


def test_a_shot_that_cannot_be_written_leaves_what_was_there(standing: Standing, tmp_path: Path) -> None:
    there = tmp_path / "kept.xyz"
    there.write_bytes(b"mine")
    assert standing.cnnlab("shot", "-o", str(there)).returncode == 2
    assert there.read_bytes() == b"mine"


def test_steps_are_done_in_order_and_the_picture_shows_them_the_same_each_time(
    standing: Standing, tmp_path: Path
) -> None:
    pictures = [tmp_path / name for name in ("plain.png", "steps.png", "again.png")]
    steps = ["--select", "conv2:3,5", "--do", "large", "--do", "shortcuts", "--type", "large"]
    common = ["shot", "--size", "1280x800", "--theme", "dark", "-o"]
    standing.well(*common, str(pictures[0]))
    side_by_side(*([*common, str(picture), *steps] for picture in pictures[1:]))  # in processes of their own
    plain, one, two = (Image.open(picture).convert("RGB") for picture in pictures)
    assert ImageChops.difference(plain, one).getbbox() is not None
    assert ImageChops.difference(one, two).getbbox() is None


def test_a_part_is_cut_out_with_what_it_has_opened(standing: Standing, tmp_path: Path) -> None:
    pictures = [tmp_path / "closed.png", tmp_path / "opened.png"]
    common = ["shot", "--size", "1280x800", "--crop", "tool_fill", "-o"]
    standing.well(*common, str(pictures[0]))
    standing.well(*common, str(pictures[1]), "--click", "tool_fill")
    sizes = [size_of(picture) for picture in pictures]
    assert sizes[0] == (26, 26)
    assert sizes[1][0] > 100
    assert sizes[1][1] > 100


def test_larger_type_makes_a_part_larger(standing: Standing, tmp_path: Path) -> None:
    heights = {}
    for percent in ("150", "100"):
        picture = tmp_path / f"{percent}.png"
        common = ["shot", "--size", "1280x800", "--crop", "addBlockButton"]
        standing.well(*common, "--text-scale", percent, "-o", str(picture))
        heights[percent] = size_of(picture)[1]
    assert heights["150"] >= 1.25 * heights["100"]


def test_a_part_that_is_scrolled_out_of_view_is_said_to_be(standing: Standing, tmp_path: Path) -> None:
    picture = tmp_path / "part.png"
    done = standing.cnnlab("shot", "-o", str(picture), "--size", "900x320", "--crop", "presetMenu")
    assert done.returncode == 2
    assert "'presetMenu' is scrolled out of view" in done.stderr
    assert not picture.exists()
