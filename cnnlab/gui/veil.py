"""Which shapes are kept from sight, since somebody is to find them out."""

from __future__ import annotations

from dataclasses import dataclass

HIDDEN = "?"  # what stands in their place


@dataclass(frozen=True)
class Veil:
    """Ids of layers.

    Attributes:
        outputs: whose output shape is not told, nor what it could be read off: pictures, counts, weights.
        inputs: of whose input shapes one or more are not told.
    """

    outputs: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()

    def hides_any_of(self, layer: str) -> bool:
        """Whether the input or the output shape of a layer is not told."""
        return layer in self.outputs or layer in self.inputs


NOTHING_HIDDEN = Veil()
