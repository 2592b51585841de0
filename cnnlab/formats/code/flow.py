"""Which variable holds which layer's output: `x` goes down the stack, and what is needed again has its own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cnnlab.blocks.code import Terms
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import Mode
from cnnlab.formats.code.lines import Remarked
from cnnlab.formats.code.naming import code_names, free_name

_INPUT = -1


@dataclass(frozen=True, eq=False)
class Flow:
    """A plan with the names that it has in code.

    Attributes:
        plan: what is written.
        names: of the layers, by id.
        image: the variable that keeps the input; `x` if nothing below needs it again.
        kept: positions of the layers whose outputs are needed again, each in a variable of its name.
    """

    plan: Plan
    names: Mapping[str, str]
    image: str
    kept: frozenset[int]

    @property
    def training(self) -> bool:
        """Whether it is code for train mode."""
        return self.plan.stack.mode is Mode.TRAIN

    @property
    def mode(self) -> str:
        """`train` or `eval`."""
        return self.plan.stack.mode.value

    def target(self, position: int) -> str:
        """The variable that a layer's output goes to."""
        if position == _INPUT:
            return self.image
        return self.names[self.plan.layers[position].id] if position in self.kept else "x"

    def sources(self, layer: LayerPlan) -> tuple[int, ...]:
        """What a layer takes, where layers that are switched off hand on what they get."""
        return tuple(_through(self.plan, source) for source in layer.sources)

    def terms(self, layer: LayerPlan, weights: Mapping[str, str]) -> Terms:
        """What the layer's line is made of."""
        inputs = tuple(self.target(source) for source in self.sources(layer))
        return Terms(inputs, layer.input_shapes, weights, self.training)

    def opening(self) -> list[Remarked]:
        """The line that keeps the input, if it is needed again."""
        return [] if self.image == "x" else [Remarked(f"{self.image} = x", shape_text(self.plan.input_shape))]

    def step(self, position: int, expression: str) -> list[Remarked]:
        """The lines that compute a layer's output, with its shape."""
        return self.remarked(self.plan.layers[position], f"{self.target(position)} = {expression}")

    def remarked(self, layer: LayerPlan, text: str) -> list[Remarked]:
        """A line of a layer with its shape behind it, below what else is to be said."""
        note = layer.layer.block.code_note(self.training)
        above = [Remarked(f"# {note}", layer=layer.id)] if note else []
        return [*above, Remarked(text, shape_text(layer.output_shape or ()), layer.id)]


def flow_of(plan: Plan) -> Flow:
    """The names for a plan."""
    names = code_names(layer.id for layer in plan.layers)
    kept: set[int] = set()
    for layer in plan.layers:
        if computes(layer) and layer.layer.block.references():
            named = layer.sources if layer.layer.block.begins_elsewhere else layer.sources[1:]
            kept.update(_through(plan, source) for source in named)
    image = free_name("image", set(names.values())) if _INPUT in kept else "x"
    return Flow(plan, names, image, frozenset(kept))


def _through(plan: Plan, source: int) -> int:
    """The layer whose output a position has: another one's if it is switched off, −1 for the input."""
    while source != _INPUT and not plan.layers[source].layer.enabled:
        source = plan.layers[source].sources[0]
    return source


def computes(layer: LayerPlan) -> bool:
    """Whether there is something to compute for a layer."""
    return layer.layer.enabled and layer.runs


def absence(layer: LayerPlan) -> Remarked:
    """The line that stands for a layer without code."""
    if not layer.layer.enabled:
        reason = "is switched off"
    else:
        reason = f"waits for {layer.waits_for}" if layer.waits_for else "cannot run"
    return Remarked(f"# {layer.id} {reason}", layer=layer.id)
