"""A guessed output shape: right, or the first step at which it went wrong."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cnnlab.blocks.base import Block
from cnnlab.blocks.sizes import Size, shape_text, short
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan
from cnnlab.explain.shapes import axis_letters, shape_names, size_of
from cnnlab.text import N_, Message

_AXES = {"b": N_("batch"), "c": N_("channels"), "h": N_("height"), "w": N_("width")}


@dataclass(frozen=True)
class Verdict:
    """What is said of a guess."""

    right: bool
    sentence: Message


def read_shape(text: str) -> Shape | None:
    """A shape as somebody types it: `1, 8, 240, 320`, `[1, 8, 240, 320]`, `1x8x240x320`; None if it is none."""
    found = re.fullmatch(r"\s*[\[(]?\s*(\d{1,9}(?:\s*[,x×·;]\s*|\s+))*\d{1,9}\s*[\])]?\s*", text, re.IGNORECASE)
    return tuple(int(number) for number in re.findall(r"\d+", text)) if found else None


def judge(layer: LayerPlan, guess: Shape) -> Verdict:
    """Whether a guess is the output shape of a layer that runs, and what went wrong if it is not."""
    right = layer.output_shape or ()
    if guess == right:
        return Verdict(True, Message(N_("right: {shape}"), shape=shape_text(right)))
    if len(guess) != len(right):
        sentence = N_("the output has {count} numbers, {names}; you gave {given}")
        return Verdict(False, Message(sentence, count=len(right), names=shape_names(right), given=len(guess)))
    wrong = next(place for place, (a, b) in enumerate(zip(guess, right, strict=True)) if a != b)
    return Verdict(False, _reason(layer, wrong, guess[wrong]))


def _reason(layer: LayerPlan, place: int, guess: int) -> Message:
    right = layer.output_shape or ()
    letters = axis_letters(right)
    axis = letters[place] if place < len(letters) else ""
    named = Message(_AXES[axis]) if axis else place
    size = size_of(layer, axis) if axis and axis != "b" else None
    if size is None:
        return Message(N_("{axis}: it stays {right}, not {guess}"), axis=named, right=right[place], guess=guess)
    slip = _slip(layer, axis, size, guess)
    if slip is not None:
        return Message(
            N_("{axis}: {slip}: {arithmetic} = {right}"), axis=named, slip=slip, arithmetic=size.text, right=size.value
        )
    arithmetic = size.symbols if size.text == str(size.value) else size.text  # a parameter that states it as it is
    text = N_("{axis}: {arithmetic} = {right}, not {guess}")
    return Message(text, axis=named, arithmetic=arithmetic, right=size.value, guess=guess)


def _slip(layer: LayerPlan, axis: str, size: Size, guess: int) -> Message | None:
    """The mistake that gives just this number: a parameter forgotten, the last + 1, rounding the wrong way."""
    for name, value, forgotten in _forgotten(layer.layer.block):
        instead = size_of(dataclasses.replace(layer, layer=dataclasses.replace(layer.layer, block=forgotten)), axis)
        if instead is not None and instead.value == guess:
            text = N_("{guess} comes out if {name} {value} is forgotten")
            return Message(text, guess=guess, name=name, value=short(value))
    if size.symbols.endswith("+ 1") and guess == size.value - 1:
        return Message(N_("{guess} comes out without the + 1 at the end"), guess=guess)
    if guess == size.value + 1 and "⌊" in size.text and "." in "".join(size.steps):
        return Message(N_("{guess} comes out if it is rounded up, but ⌊ ⌋ rounds down"), guess=guess)
    return None


def _forgotten(block: Block) -> Iterator[tuple[str, object, Block]]:
    """The block with each of its parameters in turn at the default, where that is another value."""
    for entry in dataclasses.fields(block):
        value = getattr(block, entry.name)
        if "param" in entry.metadata and entry.default is not dataclasses.MISSING and value != entry.default:
            yield entry.name, value, block.replace(**{entry.name: entry.default})
