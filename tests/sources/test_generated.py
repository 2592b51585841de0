"""Pictures drawn by a formula hold what the formula says, at every size."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.blocks.params import ChoiceParam, IntParam
from cnnlab.sources.generated import (
    GENERATED,
    GENERATED_PICTURES,
    LARGEST,
    SMALLEST,
    Generated,
    Signal,
    drifts,
    generated_pixels,
    signal_of,
)
from cnnlab.sources.signals import Value
from cnnlab.text import UserError

sides = st.integers(SMALLEST, 70)


@given(picture=st.sampled_from(GENERATED_PICTURES), h=sides, w=sides)
def test_every_picture_is_drawn_at_every_size_from_black_to_white(picture: Generated, h: int, w: int) -> None:
    pixels = generated_pixels(f"{GENERATED}{picture.id}:{h}x{w}")
    assert pixels.shape == (h, w, 1)
    assert pixels.dtype == np.float32
    assert not pixels.flags.writeable
    assert pixels.min() >= 0
    assert pixels.max() <= 1
    if picture.id != "grating" or w > 2 * 8:  # eight cycles in 16 cells are nothing but middle grey
        assert pixels.max() > 0.5


@pytest.mark.parametrize("picture", GENERATED_PICTURES, ids=lambda picture: picture.id)
def test_without_a_size_a_picture_has_its_own(picture: Generated) -> None:
    pixels = generated_pixels(GENERATED + picture.id)
    assert pixels.shape == (*picture.size, 1)
    np.testing.assert_array_equal(pixels[..., 0], picture.draw(picture.size))
    assert picture.about.endswith(".")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("generated:plaid", "no formula for 'plaid': choose one of digit, checkerboard"),
        ("generated:", "no formula for ''"),
        ("generated:digit:28", "no formula for 'digit:28'"),
        ("generated:digit:7x28", "'digit' cannot be drawn 7×28: height and width must be from 8 to 1024"),
        ("generated:digit:28x9999", "cannot be drawn 28×9999"),
        ("generated:../secret", "no formula for '../secret'"),
        ("generated:grating?frequency=900", "'grating': frequency must be from 0.25 to 512, not 900"),
        ("generated:grating?phase=nan", "'grating': phase must be a number, not \"nan\""),
        ("generated:grating?phase=1e999", "must be a finite number"),
        ("generated:grating?phase=", 'must be a number, not ""'),
        ("generated:grating?wave=saw", "'grating': wave must be one of sine, square, not \"saw\""),
        ("generated:noise?seed=1.5", "'noise': seed must be a whole number, not 1.5"),
        ("generated:noise?drift=61", "'noise': drift must be from 0 to 60, not 61"),
        ("generated:noise?colour=red", "'noise' has no setting 'colour': it has distribution, sigma, seed, drift"),
        ("generated:digit?drift=1", "'digit' has no setting 'drift': it has none"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(source: str, part: str) -> None:
    with pytest.raises(UserError) as refused:
        generated_pixels(source)
    assert part in str(refused.value)


def test_the_largest_picture_can_be_asked_for() -> None:
    assert signal_of(f"generated:impulse:{LARGEST}x{LARGEST}").size == (LARGEST, LARGEST)


@st.composite
def signals(draw: st.DrawFn) -> Signal:
    """Any signal with any settings."""
    formula = draw(st.sampled_from(GENERATED_PICTURES))
    values: dict[str, Value] = {}
    for knob in formula.knobs:
        param = knob.param
        if isinstance(param, ChoiceParam):
            values[knob.id] = draw(st.sampled_from(param.choices))
        elif isinstance(param, IntParam):
            values[knob.id] = draw(st.integers(param.minimum, param.maximum))
        else:
            values[knob.id] = round(draw(st.floats(param.minimum, param.maximum)), 4)
    speed = formula.drift.speed if formula.drift is not None else None
    drift = round(draw(st.floats(speed.minimum, speed.maximum)), 4) if speed is not None else 0.0
    return Signal(formula, (draw(sides), draw(sides)), values, drift)


@given(signal=signals())
def test_a_signal_is_read_as_it_was_written(signal: Signal) -> None:
    found = signal_of(signal.source)
    assert (found.formula, found.size, found.drift) == (signal.formula, signal.size, signal.drift)
    assert dict(found.values) == dict(signal.values)
    assert drifts(signal.source) == (signal.drift != 0)


@given(signal=signals(), seconds=st.floats(0, 1e4))
def test_every_signal_can_be_drawn_at_every_moment_of_its_drift(signal: Signal, seconds: float) -> None:
    moved = signal.at(seconds)
    assert signal_of(moved.stopped().source).source == moved.stopped().source, "where it stops can be named"
    levels = moved.levels()
    assert levels.shape == (*signal.size, 1)
    assert levels.dtype == np.uint8
    np.testing.assert_allclose(levels, 255 * moved.pixels(), atol=0.51)


@pytest.mark.parametrize("picture", GENERATED_PICTURES, ids=lambda picture: picture.id)
def test_the_settings_of_a_picture_are_the_arguments_of_its_formula(picture: Generated) -> None:
    arguments = {name: p.default for name, p in inspect.signature(picture.draw).parameters.items() if name != "size"}
    assert {knob.id: knob.default for knob in picture.knobs} == arguments
    for knob in picture.knobs:
        assert knob.param.parse_present(knob.default) == knob.default
        assert knob.param.label
        assert knob.param.help
    if picture.drift is not None:
        assert picture.knob(picture.drift.knob)
        assert picture.drift.speed.parse_present(picture.drift.begin)


def test_what_is_as_usual_is_left_out_of_the_name() -> None:
    grating = signal_of("generated:grating:256x256?frequency=8&angle=30&phase=0&drift=0")
    assert grating.source == "generated:grating?angle=30"
    assert signal_of("generated:impulse:31x31").source == "generated:impulse"


def test_a_drift_moves_one_setting_and_comes_round() -> None:
    wave = signal_of("generated:grating?phase=90&drift=0.5")
    assert wave.at(0.25).values["phase"] == pytest.approx(135)
    assert wave.at(2).values["phase"] == pytest.approx(90)
    assert wave.at(1.5).stopped().source == "generated:grating"
    dot = signal_of("generated:impulse?drift=-0.2")
    assert dot.at(1).values["x"] == pytest.approx(30)
    noise = signal_of("generated:noise?seed=65535&drift=30")
    assert [noise.at(n / 30 + 0.001).values["seed"] for n in range(3)] == [65535, 0, 1]
    assert not drifts("generated:plaid?drift=1")
