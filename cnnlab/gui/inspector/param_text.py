"""How the value of a parameter or weight reads in a field, is read back from it, and moves by a step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from cnnlab.blocks.params import (
    BoolParam,
    ChoiceParam,
    FloatPairParam,
    FloatParam,
    IntParam,
    LayersParam,
    PairParam,
    Param,
    QuadParam,
)
from cnnlab.blocks.sizes import plainly
from cnnlab.document.entry import LARGEST
from cnnlab.gui.inspector.numbers import finite, parse_number, precise
from cnnlab.text import N_, Listed, Message, UserError, _

# Sizes are two numbers to the eye, even if they are equal; `1` is enough for a stride.
_SIZES = ("kernel_size", "size", "output_size")


class Codec(Protocol):
    """Turns a value into the text of a field and back."""

    def text(self, value: Any) -> str:
        """How the value reads when the field is not in use."""
        ...

    def exact(self, value: Any) -> str:
        """How it reads while it is edited."""
        ...

    def read(self, text: str) -> Any:
        """The value that a typed text means.

        Raises:
            UserError: it means none.
        """
        ...

    def stepped(self, value: Any, steps: float) -> Any:
        """The value some steps up or down; the same one where there is none. A tenth of a step is a fine one."""
        ...


@dataclass(frozen=True)
class ParamCodec:
    """The codec of a declared parameter; values are the canonical ones of `Param.parse`."""

    name: str
    param: Param

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, tuple):
            parts = [_plain(part) for part in value]
            if isinstance(self.param, LayersParam):
                return ", ".join(parts)
            if len(set(parts)) == 1 and self.name not in _SIZES:
                return parts[0]
            return ", ".join(parts) if len(parts) != 2 else (" × " if len("".join(parts)) < 6 else "×").join(parts)
        return _plain(value)

    def exact(self, value: Any) -> str:
        return self.text(value)

    def read(self, text: str) -> Any:
        return self.param.parse(self._json(text.strip()))

    def _json(self, text: str) -> object:
        """What the text would be in a file; a text that is no value stays one, and the parameter refuses it."""
        if not text and self.param.optional:
            return None
        if isinstance(self.param, LayersParam):
            return [part for part in re.split(r"[\s,;]+", text.strip("[]() ")) if part]
        if isinstance(self.param, IntParam | FloatParam):
            return _number(text)
        if re.search(r"[^\W\d_]{2}", text):  # a word
            return text.strip("'\"").lower()
        parts = [part for part in re.split(r"[\s×x*;,]+", text.strip("[]() ")) if part]
        numbers = [_number(part) for part in parts]
        return numbers[0] if len(numbers) == 1 else numbers

    def stepped(self, value: Any, steps: float) -> Any:
        param = self.param
        if not isinstance(param, IntParam | FloatParam | PairParam | FloatPairParam | QuadParam):
            return value
        step = param.step if isinstance(param, FloatParam | FloatPairParam) else 1
        by = steps * step if isinstance(param, FloatParam | FloatPairParam) else _at_least_one(steps)

        def move(one: float) -> float:
            moved = min(max(one + by, param.minimum), param.maximum)
            return float(f"{moved:.9g}") if isinstance(step, float) else moved

        if isinstance(value, tuple):
            return tuple(move(one) for one in value)
        if isinstance(value, int | float):
            return move(value)
        return value


@dataclass(frozen=True)
class WeightCodec:
    """The codec of one weight: three decimals at rest, all digits while it is edited, steps of a tenth."""

    def text(self, value: Any) -> str:
        short = f"{value:.3f}"
        return short if len(short) <= 8 else f"{value:.2e}"

    def exact(self, value: Any) -> str:
        return precise(value)

    def read(self, text: str) -> Any:
        return parse_number(text)

    def stepped(self, value: Any, steps: float) -> Any:
        moved = round(value + 0.1 * steps, 7)
        return moved if abs(moved) <= LARGEST else value


def _plain(value: object) -> str:
    return plainly(str(value).removesuffix(".0")) if isinstance(value, float) else str(value)


def _at_least_one(steps: float) -> int:
    return round(steps) or (1 if steps > 0 else -1)


def _number(text: str) -> object:
    """A whole number, another number, or the text itself where it is neither."""
    plain = text.replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,12}", plain):
        return int(plain)
    try:
        return finite(parse_number(plain))
    except UserError:
        return text


def about(param: Param) -> str:
    """What a parameter is, does and takes, in lines."""
    lines = [_(param.label), _(param.help), str(_takes(param))]
    if param.optional:
        lines.append(_("Leave it empty to use PyTorch's own choice."))
    return "\n".join(line for line in lines if line)


def _takes(param: Param) -> Message | str:
    if isinstance(param, IntParam | FloatParam):
        return Message(N_("From {low} to {high}."), low=_plain(param.minimum), high=_plain(param.maximum))
    if isinstance(param, PairParam | FloatPairParam):
        text = N_("One number from {low} to {high}, or two: height × width.")
        if isinstance(param, PairParam) and param.words:
            text = N_("One number from {low} to {high}, or two: height × width, or one of {words}.")
        words = Listed(param.words) if isinstance(param, PairParam) else ""
        return Message(text, low=_plain(param.minimum), high=_plain(param.maximum), words=words)
    if isinstance(param, QuadParam):
        text = N_("One number from {low} to {high}, or four: left, right, top, bottom.")
        return Message(text, low=param.minimum, high=param.maximum)
    if isinstance(param, LayersParam):
        return Message(N_("Ids of layers above this one, or 'input', with commas between them."))
    if isinstance(param, BoolParam | ChoiceParam):
        return ""
    return ""
