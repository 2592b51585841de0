"""What follows from a stack and an input shape: every layer's shapes, the weights that run, and the problems.

A `LayerPlan` is a value that is reused as long as nothing it depends on has changed; its `version` stays the same even
when the layer gets another name, so "is it the same version?" is the question by which the engine decides what to
recompute.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cnnlab.blocks.base import Block
from cnnlab.blocks.problem import Fix, Problem, ProblemError
from cnnlab.blocks.sizes import shape_text
from cnnlab.blocks.weight import Array, Fit, Shape, Weight, WeightSpec
from cnnlab.document.fixes import completed
from cnnlab.document.references import missing_reference, offering_another
from cnnlab.document.stack import INPUT, Layer, Mode, Stack
from cnnlab.document.weights import effective_weight, fits
from cnnlab.text import N_, Message, UserError

_SOON_MADE = 2**20  # values: some ten milliseconds


@dataclass(frozen=True, eq=False)
class LayerPlan:
    """One layer, ready to run, or the reason why it is not.

    Attributes:
        layer: the layer.
        sources: what it takes: positions in the plan, −1 for the input; the first is what comes before it.
        input_shapes: their shapes; empty if it waits.
        output_shape: None if it cannot run.
        problem: why it cannot run, if that is its own fault.
        waits_for: id of the layer above whose problem stops it.
        specs: the weights it needs, by name; empty when switched off.
        statistic_specs: the running statistics it keeps, by name.
        seed: of its initialisation.
        known_weights: those of `weights` that an earlier plan has made already, by name.
        version: the same object for as long as the output would be the same; a new name alone does not change it.
    """

    layer: Layer
    sources: tuple[int, ...] = (-1,)
    input_shapes: tuple[Shape, ...] = ()
    output_shape: Shape | None = None
    problem: Problem | None = None
    waits_for: str | None = None
    specs: Mapping[str, WeightSpec] = field(default_factory=dict)
    statistic_specs: Mapping[str, Shape] = field(default_factory=dict)
    seed: int = 0
    known_weights: Mapping[str, Weight] = field(default_factory=dict)
    version: object = field(default_factory=object, repr=False)

    @property
    def id(self) -> str:
        """The layer's id."""
        return self.layer.id

    @property
    def runs(self) -> bool:
        """Whether it has an output."""
        return self.output_shape is not None

    @cached_property
    def weights(self) -> Mapping[str, Weight]:
        """The weights that run, made when first asked for: stored slices where they exist, initialised ones else."""
        block = self.layer.block
        return {
            name: self.known_weights.get(name)
            or effective_weight(block, name, self.specs, block.weights.get(name), f"{self.seed}/{self.id}")
            for name in self.specs
        }

    @property
    def weights_at_hand(self) -> bool:
        """Whether `weights` answers at once: they are made already, or soon made; large ones the worker makes."""
        return self.runs and ("weights" in self.__dict__ or self.parameters <= _SOON_MADE)

    @cached_property
    def parameters(self) -> int:
        """Number of learnable values."""
        return sum(spec.count for spec in self.specs.values())

    @property
    def macs(self) -> int:
        """Multiply-adds of one pass over the batch."""
        return self.layer.block.macs(self.input_shapes) if self.runs and self.layer.enabled else 0

    @cached_property
    def memory(self) -> int:
        """Bytes of the output; none for a layer that passes its input through."""
        return 4 * int(np.prod(self.output_shape, dtype=object)) if self.output_shape and self.layer.enabled else 0

    @cached_property
    def structure(self) -> tuple[object, ...]:
        """What shapes, places and code follow from: all but the numbers of weights and the layer's name."""
        block = self.layer.block
        return (
            self.id, type(block), block.settings, self.layer.enabled,
            self.sources, self.input_shapes, self.output_shape, self.waits_for,
        )  # fmt: skip

    @cached_property
    def outline(self) -> tuple[object, ...]:
        """All that can be told about it but the numbers of its weights."""
        return self.structure, self.layer.name, self.problem, self.notes

    def require(self, name: str, last: Sequence[int]) -> None:
        """Refuse an edit of a weight or a running statistic that the layer had a moment ago.

        Args:
            name: of the weight or statistic.
            last: the largest index along each leading axis that the edit writes.

        Raises:
            UserError: there is none of this name now, or it is smaller.
        """
        shape = self.specs[name].shape if name in self.specs else self.statistic_specs.get(name)
        if shape is None:
            raise UserError(N_("{id} has no {name} now: undo what took it away"), id=self.id, name=name)
        if any(at >= side for at, side in zip(last, shape, strict=False)):
            raise UserError(
                N_("{name} of {id} is {shape} now and has no {index}: choose a cell that it has"),
                name=name, id=self.id, shape=shape_text(shape), index=list(last),
            )  # fmt: skip

    def initial_statistics(self) -> Mapping[str, Array]:
        """Running statistics before the first frame."""
        return {n: self.layer.block.initial_statistic(n, shape) for n, shape in self.statistic_specs.items()}

    @cached_property
    def notes(self) -> tuple[Message, ...]:
        """What was done to stored weights so that they run."""
        found = (adaptation_note(name, spec, self.layer.block.weights.get(name)) for name, spec in self.specs.items())
        return tuple(dict.fromkeys(note for note in found if note is not None))


@dataclass(frozen=True, eq=False)
class Plan:
    """The whole stack with its shapes.

    Attributes:
        stack: what it was made from.
        input_shape: `[b, c, h, w]` of the frame.
        layers: one plan a layer, in order.
    """

    stack: Stack
    input_shape: Shape
    layers: tuple[LayerPlan, ...]

    def layer(self, layer_id: str) -> LayerPlan:
        """The plan of one layer.

        Raises:
            KeyError: there is no such layer.
        """
        return self.layers[self.stack.index(layer_id)]

    @cached_property
    def structure(self) -> tuple[object, ...]:
        """What shapes, places and code follow from: equal for two plans that differ in weights and names alone."""
        return self.input_shape, self.stack.mode, tuple(layer.structure for layer in self.layers)

    @cached_property
    def outline(self) -> tuple[object, ...]:
        """All that can be told about it but the numbers of weights."""
        return self.stack.input, self.input_shape, self.stack.mode, tuple(layer.outline for layer in self.layers)


def infer(stack: Stack, input_shape: Shape, previous: Plan | None = None) -> Plan:
    """Every layer's shapes and problems; parts of `previous` that still hold are the same objects again."""
    old = {plan.id: plan for plan in previous.layers} if previous and previous.stack.seed == stack.seed else {}
    same_mode = previous is not None and previous.stack.mode is stack.mode
    shapes: list[Shape | None] = []
    plans: list[LayerPlan] = []
    positions = {INPUT: -1}
    for position, layer in enumerate(stack.layers):
        known = old.get(layer.id)
        if known is not None and same_mode and _holds(known, layer, position, [*shapes, input_shape]):
            plans.append(known)
            shapes.append(known.output_shape)
            positions[layer.id] = position
            continue
        plan = _plan_layer(stack, layer, position, positions, [*shapes, input_shape], plans)
        if known is not None and same_mode and _same(known, plan):
            plan = known if known.layer is layer else _renamed(known, layer)
        elif known is not None:
            plan = dataclasses.replace(plan, known_weights=_weights_still_good(known, plan))
        plans.append(plan)
        shapes.append(plan.output_shape)
        positions[layer.id] = position
    return Plan(stack, input_shape, tuple(plans))


def stopped_where(plan: Plan, problem_of: Callable[[LayerPlan], Problem | None]) -> Plan:
    """The plan with these problems on layers that would run; what depends on such a layer waits for it.

    It is the same object if there is no problem.
    """
    culprits: dict[int, str] = {}
    layers: list[LayerPlan] = []
    for position, layer in enumerate(plan.layers):
        culprit = next((culprits[source] for source in layer.sources if source in culprits), None)
        problem = problem_of(layer) if layer.runs and culprit is None else None
        if culprit is not None:
            layer = dataclasses.replace(layer, output_shape=None, problem=None, waits_for=culprit)
        elif problem is not None:
            layer = dataclasses.replace(layer, output_shape=None, problem=problem, specs={}, statistic_specs={})
        if culprit is not None or problem is not None:
            culprits[position] = culprit or layer.id
        layers.append(layer)
    return dataclasses.replace(plan, layers=tuple(layers)) if culprits else plan


def _holds(known: LayerPlan, layer: Layer, position: int, shapes: Sequence[Shape | None]) -> bool:
    """Whether a plan can be told to hold still without making it anew: that of a layer that takes the one above it."""
    return (
        known.layer is layer
        and known.runs
        and known.sources == (position - 1,)
        and known.input_shapes == (shapes[position - 1],)
        and not (layer.enabled and layer.block.references())
    )


def _same(a: LayerPlan, b: LayerPlan) -> bool:
    """Whether both come to the same, whatever the layer is called."""
    return (
        a.layer.block is b.layer.block
        and a.layer.enabled == b.layer.enabled
        and all(
            getattr(a, name) == getattr(b, name)
            for name in ("sources", "input_shapes", "output_shape", "problem", "waits_for")
        )
    )


def _renamed(known: LayerPlan, layer: Layer) -> LayerPlan:
    return dataclasses.replace(known, layer=layer, known_weights=vars(known).get("weights", known.known_weights))


def _weights_still_good(known: LayerPlan, plan: LayerPlan) -> Mapping[str, Weight]:
    """Weights that are the same again, so that an edit of one does not make the others anew."""
    made: Mapping[str, Weight] = vars(known).get("weights", {})
    before, after = known.layer.block, plan.layer.block
    if known.specs != plan.specs or type(before) is not type(after) or before.dump_params() != after.dump_params():
        return {}
    return {name: made[name] for name in made if before.weights.get(name) is after.weights.get(name)}


def _plan_layer(
    stack: Stack,
    layer: Layer,
    position: int,
    positions: Mapping[str, int],
    shapes: Sequence[Shape | None],
    above: Sequence[LayerPlan],
) -> LayerPlan:
    """The plan of one layer; `shapes` ends with the input's shape, so that position −1 finds it."""
    before = position - 1
    references = layer.block.references() if layer.enabled else ()
    if any(name not in positions for name in references):
        problem = missing_reference(stack, layer, _named_shapes(positions, shapes), shapes[before])
        return LayerPlan(layer, (before,), problem=problem, seed=stack.seed)
    named = tuple(positions[name] for name in references)
    sources = named if named and layer.block.begins_elsewhere else (before, *named)
    inputs = tuple(shapes[source] for source in sources)
    for source, shape in zip(sources, inputs, strict=True):
        if shape is None:
            culprit = above[source].waits_for or above[source].id
            return LayerPlan(layer, sources, waits_for=culprit, seed=stack.seed)
    known = tuple(shape for shape in inputs if shape is not None)
    if not layer.enabled:
        return LayerPlan(layer, sources, known, known[0], seed=stack.seed)
    plan = _plan_enabled(stack, layer, sources, known)
    if plan.problem is None or not references:
        return plan
    problem = offering_another(plan.problem, layer.block, _named_shapes(positions, shapes), shapes[before])
    return dataclasses.replace(plan, problem=problem)


def _named_shapes(positions: Mapping[str, int], shapes: Sequence[Shape | None]) -> dict[str, Shape | None]:
    """By id, the shapes of all layers above, from top to bottom, the input first."""
    return {name: shapes[place] for name, place in positions.items()}


def _plan_enabled(stack: Stack, layer: Layer, sources: tuple[int, ...], inputs: tuple[Shape, ...]) -> LayerPlan:
    def check(block: Block) -> tuple[Shape, Mapping[str, WeightSpec]]:
        output = block.output_shape(inputs)
        if stack.mode is Mode.TRAIN:
            block.check_training(inputs)
        specs = block.weight_specs(inputs)
        _check_exact(block, specs)
        return output, specs

    block = layer.block
    try:
        output, specs = check(block)
    except ProblemError as error:
        # A fix of a merge changes which layers it takes, and with them the inputs that are known here.
        problem = error.problem if block.references() else completed(block, error.problem, check)
        return LayerPlan(layer, sources, inputs, problem=problem, seed=stack.seed)
    return LayerPlan(
        layer, sources, inputs, output, specs=specs, statistic_specs=block.statistic_specs(inputs), seed=stack.seed
    )


def _check_exact(block: Block, specs: Mapping[str, WeightSpec]) -> None:
    """Refuse stored weights whose size depends on the picture's and no longer fits it."""
    for name, spec in specs.items():
        stored = block.weights.get(name)
        if stored is not None and not fits(stored, spec):
            raise ProblemError(
                Message(
                    N_(
                        "the stored {name} is {stored}, but this input needs {needed}: change the working size back or "
                        "make new weights"
                    ),
                    name=name,
                    stored=shape_text(stored.shape),
                    needed=shape_text(spec.shape),
                ),
                Fix(Message(N_("Make new weights")), new_weights=True),
            )


def adaptation_note(name: str, spec: WeightSpec, stored: Weight | None) -> Message | None:
    """What is new or unused in a stored weight that is run at another size; None if it runs as it is."""
    if stored is None or stored.shape == spec.shape:
        return None
    for axis, (have, need, fit) in enumerate(zip(stored.shape, spec.shape, spec.fit, strict=True)):
        if have == need:
            continue
        if fit is Fit.CENTRE:
            return Message(
                N_("{name} was typed at {have} cells and runs at {need}, centred"), name=name, have=have, need=need
            )
        kind = N_("output") if axis == 0 else N_("input")
        if have < need:
            return Message(N_("{new} of {need} {kind} slices are new"), new=need - have, need=need, kind=Message(kind))
        return Message(
            N_("{kept} of {have} {kind} slices are kept for later"), kept=have - need, have=have, kind=Message(kind)
        )
    return None


def must_run(plan: Plan) -> None:
    """Refuse a plan in which a layer that is switched on cannot run.

    Raises:
        UserError: the first layer's problem.
    """
    for layer in plan.layers:
        if layer.problem is not None:
            raise UserError(N_("layer '{id}': {problem}"), id=layer.id, problem=layer.problem.message)
