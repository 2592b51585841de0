"""Why one number of a forward pass is what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from cnnlab.blocks.base import Run
from cnnlab.blocks.copied import copied
from cnnlab.blocks.explanation import Explanation, Index, Numbers, sealed
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT, Mode
from cnnlab.engine.forward import Forward, layer_run
from cnnlab.explain.asked import check_index, check_layer
from cnnlab.text import N_, Message, UserError


@dataclass(frozen=True, eq=False)
class Evidence:
    """A forward pass and all that it was made from.

    Attributes:
        plan: what was run.
        forward: what came out.
        weights: gives a layer's weights as they ran, on any device: `HostWeights.of`; or `DeviceWeights.of`, as long as
            nobody edits them meanwhile.
        number: the frame's, from which dropout's seed follows in train mode.
    """

    plan: Plan
    forward: Forward
    weights: Callable[[LayerPlan], Mapping[str, Tensor]]
    number: int = 0

    def tensor(self, layer_id: str) -> Tensor:
        """The output of a layer, or the input.

        Raises:
            UserError: there is no such layer, or it has no output.
        """
        if layer_id == INPUT:
            return self.forward.input
        check_layer(self.plan.stack, layer_id)
        output = self.forward.outputs.get(layer_id)
        if output is None:
            raise UserError(N_("layer '{id}' has no output: mend it or the layer that it waits for"), id=layer_id)
        return output

    def inputs(self, layer: LayerPlan) -> tuple[Tensor, ...]:
        """What a layer was given."""
        return tuple(
            self.forward.input if source < 0 else self.forward.outputs[self.plan.layers[source].id]
            for source in layer.sources
        )

    def run_of(self, layer: LayerPlan) -> Run:
        """What a layer knew of the pass besides."""
        training = self.plan.stack.mode is Mode.TRAIN
        device = str(self.forward.input.device)
        return layer_run(layer, self.forward.statistics, training, self.number, device)


def explain(evidence: Evidence, layer_id: str, index: Index) -> Explanation:
    """Why an element of a layer, or of `input`, is what it is; `index` has one number for each axis of the tensor.

    Raises:
        UserError: there is no such layer, it has no output, or the tensor has no such element.
    """
    tensor = evidence.tensor(layer_id)
    check_index(layer_id, index, tuple(tensor.shape))
    if layer_id == INPUT:
        return copied((tensor,), index, tensor, (0, index), Message(N_("the input itself")))
    layer = evidence.plan.layer(layer_id)
    inputs = evidence.inputs(layer)
    if not layer.layer.enabled:
        return copied(inputs, index, tensor, (0, index), Message(N_("switched off: passes its input through")))
    with torch.inference_mode():
        return layer.layer.block.explain(inputs, evidence.weights(layer), evidence.run_of(layer), index, tensor)


def transfer_curve(evidence: Evidence, layer_id: str, channel: int, xs: Numbers) -> Numbers | None:
    """An activation's function at these places, in float64, as it is for one channel; None if it is no activation.

    Raises:
        KeyError: there is no such layer.
    """
    layer = evidence.plan.layer(layer_id)
    block = layer.layer.block
    if not (isinstance(block, Pointwise) and layer.layer.enabled and layer.runs and block.has_curve):
        return None
    with torch.inference_mode():
        return sealed(block.curve(xs, evidence.weights(layer), channel))
