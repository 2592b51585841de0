"""Stacks that run, chosen by hypothesis over all kinds of blocks, and what came out of them."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Shape, Weight
from cnnlab.document.plan import LayerPlan, Plan, infer
from cnnlab.document.stack import INPUT, Layer, Mode, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.engine.forward import Runner
from cnnlab.engine.weights import HostWeights
from cnnlab.explain.audit import Evidence
from tests.building import frame_of
from tests.stacks import params_above
from tests.strategies import pictures

_TRIES = 4


def evidence_of(plan: Plan, statistics: Statistics | None = None, number: int = 0, seed: int = 0) -> Evidence:
    """A pass of noise through a plan."""
    runner = Runner()
    forward = runner.run(plan, frame_of(plan.input_shape, number, seed), statistics or {})
    assert not forward.failures, [str(failure) for failure in forward.failures.values()]
    return Evidence(plan, forward, HostWeights().of, number)


def with_noise(plan: LayerPlan, seed: int) -> Layer:
    """The layer with all its weights stored, none of them zero or one."""
    rng = np.random.default_rng(seed)
    weights = {name: Weight.from_array(rng.normal(size=spec.shape)) for name, spec in plan.specs.items()}
    return dataclasses.replace(plan.layer, block=plan.layer.block.replace(weights=weights))


def _appended(stack: Stack, block: Block, shape: Shape) -> Stack | None:
    """The stack with one more layer, mended as its problems propose; None if it still does not run."""
    for _ in range(_TRIES):
        longer = stack.with_layers((*stack.layers, Layer(f"l{len(stack)}", block)))
        last = infer(longer, shape).layers[-1]
        if last.runs:
            return stack.with_layers((*stack.layers, with_noise(last, len(stack))))
        fix = next((fix for fix in last.problem.fixes if fix.params), None) if last.problem else None
        if fix is None:
            return None
        block = block.replace(**fix.params)
    return None


@st.composite
def running_plans(draw: st.DrawFn, last: type[Block]) -> Plan:
    """A stack of up to four layers of all kinds, of which the last is of this kind; some of them are switched off."""
    shape, stack = draw(pictures), Stack((), draw(st.sampled_from(Mode)))
    kinds = draw(st.lists(st.sampled_from(list(kinds_by_id().values())), max_size=3))
    for kind in (*kinds, last):
        earlier = (INPUT, *(layer.id for layer in stack))
        longer = _appended(stack, kind.from_params(draw(params_above(kind, earlier))), shape)
        stack = longer or stack
    assume(len(stack) and type(stack.layers[-1].block) is last)
    off = draw(st.sets(st.integers(0, len(stack) + 4)))
    layers = tuple(dataclasses.replace(layer, enabled=i not in off) for i, layer in enumerate(stack))
    plan = infer(stack.with_layers(layers), shape)
    assume(all(layer.runs for layer in plan.layers))
    return plan


def running_statistics(plan: Plan) -> dict[str, dict[str, Array]]:
    """Running statistics that are neither zero nor one."""
    rng = np.random.default_rng(5)
    return {
        layer.id: {
            name: (np.abs(rng.normal(size=shape)) + 0.3).astype(np.float32)
            for name, shape in layer.statistic_specs.items()
        }
        for layer in plan.layers
        if layer.statistic_specs
    }
