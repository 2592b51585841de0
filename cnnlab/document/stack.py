"""The stack: an immutable sequence of layers and what it needs to run."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from cnnlab.blocks.base import Block
from cnnlab.document.input import InputSpec
from cnnlab.text import N_, UserError

INPUT: Final = "input"
_ID = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)


class Mode(Enum):
    """Train or eval, as `module.train()` and `module.eval()`."""

    EVAL = "eval"
    TRAIN = "train"


def check_id(layer_id: str) -> str:
    """`layer_id`, if a layer may be called that.

    Raises:
        UserError: it is not a letter or underscore followed by up to 63 letters, digits and underscores, or `input`.
    """
    if layer_id == INPUT or not _ID.fullmatch(layer_id):
        raise UserError(
            N_("'{id}' cannot be a layer's id: use letters, digits and underscores, at most 64, and not 'input'"),
            id=layer_id[:64],
        )
    return layer_id


@dataclass(frozen=True, eq=False)
class Layer:
    """A block placed in the stack.

    Attributes:
        id: never changes, unique in the stack; other layers refer to it and files name weights by it.
        block: the operation.
        name: given by the user; empty if none.
        enabled: a layer that is switched off passes its input through.
    """

    id: str
    block: Block
    name: str = ""
    enabled: bool = True

    @property
    def label(self) -> str:
        """What the user reads."""
        return self.name or self.id


@dataclass(frozen=True, eq=False)
class Stack:
    """Layers from first to last, the mode, the seed of all initialisations, and how pictures become input."""

    layers: tuple[Layer, ...] = ()
    mode: Mode = Mode.EVAL
    seed: int = 0
    input: InputSpec = field(default_factory=InputSpec)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)

    def index(self, layer_id: str) -> int:
        """Position of a layer.

        Raises:
            KeyError: there is no such layer.
        """
        for position, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return position
        raise KeyError(layer_id)

    def layer(self, layer_id: str) -> Layer:
        """The layer with this id.

        Raises:
            KeyError: there is no such layer.
        """
        return self.layers[self.index(layer_id)]

    def has(self, layer_id: str) -> bool:
        """Whether there is a layer with this id."""
        return any(layer.id == layer_id for layer in self.layers)

    def with_layer(self, layer: Layer) -> Stack:
        """The stack with the layer of the same id replaced."""
        position = self.index(layer.id)
        return self.with_layers((*self.layers[:position], layer, *self.layers[position + 1 :]))

    def with_layers(self, layers: tuple[Layer, ...]) -> Stack:
        """The stack with other layers."""
        return dataclasses.replace(self, layers=layers)
