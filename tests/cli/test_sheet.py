"""All channels of a layer in one picture, in colours that no window chose."""

from __future__ import annotations

import pytest
import torch

from cnnlab.cli.sheet import sheet, tile_size
from cnnlab.engine.palette import dark_colours


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
