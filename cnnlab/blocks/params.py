"""Declarations of a block's parameters: label, help, range, step and choices.

Form, validation, file format and tests are derived from these, so a block states each fact once. The functions at the
end (`integer`, `pair` …) are what a block file uses; each returns a dataclass field. A parameter without a `default`
is required in files. A newly added block starts with `initial`, or with the default where no `initial` is given.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cnnlab.text import N_, Listed, UserError

Pair = tuple[int, int]
Quad = tuple[int, int, int, int]
FloatPair = tuple[float, float]

# The largest number a pair takes unless it says otherwise: no picture or kernel of the lab is larger.
LARGEST = 4096

_REQUIRED: Any = dataclasses.MISSING


@dataclass(frozen=True, kw_only=True)
class Param:
    """What every parameter declares. `parse` reads a JSON value, `dump` writes one; they are each other's inverse."""

    label: str
    help: str
    optional: bool = False

    def parse(self, value: object) -> Any:
        """The canonical value.

        Raises:
            UserError: the value has the wrong type or lies outside the range.
        """
        return None if value is None and self.optional else self.parse_present(value)

    def parse_present(self, value: object) -> Any:
        """The canonical value of what is not null."""
        raise TypeError(f"{type(self).__name__} does not parse")

    def dump(self, value: Any) -> object:
        """The JSON value."""
        return list(value) if isinstance(value, tuple) else value


def _whole(value: object, minimum: int, maximum: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError(N_("must be a whole number, not {value}"), value=shown(value))
    if not minimum <= value <= maximum:
        raise UserError(N_("must be from {low} to {high}, not {value}"), low=minimum, high=maximum, value=shown(value))
    return value


def shown(value: object) -> str:
    """A value from a file as it may appear in an error: as JSON, and short whatever it was."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "…"


@dataclass(frozen=True, kw_only=True)
class IntParam(Param):
    """A whole number."""

    minimum: int
    maximum: int

    def parse_present(self, value: object) -> int:
        return _whole(value, self.minimum, self.maximum)


@dataclass(frozen=True, kw_only=True)
class FloatParam(Param):
    """A finite number; `step` is what one turn of the wheel changes."""

    minimum: float
    maximum: float
    step: float

    def parse_present(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UserError(N_("must be a number, not {value}"), value=shown(value))
        if isinstance(value, float) and not math.isfinite(value):
            raise UserError(N_("must be a finite number, not {value}"), value=shown(value))
        if not self.minimum <= value <= self.maximum:
            raise UserError(
                N_("must be from {low} to {high}, not {value}"),
                low=f"{self.minimum:g}",
                high=f"{self.maximum:g}",
                value=shown(value),
            )
        return float(value)


@dataclass(frozen=True, kw_only=True)
class BoolParam(Param):
    """Yes or no."""

    def parse_present(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise UserError(N_("must be true or false, not {value}"), value=shown(value))
        return value


@dataclass(frozen=True, kw_only=True)
class ChoiceParam(Param):
    """One of a few words."""

    choices: tuple[str, ...]

    def parse_present(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise UserError(
                N_("must be one of {choices}, not {value}"), choices=Listed(self.choices), value=shown(value)
            )
        return value


@dataclass(frozen=True, kw_only=True)
class PairParam(Param):
    """A number for height and one for width; one number stands for both. `words` are texts that are taken as well."""

    minimum: int
    maximum: int
    words: tuple[str, ...] = ()

    def parse_present(self, value: object) -> Pair | str:
        if isinstance(value, str) and self.words:
            if value not in self.words:
                raise UserError(
                    N_("must be a number, [height, width] or one of {words}, not {value}"),
                    words=Listed(self.words),
                    value=shown(value),
                )
            return value
        if isinstance(value, list | tuple):
            if len(value) != 2:
                raise UserError(N_("must be one number or [height, width], not {value}"), value=shown(list(value)))
            first, second = (_whole(v, self.minimum, self.maximum) for v in value)
            return first, second
        both = _whole(value, self.minimum, self.maximum)
        return both, both


@dataclass(frozen=True, kw_only=True)
class FloatPairParam(Param):
    """A factor for height and one for width; one number stands for both."""

    minimum: float
    maximum: float
    step: float

    def parse_present(self, value: object) -> FloatPair:
        single = FloatParam(
            label=self.label, help=self.help, minimum=self.minimum, maximum=self.maximum, step=self.step
        )
        if isinstance(value, list | tuple):
            if len(value) != 2:
                raise UserError(N_("must be one number or [height, width], not {value}"), value=shown(list(value)))
            return single.parse_present(value[0]), single.parse_present(value[1])
        both = single.parse_present(value)
        return both, both


@dataclass(frozen=True, kw_only=True)
class QuadParam(Param):
    """Left, right, top, bottom; one number stands for all four."""

    minimum: int
    maximum: int

    def parse_present(self, value: object) -> Quad:
        if isinstance(value, list | tuple):
            if len(value) != 4:
                raise UserError(
                    N_("must be one number or [left, right, top, bottom], not {value}"), value=shown(list(value))
                )
            left, right, top, bottom = (_whole(v, self.minimum, self.maximum) for v in value)
            return left, right, top, bottom
        every = _whole(value, self.minimum, self.maximum)
        return every, every, every, every


@dataclass(frozen=True, kw_only=True)
class LayersParam(Param):
    """Ids of earlier layers, or `input`."""

    def parse_present(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not value or not all(isinstance(v, str) for v in value):
            raise UserError(N_("must be a list of layer ids, not {value}"), value=shown(value))
        if len(value) > 64:
            raise UserError(N_("must name at most 64 layers, not {count}"), count=len(value))
        return tuple(value)


def _field(param: Param, default: Any, initial: Any) -> Any:
    if default is _REQUIRED:
        return dataclasses.field(metadata={"param": param, "initial": initial})
    return dataclasses.field(
        default=default, metadata={"param": param, "initial": default if initial is None else initial}
    )


def integer(
    label: str,
    help: str,
    *,
    minimum: int = 0,
    maximum: int = 65536,
    default: Any = _REQUIRED,
    initial: int | None = None,
    optional: bool = False,
) -> Any:
    """A field for a whole number."""
    param = IntParam(label=label, help=help, minimum=minimum, maximum=maximum, optional=optional)
    return _field(param, default, initial)


def number(
    label: str,
    help: str,
    *,
    minimum: float,
    maximum: float,
    step: float,
    default: Any = _REQUIRED,
    initial: float | None = None,
) -> Any:
    """A field for a finite number."""
    return _field(FloatParam(label=label, help=help, minimum=minimum, maximum=maximum, step=step), default, initial)


def switch(label: str, help: str, *, default: bool | None) -> Any:
    """A field for yes or no; `None` as `default` makes it optional."""
    return _field(BoolParam(label=label, help=help, optional=default is None), default, default)


def choice(
    label: str, help: str, choices: tuple[str, ...], *, default: Any = _REQUIRED, initial: str | None = None
) -> Any:
    """A field for one of a few words; a required one starts with the first of them unless `initial` is given."""
    start = choices[0] if initial is None and default is _REQUIRED else initial
    return _field(ChoiceParam(label=label, help=help, choices=choices), default, start)


def pair(
    label: str,
    help: str,
    *,
    minimum: int = 0,
    maximum: int = LARGEST,
    words: tuple[str, ...] = (),
    default: Any = _REQUIRED,
    initial: Pair | None = None,
    optional: bool = False,
) -> Any:
    """A field for height and width; `None` as `default` makes it optional."""
    param = PairParam(
        label=label, help=help, minimum=minimum, maximum=maximum, words=words, optional=optional or default is None
    )
    return _field(param, default, initial)


def factor_pair(
    label: str,
    help: str,
    *,
    minimum: float,
    maximum: float,
    step: float,
    default: Any = _REQUIRED,
    initial: FloatPair | None = None,
) -> Any:
    """A field for two factors, for height and width; `None` as `default` makes it optional."""
    param = FloatPairParam(
        label=label, help=help, minimum=minimum, maximum=maximum, step=step, optional=default is None
    )
    return _field(param, default, initial)


def quad(label: str, help: str, *, minimum: int, maximum: int, initial: Quad) -> Any:
    """A required field for left, right, top and bottom."""
    return _field(QuadParam(label=label, help=help, minimum=minimum, maximum=maximum), _REQUIRED, initial)


def layer_ids(label: str, help: str, *, initial: tuple[str, ...] = ("input",)) -> Any:
    """A required field for the ids of earlier layers."""
    return _field(LayersParam(label=label, help=help), _REQUIRED, initial)


_declared: dict[type, Mapping[str, Param]] = {}


def params_of(block: type) -> Mapping[str, Param]:
    """The declared parameters of a block class, in order."""
    if block not in _declared:
        found = {f.name: f.metadata["param"] for f in dataclasses.fields(block) if "param" in f.metadata}
        _declared[block] = MappingProxyType(found)
    return _declared[block]
