"""What can be set of a picture drawn by a formula, as declarations."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from cnnlab.blocks.params import ChoiceParam, FloatParam, IntParam
from cnnlab.text import N_

Value = float | int | str
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Knob:
    """One setting.

    Attributes:
        id: its name in a source, and the argument of the formula.
        param: label, help and range.
        default: what holds where a source says nothing.
        unit: what follows the number where it is shown, such as `°`.
        octaves: equal ways on the slider double the number.
    """

    id: str
    param: FloatParam | IntParam | ChoiceParam
    default: Value
    unit: str = ""
    octaves: bool = False

    def read(self, text: str) -> Value:
        """The value that a text in a source means.

        Raises:
            UserError: it means none, or one out of range.
        """
        if isinstance(self.param, ChoiceParam):
            return self.param.parse_present(text)
        if _WHOLE.fullmatch(text):
            return self.param.parse_present(int(text))
        return self.param.parse_present(float(text) if _NUMBER.fullmatch(text) else text)

    def write(self, value: Value) -> str:
        """The text that `read` takes."""
        return value if isinstance(value, str) else f"{value:.10g}"


@dataclass(frozen=True)
class Drift:
    """How a signal moves in time.

    Attributes:
        knob: id of the setting that moves.
        period: after how much of it the picture is the same again, or begins anew.
        turn: how far a drift of 1 moves it in a second.
        speed: the setting `drift`; 0 is none.
        begin: the speed to begin with.
        unit: of the speed.
    """

    knob: str
    period: float
    turn: float
    speed: FloatParam
    begin: float
    unit: str

    def moved(self, value: Value, speed: float, seconds: float) -> Value:
        """The setting some seconds later."""
        assert not isinstance(value, str)
        later = (value + speed * self.turn * seconds) % self.period
        return math.floor(later) if isinstance(value, int) else later


def real(
    id: str,
    label: str,
    help: str,
    low: float,
    high: float,
    step: float,
    default: float,
    unit: str = "",
    octaves: bool = False,
) -> Knob:
    """A number."""
    return Knob(id, FloatParam(label=label, help=help, minimum=low, maximum=high, step=step), default, unit, octaves)


def whole(id: str, label: str, help: str, low: int, high: int, default: int, unit: str = "") -> Knob:
    """A whole number."""
    return Knob(id, IntParam(label=label, help=help, minimum=low, maximum=high), default, unit)


def words(id: str, label: str, help: str, choices: tuple[str, ...]) -> Knob:
    """One of a few words, the first unless another is chosen."""
    return Knob(id, ChoiceParam(label=label, help=help, choices=choices), choices[0])


def angle(help: str, default: float = 0) -> Knob:
    """A direction in degrees."""
    return real("angle", N_("Angle"), help, -180, 180, 1, default, "°")


def phase(help: str) -> Knob:
    """A part of a cycle in degrees."""
    return real("phase", N_("Phase"), help, 0, 360, 5, 0, "°")


def position(id: str, label: str, help: str) -> Knob:
    """A place in percent of the picture."""
    return real(id, label, help, 0, 100, 1, 50, "%")


def level(id: str, label: str, help: str, default: float) -> Knob:
    """A value of cells from black to white."""
    return real(id, label, help, 0, 1, 0.05, default)


_LABEL = N_("Speed")
CYCLES = Drift(
    "phase",
    360,
    360,
    FloatParam(
        label=_LABEL, help=N_("Cycles a second; negative moves the other way"), minimum=-20, maximum=20, step=0.1
    ),
    0.5,
    "Hz",
)
SEEDS = Drift(
    "seed",
    65536,
    1,
    FloatParam(label=_LABEL, help=N_("New pictures a second, each with the next seed"), minimum=0, maximum=60, step=1),
    30,
    "/s",
)


def crossing(knob: str) -> Drift:
    """Moves across the picture and begins anew."""
    speed = FloatParam(
        label=_LABEL,
        help=N_("Ways across the picture a second; negative moves the other way"),
        minimum=-5,
        maximum=5,
        step=0.05,
    )
    return Drift(knob, 100, 100, speed, 0.2, "/s")
