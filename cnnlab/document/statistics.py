"""Running mean and variance of the norms: a value of the document beside the stack, keyed by layer id."""

from __future__ import annotations

from collections.abc import Mapping

from cnnlab.blocks.weight import Array
from cnnlab.document.plan import LayerPlan

Statistics = Mapping[str, Mapping[str, Array]]


def same_statistics(a: Statistics, b: Statistics) -> bool:
    """Whether both hold the very same arrays."""
    if a is b:
        return True
    return a.keys() == b.keys() and all(
        a[layer].keys() == b[layer].keys() and all(a[layer][name] is b[layer][name] for name in a[layer]) for layer in a
    )


def statistics_of(plan: LayerPlan, statistics: Statistics) -> Mapping[str, Array]:
    """A layer's running statistics as they run: stored where the channels exist, initial for new channels."""
    initial = plan.initial_statistics()
    stored = statistics.get(plan.id, {})
    result: dict[str, Array] = {}
    for name, start in initial.items():
        have = stored.get(name)
        if have is not None and have.shape == start.shape:
            result[name] = have
            continue
        if have is not None:
            common = min(len(have), len(start))
            start[:common] = have[:common]
        result[name] = start
    return result
