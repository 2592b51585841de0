"""Two variants of a stack as values, and in what they differ (no torch).

A is the variant that was frozen, B the one on show.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.weight import Array, Weight
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.statistics import Statistics, statistics_of
from cnnlab.engine.memory import need
from cnnlab.text import N_, Message, Plural

_LETTERS = "RGB"


@dataclass(frozen=True)
class Difference:
    """One thing in which B differs from A.

    Attributes:
        layer: id of the layer; empty for what concerns the whole stack.
        words: the sentence.
        gone: B has no such layer any more.
    """

    layer: str
    words: Message
    gone: bool = False


# -- layers that belong together --


def partner(a: Plan, b: Plan, layer_id: str) -> str | None:
    """The layer of A to compare a layer of B with: the one of the same id, else the one at the same place."""
    if a.stack.has(layer_id):
        return layer_id
    place = b.stack.index(layer_id)
    return a.layers[place].id if place < len(a.layers) else None


def extra_need(a: Plan, b: Plan) -> int:
    """Bytes that A needs besides B: those of all its layers that are not the same from the input down."""
    shared: set[int] = {-1}
    needed = 0
    for place, layer in enumerate(a.layers):
        same = place < len(b.layers) and b.layers[place].version is layer.version
        if same and shared.issuperset(layer.sources):
            shared.add(place)
        elif layer.runs:
            needed += need(layer)
    return needed


def totals(plan: Plan) -> tuple[int, int]:
    """Parameters and multiply-adds of all layers that run."""
    running = [layer for layer in plan.layers if layer.runs]
    return sum(layer.parameters for layer in running), sum(layer.macs for layer in running)


# -- in what two stacks differ --


def differences(a: Plan, b: Plan, of_a: Statistics, of_b: Statistics) -> tuple[Difference, ...]:
    """Everything in which B differs from A, layer by layer as they stand in B; `of_…` are the running statistics."""
    found = [Difference("", words) for words in _of_the_stacks(a, b)]
    moved = _moved([layer.id for layer in a.layers], [layer.id for layer in b.layers])
    for layer in b.layers:
        if not a.stack.has(layer.id):
            found.append(Difference(layer.id, Message(N_("{layer} is new"), layer=layer.layer.label)))
            continue
        before = a.layer(layer.id)
        words = [*_of_the_layers(before, layer), *_of_the_statistics(before, layer, of_a, of_b)]
        if layer.id in moved:
            places = a.stack.index(layer.id) + 1, b.stack.index(layer.id) + 1
            told = N_("{layer} is moved: place {a} → {b}")
            words.insert(0, Message(told, layer=layer.layer.label, a=places[0], b=places[1]))
        found += [Difference(layer.id, sentence) for sentence in words]
    gone = [layer for layer in a.layers if not b.stack.has(layer.id)]
    return (*found, *(Difference(g.id, Message(N_("{layer} is gone"), layer=g.layer.label), gone=True) for g in gone))


def _of_the_stacks(a: Plan, b: Plan) -> Iterator[Message]:
    if a.stack.mode is not b.stack.mode:
        yield Message(N_("mode: {a} → {b}"), a=a.stack.mode.value, b=b.stack.mode.value)
    if a.stack.seed != b.stack.seed:
        yield Message(N_("seed of the initialisations: {a} → {b}"), a=a.stack.seed, b=b.stack.seed)


def _of_the_layers(a: LayerPlan, b: LayerPlan) -> Iterator[Message]:
    label = b.layer.label
    if a.layer.name != b.layer.name:
        yield Message(N_("{layer} is called {name} in A"), layer=label, name=a.layer.label)
    if a.layer.enabled != b.layer.enabled:
        yield Message(N_("{layer} is off in B") if a.layer.enabled else N_("{layer} is off in A"), layer=label)
    before, after = a.layer.block, b.layer.block
    if before is after:
        return
    if type(before) is not type(after):
        yield Message(N_("{layer}: {a} → {b}"), layer=label, a=before.kind, b=after.kind)
        return
    old, new = before.dump_params(), after.dump_params()
    for name in new:
        if old[name] != new[name]:
            told = N_("{layer}: {name} {a} → {b}")
            yield Message(told, layer=label, name=name, a=_setting(old[name]), b=_setting(new[name]))
    yield from _of_the_weights(a, b)


def _setting(value: object) -> Message | str:
    """A parameter as it is read: `3×3`, `on`, `reflect`."""
    if isinstance(value, bool):
        return Message(N_("on")) if value else Message(N_("off"))
    if isinstance(value, list | tuple):
        return ("×" if len(value) == 2 else ", ").join(map(str, value))
    return Message(N_("none")) if value is None else str(value)


def _of_the_weights(a: LayerPlan, b: LayerPlan) -> Iterator[Message]:
    stored = a.layer.block.weights, b.layer.block.weights
    for name in dict.fromkeys((*b.specs, *a.specs, *stored[1], *stored[0])):
        at_hand = a.weights_at_hand and b.weights_at_hand
        if at_hand and name in a.specs and name in b.specs and a.specs[name].shape == b.specs[name].shape:
            mask = changed_cells(a.weights[name], b.weights[name])
            if mask.any():
                yield _weight_words(b, name, mask)
        elif not _same_stored(stored[0].get(name), stored[1].get(name)):
            yield Message(N_("{layer}: {name} has other numbers"), layer=b.layer.label, name=name)


def changed_cells(a: Weight, b: Weight) -> NDArray[np.bool_]:
    """Which cells of two weights of one shape differ; chunks that are the same object are not looked at."""
    if len(a.shape) <= 1:
        return _unlike(a.chunks[0], b.chunks[0])
    mask = np.zeros(a.shape, np.bool_)
    for place, (old, new) in enumerate(zip(a.chunks, b.chunks, strict=True)):
        if old is not new:
            mask[place] = _unlike(old, new)
    return mask


def _unlike(a: Array, b: Array) -> NDArray[np.bool_]:
    return np.asarray((a != b) & ~(np.isnan(a) & np.isnan(b)), np.bool_)


def _same_stored(a: Weight | None, b: Weight | None) -> bool:
    if a is b or a is None or b is None:
        return a is b
    return a.shape == b.shape and not changed_cells(a, b).any()


def _numbers(mask: NDArray[np.bool_]) -> Message:
    return Plural("{count} other number", "{count} other numbers", int(mask.sum()))


def _weight_words(layer: LayerPlan, name: str, mask: NDArray[np.bool_]) -> Message:
    numbers = _numbers(mask)
    if mask.ndim < 3:
        return Message(N_("{layer}: {name} has {numbers}"), layer=layer.layer.label, name=name, numbers=numbers)
    slices = np.argwhere(mask.any(axis=tuple(range(2, mask.ndim))))
    if len(slices) > 1:
        kernels = Plural("{count} kernel slice", "{count} kernel slices", len(slices))
        told = N_("{layer}: {numbers} in {kernels}")
        return Message(told, layer=layer.layer.label, numbers=numbers, kernels=kernels)
    out, into = (int(index) for index in slices[0])
    if layer.layer.block.kind == "conv_transpose2d":  # whose weight begins with the input's axis
        out, into = into, out
    told = N_("{layer}: kernel [out {out}, in {into}] has {numbers}")
    named = channel_name(layer, into)
    return Message(told, layer=layer.layer.label, out=out, into=named, numbers=numbers)


def channel_name(layer: LayerPlan, channel: int) -> str:
    """What an input channel is called: a letter where it is a colour of the picture, else its number."""
    plain = layer.sources[:1] == (-1,) and getattr(layer.layer.block, "groups", 1) == 1
    colour = plain and bool(layer.input_shapes) and layer.input_shapes[0][1] == len(_LETTERS)
    return _LETTERS[channel] if colour and channel < len(_LETTERS) else str(channel)


def _of_the_statistics(a: LayerPlan, b: LayerPlan, of_a: Statistics, of_b: Statistics) -> Iterator[Message]:
    if not (a.statistic_specs and b.statistic_specs):
        return
    mine = statistics_of(b, of_b)
    for name, old in statistics_of(a, of_a).items():
        new = mine.get(name)
        if new is not None and new is not old and new.shape == old.shape and (mask := _unlike(old, new)).any():
            numbers = _numbers(mask)
            yield Message(N_("{layer}: {name} has {numbers}"), layer=b.layer.label, name=name, numbers=numbers)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest layers that have to be moved to bring those that both have into the other order."""
    places = {layer: place for place, layer in enumerate(before)}
    common = [layer for layer in after if layer in places]
    tails: list[int] = []  # the smallest last place of a rising run of each length
    ends: list[int] = []  # the length of the longest rising run that ends with each layer
    for layer in common:
        length = bisect_left(tails, places[layer])
        tails[length : length + 1] = [places[layer]]
        ends.append(length)
    staying: set[str] = set()
    wanted = len(tails) - 1
    for layer, length in zip(reversed(common), reversed(ends), strict=True):
        if length == wanted:
            staying.add(layer)
            wanted -= 1
    return set(common) - staying
