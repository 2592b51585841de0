"""Running mean and variance of the norms: a value of the document beside the stack, keyed by layer id."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cnnlab.blocks.weight import Array, frozen
from cnnlab.document.cells import Cells
from cnnlab.document.plan import LayerPlan
from cnnlab.text import N_, UserError

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


def set_statistics(plan: LayerPlan, statistics: Statistics, cells: Cells) -> Statistics:
    """All statistics with some cells of one of this layer's written; stored channels beyond those that run stay.

    Raises:
        UserError: a variance would be negative, or the layer has no such cells now.
    """
    plan.require(cells.name, cells.last)
    values = np.asarray(cells.values, np.float32)
    if cells.name == "running_var" and values.min(initial=0) < 0:
        raise UserError(
            N_("running_var is a variance and cannot be {value}: type 0 or more"), value=f"{values.min():.4g}"
        )
    of_layer = statistics.get(plan.id, {})
    runs, stored = statistics_of(plan, statistics)[cells.name], of_layer.get(cells.name)
    edited = runs.copy() if stored is None or len(stored) <= len(runs) else stored.copy()
    edited[cells.index[0]] = values
    others = {name: array for name, array in statistics_of(plan, statistics).items() if name not in of_layer}
    return {**statistics, plan.id: {**others, **of_layer, cells.name: frozen(edited)}}
