"""A dense layer's sum as pictures again: what Flatten lined up, put back into channels, rows and columns."""

from __future__ import annotations

import dataclasses

import numpy as np

from cnnlab.blocks.dropping import Dropping
from cnnlab.blocks.explanation import Explanation, Patch, Terms
from cnnlab.blocks.kinds.flatten import Flatten
from cnnlab.blocks.norms import Norm
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.document.plan import Plan

Picture = tuple[int, int, int]


def picture_before(plan: Plan, layer_id: str) -> Picture | None:
    """Channels, height and width that the features of a layer's input were before they were flattened.

    Between Flatten and the layer there may be what leaves features where they are: activations, norms, dropouts, layers
    that are off. None if the features never were a picture, or come together from several layers.

    Raises:
        KeyError: there is no such layer.
    """
    position = plan.layer(layer_id).sources[0]
    while position >= 0:
        layer = plan.layers[position]
        block = layer.layer.block
        if layer.layer.enabled and isinstance(block, Flatten):
            (shape,) = layer.input_shapes
            return (shape[1], shape[2], shape[3]) if len(shape) == 4 and block.start_dim in (1, -3) else None
        if layer.layer.enabled and not isinstance(block, Pointwise | Norm | Dropping):
            return None
        position = layer.sources[0]
    return None


def folded(explanation: Explanation, picture: Picture) -> Explanation:
    """The same weighted sum with one term for each channel of the picture, not for each feature.

    Raises:
        ValueError: it is no sum over as many features.
    """
    terms = explanation.terms
    if terms is None or terms.products.shape != (int(np.prod(picture)), 1, 1):
        raise ValueError(f"no weighted sum over the features of a picture of {picture}")
    channels, height, width = picture
    rows, columns = np.arange(height), np.arange(width)
    parts = [part.reshape(picture) for part in (terms.patch.values, terms.weights, terms.products)]
    values, weights, products = parts
    sums = products.sum((1, 2))
    sums.flags.writeable = False
    patch = Patch(range(channels), rows, columns, values)
    part = Terms(patch, weights, products, sums, terms.bias, rows, columns)
    return dataclasses.replace(explanation, part=part)
