"""Which tensors a layer may have in a file, and which of their sizes its parameters fix.

Blocks state their weights for given inputs, and a file does not say what the input will be. So each block is asked
twice, for two inputs whose every size is different: a size that stays the same is fixed by the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import BoolParam
from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.weight import Shape
from cnnlab.text import UserError

Sizes = tuple[int | None, ...]

# Large, so that dividing them by groups keeps them apart; the first axes of it stand for inputs of lower rank.
_TRIALS: tuple[Shape, Shape] = (
    (3 * 2**24, 5 * 2**24, 7 * 2**24, 11 * 2**24),
    (13 * 2**24, 17 * 2**24, 19 * 2**24, 23 * 2**24),
)


@dataclass(frozen=True)
class Owned:
    """One tensor that a layer may have.

    Attributes:
        statistic: a running statistic, not a weight.
        sizes: what its shape may be, where None is any size: one entry for each rank of input that gives another.
    """

    statistic: bool
    sizes: frozenset[Sizes] = field(default_factory=frozenset)

    def allows(self, shape: Shape) -> bool:
        """Whether a tensor of this shape fits the parameters."""
        return any(
            len(shape) == len(sizes) and all(n in (have, None) for have, n in zip(shape, sizes, strict=True))
            for sizes in self.sizes
        )

    @property
    def text(self) -> str:
        """The shapes it may have: `[8, any, 3, 3]`."""
        ordered = sorted(self.sizes, key=lambda sizes: -len(sizes))
        return " / ".join("[" + ", ".join("any" if n is None else str(n) for n in s) + "]" for s in ordered)


def owned_tensors(block: Block) -> dict[str, Owned]:
    """The tensors that a block with these parameters has, by name."""
    found: dict[str, Owned] = {}
    for rank in (4, 3, 2, 1):
        first, second = (_shapes(block, trial[:rank]) for trial in _TRIALS)
        for (name, statistic), one in first.items():
            other = second.get((name, statistic), ())
            if not one or len(one) != len(other):
                continue
            # No room for a single channel: the parameters do not go together yet, and whatever was stored is kept.
            sizes = tuple(a if a == b != 0 else None for a, b in zip(one, other, strict=True))
            known = found.get(name, Owned(statistic)).sizes
            found[name] = Owned(statistic, known | {sizes})
    return found


def possible_tensors(block: Block) -> dict[str, Owned]:
    """The tensors that a block has with these parameters or with any of its switches turned on."""
    found: dict[str, Owned] = {}
    for name, param in block.params().items():
        if isinstance(param, BoolParam):
            try:
                found |= owned_tensors(block.replace(**{name: True}))
            except UserError:  # the switch does not go with the other parameters
                continue
    return found | owned_tensors(block)


def _shapes(block: Block, trial: Shape) -> dict[tuple[str, bool], Shape]:
    """Shapes of weights (False) and running statistics (True) for an input; none if the block cannot take its rank."""
    inputs = [trial] * (1 + len(block.references()))
    try:
        weights = {(name, False): spec.shape for name, spec in block.weight_specs(inputs).items()}
        return weights | {(name, True): shape for name, shape in block.statistic_specs(inputs).items()}
    except (ProblemError, IndexError, ValueError):  # a shape with fewer axes than the block looks at
        return {}
