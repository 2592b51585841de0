"""The part of `cnnlab explain` that needs torch: one pass, and what it says of one value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from cnnlab.blocks.explanation import Explanation, Index, Patch, Pool, Terms, Value
from cnnlab.cli.computing import known_device
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.engine.device import exact_arithmetic, free_memory
from cnnlab.engine.forward import Runner
from cnnlab.engine.memory import SHARE
from cnnlab.engine.weights import HostWeights
from cnnlab.explain.asked import source_ids
from cnnlab.explain.audit import Evidence, explain
from cnnlab.explain.receptive import Box
from cnnlab.explain.trace import element_box
from cnnlab.text import N_, UserError

Explained = tuple[Explanation, tuple[str, ...], Box | None]


def free_bytes(device: str) -> int:
    """What a stack may take on a device.

    Raises:
        UserError: there is no such device.
    """
    return int(free_memory(known_device(device)) * SHARE)


def explained(plan: Plan, frame: Frame, statistics: Statistics, device: str, layer_id: str, index: Index) -> Explained:
    """The explanation of one value, the ids of what its layer takes, and the box of the picture that it is made from.

    Raises:
        UserError: there is no such value, or a layer failed.
    """
    exact_arithmetic()
    runner = Runner(known_device(device))
    try:
        forward = runner.run(plan, frame, statistics)
    except torch.OutOfMemoryError:
        raise MemoryError from None
    for failed, failure in forward.failures.items():
        raise UserError(N_("layer '{id}': {problem}"), id=failed, problem=failure)
    evidence = Evidence(plan, forward, HostWeights().of, frame.number)
    explanation = explain(evidence, layer_id, index)
    return explanation, source_ids(plan, layer_id), element_box(plan, layer_id, index)


def as_json(explanation: Explanation, layer_id: str, sources: Sequence[str], box: Box | None) -> dict[str, object]:
    """The agreed keys; `terms` are empty where the value is no weighted sum, and formula and values say how.

    Numbers that are not finite are null, as JSON has none of them.
    """
    terms = explanation.terms
    result: dict[str, object] = {
        "layer": layer_id,
        "index": list(explanation.index),
        "value": _number(explanation.value),
        "terms": _terms(terms) if terms is not None else [],
        "bias": _number(terms.bias or 0.0) if terms is not None else None,
        "receptive_field": None if box is None else {"y": list(box[0]), "x": list(box[1])},
    }
    if terms is None:
        result["formula"] = explanation.formula
        result["values"] = {name: _value(name, value, explanation) for name, value in explanation.values.items()}
        result["sources"] = [
            {"layer": sources[region.input], "index": [list(span) for span in region.spans]}
            for region in explanation.reads
        ]
    return result


def _terms(terms: Terms) -> list[dict[str, object]]:
    """One for each input channel: patch and weights as rows, and the sum of their products."""
    return [
        {
            "channel": channel,
            "patch": _rows(patch, terms.patch),
            "weights": _rows(weights),
            "sum": _number(float(total)),
        }
        for channel, patch, weights, total in zip(
            terms.patch.channels, terms.patch.values, terms.weights, terms.sums, strict=True
        )
    ]


def _rows(values: NDArray[Any], of: Patch | None = None) -> list[list[float | None]]:
    """Rows of numbers, with null where there is no cell."""
    rows = [[_number(value) for value in row] for row in values.tolist()]
    if of is not None and not of.inside.all():
        for y, x in np.argwhere(~of.inside).tolist():
            rows[y][x] = None
    return rows


def _value(name: str, value: Value, explanation: Explanation) -> object:
    if not isinstance(value, np.ndarray):
        return _number(value)
    if isinstance(explanation.part, Pool) and name == "window":
        return _rows(explanation.part.patch.values[0], explanation.part.patch)
    return _rows(value) if value.ndim == 2 else [_number(number) for number in value.ravel().tolist()]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
