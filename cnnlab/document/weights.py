"""Stored weights and the weights that run: what was typed is never cut, what is missing is initialised."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from cnnlab.blocks.base import Block
from cnnlab.blocks.weight import Array, Fit, Shape, Weight, WeightSpec, frozen


def stable_seed(*parts: object) -> int:
    """A 63-bit number that depends on the parts alone: the same on every machine and in every process."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def random_generator(*parts: object) -> np.random.Generator:
    """A generator whose numbers depend on the parts alone."""
    return np.random.Generator(np.random.Philox(key=stable_seed(*parts)))


def initial_weight(block: Block, name: str, specs: Mapping[str, WeightSpec], seed: str) -> Weight:
    """A weight as the block initialises it; each chunk has its own seed, so adding a kernel leaves the others alone."""
    spec = specs[name]
    chunks = range(spec.shape[0] if len(spec.shape) > 1 else 1)
    made = (frozen(block.initial_chunk(name, specs, random_generator(seed, name, chunk))) for chunk in chunks)
    return Weight(spec.shape, tuple(made))


def fits(stored: Weight, spec: WeightSpec) -> bool:
    """Whether a stored weight can be run as this spec asks: same rank, and the same size along exact axes."""
    if len(stored.shape) != len(spec.shape):
        return False
    axes = zip(stored.shape, spec.shape, spec.fit, strict=True)
    return all(have == need or fit is not Fit.EXACT for have, need, fit in axes)


def effective_weight(
    block: Block, name: str, specs: Mapping[str, WeightSpec], stored: Weight | None, seed: str
) -> Weight:
    """The weight that runs; chunks that need no change are the stored ones themselves."""
    spec = specs[name]
    if stored is not None and stored.shape == spec.shape:
        return stored
    fresh = initial_weight(block, name, specs, seed)
    if stored is None:
        return fresh
    if len(spec.shape) == 1:
        return Weight(spec.shape, (laid_over(fresh.chunks[0], stored.chunks[0], spec.fit),))
    chunks = list(fresh.chunks)
    for i, old in enumerate(stored.chunks[: spec.shape[0]]):
        chunks[i] = old if old.shape == spec.shape[1:] else laid_over(chunks[i], old, spec.fit[1:])
    return Weight(spec.shape, tuple(chunks))


def laid_over(base: Array, top: Array, fit: tuple[Fit, ...]) -> Array:
    """`base` with as much of `top` laid over it as fits: from the first channel on, and centred in the kernel.

    Kernel cells around a smaller `top` become zero, so that a 3×3 kernel run at 5×5 does the same.
    """
    result = base.copy()
    into, out_of, channels = [], [], []
    for have, need, how in zip(top.shape, base.shape, fit, strict=True):
        common = min(have, need)
        start, first = ((need - common) // 2, (have - common) // 2) if how is Fit.CENTRE else (0, 0)
        into.append(slice(start, start + common))
        out_of.append(slice(first, first + common))
        channels.append(slice(None) if how is Fit.CENTRE else slice(0, common))
    result[tuple(channels)] = 0
    result[tuple(into)] = top[tuple(out_of)]
    return frozen(result)


def stored_after_edit(
    stored: Weight | None, edited: Weight, fit: tuple[Fit, ...], initial: Callable[[Shape], Weight]
) -> Weight:
    """What to store when the weight that runs was edited: the edit, laid into whatever is stored beyond it.

    `initial` gives the initialisation at a shape, for slices that neither of the two holds.
    """
    if stored is None or stored.shape == edited.shape:
        return edited
    shape: Shape = tuple(max(a, b) for a, b in zip(stored.shape, edited.shape, strict=True))
    if shape == edited.shape:
        return edited
    base = initial(shape)
    if len(shape) == 1:
        return Weight(shape, (_merged(base.chunks[0], (stored.chunks[0], edited.chunks[0]), fit),))
    chunks = []
    for i, start in enumerate(base.chunks):
        parts = [weight.chunks[i] for weight in (stored, edited) if i < weight.shape[0]]
        same = parts[-1].shape == shape[1:] and i < edited.shape[0]
        chunks.append(parts[-1] if same else _merged(start, parts, fit[1:]))
    return Weight(shape, tuple(chunks))


def _merged(base: Array, parts: Sequence[Array], fit: tuple[Fit, ...]) -> Array:
    """`base` with the parts laid over it one after the other: the last wins where it lies, and leaves the rest.

    The ring around the first part becomes zero, as it was when that part ran at this size.
    """
    result = laid_over(base, parts[0], fit).copy()
    for part in parts[1:]:
        place = []
        for have, need, how in zip(part.shape, base.shape, fit, strict=True):
            start = (need - have) // 2 if how is Fit.CENTRE else 0
            place.append(slice(start, start + have))
        result[tuple(place)] = part
    return frozen(result)
