"""Renews the pictures of the guide: `python -m tools.guide_pictures [NAME…]`, by default all of them.

Each is what `cnnlab shot` shows with the arguments in the table, in at most 256 colours. The same program on the same
machine always gives the same files.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image

from cnnlab.gui.theme import DARK, LIGHT

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
COLOURS, _EXACT = 256, 112

_NEW = "--theme light --do new_project --do sample:coffee.jpg --do add:conv2d"
_SOBEL = "--click applyToKernel --click preset_sobel_x --click applyToSlice"
_SECOND = "--do add:conv2d --select conv1:0,0"
_PROBLEM = "--select conv2 --click param_kernel_size --key Ctrl+A --type 200 --key Return"

_OF_THEMES = {
    tuple(bytes.fromhex(colour.lstrip("#")))
    for theme in (DARK, LIGHT)
    for colour in (*theme.colours().values(), *theme.families.values())
}

# File name without its ending → arguments of `cnnlab shot`, as they would be typed; `_` stands for a space in a text.
PICTURES: Mapping[str, str] = {
    "window": "--size 1440x900 --theme dark --select conv1:0,0",
    "chinese": "--size 1280x800 --theme light --language zh_CN --example sobel_magnitude",
    "first-picture": f"--size 1280x800 {_NEW}",
    "first-presets": f"--size 1440x900 {_NEW} --click applyToKernel --click presetMenu --crop inspector",
    "first-sobel": f"--size 1280x800 {_NEW} {_SOBEL}",
    "first-second": f"--size 1280x800 {_NEW} {_SOBEL} {_SECOND} --click kernelGrid --type 2 --key Return",
    "empty": "--size 1280x800 --theme dark --do new_project --crop stackPanel",
    "blocks": "--size 1280x800 --theme dark --do add_block --crop stackPanel",
    "templates": "--size 1280x800 --theme dark --select pool1 --click addBlockButton --click jumpToTemplates"
    " --crop stackPanel",
    "problem": f"--size 1280x800 --theme light {_PROBLEM}",
    "layer-menu": "--size 1280x800 --theme dark --select relu1 --menu layerList@120,80 --crop stackPanel",
    "kernel": "--size 1440x900 --theme dark --select conv1:5,1 --click tool_lock --click tool_lock_horizontal"
    " --click kernelGrid --key Home --key Shift+Right --crop inspector",
    "transform": "--size 1440x900 --theme light --select conv1:1,0 --click tool_transform --crop tool_transform",
    "fill": "--size 1440x900 --theme light --select conv1:1,0 --click tool_fill --crop tool_fill",
    "locks": "--size 1440x900 --theme light --select conv1:1,0 --click tool_lock --crop tool_lock",
    "norm": "--size 1440x900 --theme dark --example norms --select batch:2 --crop inspector",
    "dense": "--size 1440x900 --theme dark --example lenet --select fc3 --crop inspector",
    "lineage": "--size 1280x800 --theme dark --example depthwise --hover depthwise:3 --crop pages",
    "sorted": "--size 1280x800 --theme light --do sort_strength --do wrap --zoom 128 --crop pages",
    "scale": "--size 1280x800 --theme dark --click scaleButton --crop scaleButton",
    "large": "--size 1440x900 --theme dark --example edges --do large --crop pages",
    "numbers": "--size 1440x900 --theme light --select pool1:3 --do large --key + --key + --key + --key + --key +"
    " --key + --key + --key + --key + --key + --crop pages",
    "pixel": "--size 1440x900 --theme dark --select conv1:0 --do explain_pixel",
    "field": "--size 1280x1300 --theme dark --example lenet --select conv2:1 --do explain_pixel --click tool_field"
    " --zoom 64 --crop pages",
    "shapes": "--size 1600x1000 --theme light --example lenet --select conv2:1 --do explain_shapes"
    " --crop explainDrawer",
    "distribution": "--size 1440x900 --theme dark --example lenet --select relu1:3 --do explain_distribution"
    " --crop explainDrawer",
    "norms": "--size 1600x1000 --theme dark --example norms --do explain_norms --crop explainDrawer",
    "convolution": "--size 1440x900 --theme dark --do explain_convolution --crop explainDrawer",
    "compare": "--size 1600x1000 --theme dark --example edges --select edges:2 --do variant_freeze --click kernelGrid"
    " --type 2 --key Return --do explain_compare --crop explainDrawer",
    "code": "--size 1440x900 --theme light --do explain_code --crop explainDrawer",
    "input": "--size 1440x900 --theme dark --click inputChip --crop inputChip",
    "gallery": "--size 1440x900 --theme dark --do gallery",
    "menu": "--size 1280x800 --theme light --click menuButton --crop menuButton",
    "unsaved": "--size 1280x800 --theme light --do add:relu --do new_project",
    "preferences": "--size 1280x800 --theme light --do preferences",
    "about": "--size 1280x800 --theme light --do about",
    "palette": "--size 1280x800 --theme dark --do palette --type norm",
    "shortcuts": "--size 1280x800 --theme light --do shortcuts",
    "presentation": "--size 1280x800 --theme dark --example sobel_magnitude --do present",
}


def arguments(name: str) -> list[str]:
    """What `cnnlab shot` is given for a picture, but for where to write it."""
    words = [word.replace("_", " ") if before == "--type" else word for before, word in _pairs(PICTURES[name])]
    return ["--language", "en", *words] if "--language" not in words else words


def renew(name: str, folder: Path = FOLDER) -> None:
    """Take a picture anew.

    Raises:
        subprocess.CalledProcessError: the shot could not be taken; it has said why.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        shot = Path(scratch) / "shot.png"
        command = [sys.executable, "-m", "cnnlab", "shot", "-o", str(shot), *arguments(name)]
        subprocess.run(command, cwd=ROOT, check=True)
        with Image.open(shot) as image:
            small = in_few_colours(image.convert("RGB"))
        small.save(folder / f"{name}.png", optimize=True)


def in_few_colours(image: Image.Image) -> Image.Image:
    """The picture in 256 colours: surfaces and type keep theirs exactly, photographs share the rest."""
    counted = sorted(image.getcolors(image.width * image.height) or [], key=lambda entry: (-entry[0], entry[1]))
    if len(counted) <= COLOURS:
        return image.quantize(COLOURS, dither=Image.Dither.NONE)
    colours = [tuple(colour) for _count, colour in counted if isinstance(colour, tuple)]
    colours.sort(key=lambda colour: colour not in _OF_THEMES)  # in front, however small their area
    others = Image.new("RGB", (len(colours) - _EXACT, 1))
    others.putdata(colours[_EXACT:])
    shared = others.quantize(COLOURS - _EXACT, kmeans=1).getpalette() or []
    table = Image.new("P", (1, 1))
    table.putpalette([part for colour in colours[:_EXACT] for part in colour] + shared[: 3 * (COLOURS - _EXACT)])
    return image.quantize(palette=table, dither=Image.Dither.NONE)


def _pairs(line: str) -> list[tuple[str, str]]:
    """Each word with the one before it."""
    words = line.split()
    return list(zip(["", *words], words, strict=False))


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m tools.guide_pictures", description=__doc__)
    given.add_argument("names", nargs="*", metavar="NAME", help="pictures to take; left out: all")
    names = given.parse_args().names or list(PICTURES)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, _done in zip(names, pool.map(renew, names), strict=True):
            print(name, (FOLDER / f"{name}.png").stat().st_size)


if __name__ == "__main__":
    main()
