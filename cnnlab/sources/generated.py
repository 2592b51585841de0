"""Pictures drawn by a formula: what they hold is known exactly, so what a layer makes of them can be told by eye.

A source is written `generated:NAME`, `generated:NAME:HxW` for another size than the picture's own, and with settings
`generated:grating:256x256?frequency=8&angle=30`; `drift=0.5` lets it move. What is as usual is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, urlencode

import numpy as np

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Levels
from cnnlab.sources import formulas
from cnnlab.sources.formulas import Size
from cnnlab.sources.naming import SIGNAL, kind_of
from cnnlab.sources.signals import (
    CYCLES,
    SEEDS,
    Drift,
    Knob,
    Value,
    angle,
    crossing,
    level,
    phase,
    position,
    real,
    whole,
    words,
)
from cnnlab.text import N_, Listed, Message, UserError

GENERATED: Final = f"{SIGNAL}:"
DRIFT: Final = "drift"
SMALLEST, LARGEST = 8, 1024
_NAME = re.compile(r"(\w+)(?::(\d{1,4})x(\d{1,4}))?(?:\?(.*))?", re.ASCII | re.DOTALL)
_DIGITS = 4  # decimals that are kept of a setting at which a drift has stopped


@dataclass(frozen=True)
class Generated:
    """One picture that is drawn by a formula.

    Attributes:
        id: its name in a source.
        title: what the menu says.
        about: what it is good for.
        size: its own height and width.
        draw: gives its values `[h, w]` at a height and width; further arguments are the settings by name.
        knobs: what can be set.
        drift: how it can move; None if it cannot.
    """

    id: str
    title: str
    about: str
    size: Size
    draw: Callable[..., Array]
    knobs: tuple[Knob, ...] = ()
    drift: Drift | None = None

    def knob(self, id: str) -> Knob:
        """A setting by its name."""
        return next(knob for knob in self.knobs if knob.id == id)


@dataclass(frozen=True)
class Signal:
    """One of these pictures with its settings.

    Attributes:
        formula: which.
        size: height and width.
        values: all settings by name.
        drift: how fast it moves; 0 for not at all.
    """

    formula: Generated
    size: Size
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    drift: float = 0.0

    @property
    def source(self) -> str:
        """Its name in a project."""
        h, w = self.size
        size = f":{h}x{w}" if self.size != self.formula.size else ""
        options = {
            knob.id: knob.write(self.values[knob.id])
            for knob in self.formula.knobs
            if self.values[knob.id] != knob.default
        }
        options |= {DRIFT: f"{self.drift:.10g}"} if self.drift else {}
        return f"{GENERATED}{self.formula.id}{size}" + (f"?{urlencode(options)}" if options else "")

    def with_values(self, **values: Value) -> Signal:
        """The same with other settings."""
        return replace(self, values=MappingProxyType({**self.values, **values}))

    def at(self, seconds: float) -> Signal:
        """What it has become after so many seconds of its drift."""
        drift = self.formula.drift
        if drift is None or not self.drift:
            return self
        return self.with_values(**{drift.knob: drift.moved(self.values[drift.knob], self.drift, seconds)})

    def stopped(self) -> Signal:
        """The same, standing still."""
        rounded = {name: round(v, _DIGITS) if isinstance(v, float) else v for name, v in self.values.items()}
        return replace(self, values=MappingProxyType(rounded), drift=0.0)

    def pixels(self) -> Array:
        """`[h, w, 1]` from 0 to 1."""
        return self.formula.draw(self.size, **self.values)[..., np.newaxis]

    def levels(self) -> Levels:
        """`[h, w, 1]`, uint8, rounded."""
        levels: Levels = np.rint(self.pixels() * np.float32(255)).astype(np.uint8)
        return levels


_TURNS = N_("Where the wave stands: 360° is one cycle")
_LOW, _HIGH = N_("Low"), N_("High")
_LEVELS = (
    level("dark", _LOW, N_("The level of the dark side"), 0.25),
    level("bright", _HIGH, N_("The level of the bright side"), 0.75),
)

GENERATED_PICTURES: tuple[Generated, ...] = (
    Generated(
        "digit",
        N_("Digit"),
        N_("A 3 of 28×28 cells: what a small classifier sees, with strokes that are arcs in every direction."),
        (28, 28),
        formulas.digit,
    ),
    Generated(
        "checkerboard",
        N_("Checks"),
        N_("A checkerboard: corners and edges that stand exactly upright and level, and nothing else."),
        (256, 256),
        formulas.checkerboard,
        (
            whole("squares", N_("Squares"), N_("How many along the shorter side, each of whole cells"), 1, 64, 8),
            angle(N_("How far the board is turned")),
            phase(N_("Where the board stands: 360° moves it by two squares")),
        ),
        CYCLES,
    ),
    Generated(
        "step_edge",
        N_("Step edge"),
        N_("One jump from dark to bright: shows how wide a kernel answers to an edge, and whether it overshoots."),
        (256, 256),
        formulas.step_edge,
        (position("position", N_("Position"), N_("Where the bright side begins, 50 is the middle")), *_LEVELS),
        crossing("position"),
    ),
    Generated(
        "edge",
        N_("Edge"),
        N_("An edge at any angle, each cell the exact mean over its square: shows which directions a kernel prefers."),
        (256, 256),
        formulas.edge,
        (
            angle(N_("The direction in which it becomes brighter: 0 is to the right, 90 upwards"), 30),
            position("position", N_("Position"), N_("Where the edge lies along its direction, 50 is the middle")),
            real("softness", N_("Softness"), N_("Cells over which the level rises"), 0, 64, 1, 0),
            *_LEVELS,
        ),
        crossing("position"),
    ),
    Generated(
        "gradient",
        N_("Gradient"),
        N_("An even slope from black to white: first differences are the same everywhere, second ones are zero."),
        (256, 256),
        formulas.gradient,
    ),
    Generated(
        "impulse",
        N_("Impulse"),
        N_("One white cell on black: a convolution answers with its own kernel, turned by 180°."),
        (31, 31),
        formulas.impulse,
        (
            position("x", N_("x"), N_("How far right the dot is, 50 is the middle")),
            position("y", N_("y"), N_("How far down the dot is, 50 is the middle")),
            whole("dot", N_("Dot"), N_("Cells of the dot along each side"), 1, 64, 1),
            level("level", N_("Level"), N_("The level of the dot"), 1),
            level("background", N_("Ground"), N_("The level of all other cells"), 0),
        ),
        crossing("x"),
    ),
    Generated(
        "grating",
        N_("Grating"),
        N_("A wave of one fineness and direction: a kernel passes it or not, and that is all it can do to it."),
        (256, 256),
        formulas.grating,
        (
            real(
                "frequency",
                N_("Frequency"),
                N_("Cycles per picture width; more than half the cells of the width are finer than cells can carry"),
                0.25,
                512,
                0.5,
                8,
                octaves=True,
            ),
            angle(N_("The direction across the bars: 0 makes them upright, 90 level")),
            phase(_TURNS),
            level("contrast", N_("Contrast"), N_("(max − min) / (max + min): 1 goes from black to white"), 1),
            words("wave", N_("Wave"), N_("Sine: one frequency alone. Square: sharp bars"), ("sine", "square")),
        ),
        CYCLES,
    ),
    Generated(
        "zone_plate",
        N_("Zone plate"),
        N_("Rings that become finer towards the border: every direction and every fineness of wave has its place."),
        (256, 256),
        formulas.zone_plate,
        (
            real(
                "k",
                N_("k"),
                N_("How fast rings become finer: at 1 the border has the finest wave that cells can carry"),
                0.05,
                4,
                0.05,
                1,
                octaves=True,
            ),
            phase(_TURNS),
        ),
        CYCLES,
    ),
    Generated(
        "noise",
        N_("Noise"),
        N_("Cells that know nothing of each other: every frequency at once, and what a norm makes of it is known."),
        (256, 256),
        formulas.noise,
        (
            words(
                "distribution",
                N_("Distribution"),
                N_("Normal: most cells near grey. Uniform: all levels in reach are as frequent"),
                ("normal", "uniform"),
            ),
            real(
                "sigma", N_("σ"), N_("Standard deviation, before levels are cut to black and white"), 0, 0.5, 0.01, 0.2
            ),
            whole("seed", N_("Seed"), N_("The same seed gives the same picture"), 0, 65535, 0),
        ),
        SEEDS,
    ),
)

_BY_ID = {picture.id: picture for picture in GENERATED_PICTURES}


def signal_of(source: str) -> Signal:
    """The picture that a source such as `generated:digit:56x56` or `generated:edge?angle=45` names.

    Raises:
        UserError: there is no such picture, or not at this size or with these settings.
    """
    found = _NAME.fullmatch(source.removeprefix(GENERATED))
    formula = _BY_ID.get(found[1]) if found else None
    if found is None or formula is None:
        raise UserError(
            N_("there is no formula for '{name}': choose one of {known}"),
            name=source.removeprefix(GENERATED)[:80],
            known=Listed(_BY_ID),
        )
    size = checked_size(formula, (int(found[2]), int(found[3]))) if found[2] else formula.size
    given = dict(parse_qsl(found[4] or "", keep_blank_values=True))
    speed = given.pop(DRIFT, "0")
    known = {knob.id: knob for knob in formula.knobs}
    for name in given:
        if name not in known:
            raise _unknown(formula, name)
    values = {k.id: _read(formula, k, given[k.id]) if k.id in given else k.default for k in formula.knobs}
    return Signal(formula, size, MappingProxyType(values), _speed(formula, speed))


def drifts(source: str) -> bool:
    """Whether a source is a picture drawn by a formula that moves."""
    try:
        return kind_of(source) == SIGNAL and signal_of(source).drift != 0
    except UserError:
        return False


def checked_size(formula: Generated, size: Size) -> Size:
    """The size, if the picture can have it.

    Raises:
        UserError: it cannot.
    """
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise UserError(
            N_("'{name}' cannot be drawn {h}×{w}: height and width must be from {least} to {most}"),
            name=formula.id,
            h=size[0],
            w=size[1],
            least=SMALLEST,
            most=LARGEST,
        )
    return size


def generated_pixels(source: str) -> Array:
    """The picture `[h, w, 1]` from 0 to 1 that a source names.

    Raises:
        UserError: there is no such picture, or not at this size or with these settings.
    """
    return signal_of(source).pixels()


def _read(formula: Generated, knob: Knob, text: str) -> Value:
    try:
        return knob.read(text)
    except UserError as error:
        raise UserError(
            N_("'{name}': {setting} {error}"), name=formula.id, setting=knob.id, error=error.message
        ) from None


def _speed(formula: Generated, text: str) -> float:
    if formula.drift is None:
        if text == "0":
            return 0.0
        raise _unknown(formula, DRIFT)
    return float(_read(formula, Knob(DRIFT, formula.drift.speed, 0.0), text))


def _unknown(formula: Generated, name: str) -> UserError:
    known = [*(knob.id for knob in formula.knobs), *((DRIFT,) if formula.drift is not None else ())]
    return UserError(
        N_("'{name}' has no setting '{setting}': it has {known}"),
        name=formula.id,
        setting=name[:40],
        known=Listed(known) if known else Message(N_("none")),
    )
