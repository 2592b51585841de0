"""Pictures are found again by their source: files, samples, and those drawn by a formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.input import InputSpec
from cnnlab.formats.project import read_project
from cnnlab.gui.files.stills import Still, Stills, offered_source, prepare, read_still, spec_for
from cnnlab.sources.formulas import digit, zone_plate
from cnnlab.text import UserError
from tests.gui.program import settle


def test_a_formula_is_a_source_like_any_other() -> None:
    still = read_still("generated:digit")
    assert (still.source, still.title, still.size) == ("generated:digit", "Digit", (28, 28))
    np.testing.assert_array_equal(still.pixels[..., 0], digit())
    prepared = prepare(still, spec_for(InputSpec(channels=1), still, longest=None))
    np.testing.assert_array_equal(prepared.values[0, 0], digit())


def test_what_the_program_offers_is_a_sample_or_a_formula() -> None:
    assert offered_source("cat.jpg") == "sample:cat.jpg"
    assert offered_source("generated:impulse") == "generated:impulse"


def test_a_formula_that_is_not_known_is_refused() -> None:
    with pytest.raises(UserError, match="no formula for 'plaid'"):
        read_still("generated:plaid")


def test_a_project_on_a_formula_is_saved_and_opened_with_the_same_values(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "rings.cnnlab"
    program.window.stills.open_sample("generated:zone_plate")
    settle(program, qtbot)
    program.window.stills.change_input({"size": None, "channels": 1})
    settle(program, qtbot)
    program.window.projects.save(file)
    settle(program, qtbot)
    saved = read_project(file)
    assert saved.stack.input.source == "generated:zone_plate"
    assert saved.picture is None
    program.window.open_example()
    settle(program, qtbot)
    program.window.open_path(file)
    settle(program, qtbot)
    still = program.presenter.still
    assert still is not None
    np.testing.assert_array_equal(still.pixels[..., 0], zone_plate())
    assert program.presenter.plan.input_shape == (1, 1, 256, 256)


def test_of_many_large_pictures_only_the_newest_are_kept_decoded() -> None:
    stills, pixels = Stills(), np.broadcast_to(np.float32(0), (1000, 1000, 3))
    for number in range(40):
        stills.add(Still(f"{number}.png", str(number), pixels))
    kept = [number for number in range(40) if stills.holds(f"{number}.png")]
    assert sum(pixels.nbytes for _ in kept) <= 64 * 2**20
    assert kept == list(range(35, 40))
