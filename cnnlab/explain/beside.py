"""Another stack run beside the one on show, on the very same frame, and a channel of both compared."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.plan import Plan
from cnnlab.engine.codes import activation_indices
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.held_scales import steadied
from cnnlab.engine.large import finite_values, plane_numbers, plane_values
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.results import Pass
from cnnlab.engine.sampling import as_planes
from cnnlab.engine.scales import robust_scale, without_border
from cnnlab.engine.statistics import LIVE_SAMPLE, sample
from cnnlab.engine.view import LargeView
from cnnlab.engine.weights import as_tensor
from cnnlab.explain.compared import Compared, Gap, Half, Shown
from cnnlab.explain.questions import Beside, Variant
from cnnlab.text import N_, Message, UserError

_EXACT = 2**22  # values at a time that are summed in float64
_NOT_THERE = N_("layer '{layer}' of {which} has no output: {reason}")


class SecondRun:
    """Keeps the activations of the other stack from one pass to the next; what both stacks share is computed once."""

    def __init__(self) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Forget everything."""
        self._runner: Runner | None = None
        self._for: tuple[object, Variant] | None = None
        self._scales: dict[Beside, tuple[float, float]] = {}

    @property
    def runner(self) -> Runner | None:
        """What runs the other stack, if one is asked for."""
        return self._runner

    def compared(self, done: Pass, asked: Beside) -> Compared | Message:
        """Both channels and what lies between them, or the sentence that says why there is nothing to compare.

        Raises:
            UserError: one of the layers has no output.
        """
        mine = _output(done.forward, done.job.plan, asked.layer, "B")
        try:
            forward = self._forward(done, asked)
            theirs = _output(forward, asked.variant.plan, asked.other, "A")
            hurried = done.job.frame.live or done.job.quick
            found = compared(asked, as_planes(theirs), as_planes(mine), hurried, self._scales.get(asked))
        except torch.OutOfMemoryError:  # the stack on show goes on where it is
            self.let_go()
            return NoRoom(N_("A does not fit beside B: lower the working size, or forget A"))
        self._scales = {asked: (found.scale, found.gap_scale)} if done.job.frame.live else {}
        return found

    def _forward(self, done: Pass, asked: Beside) -> Forward:
        """The pass of the other stack down to the layer that is asked for; it moves nobody's running statistics."""
        variant = asked.variant
        if self._runner is None or self._for != (done.origin, variant):
            self._runner, self._for = Runner(done.device), (done.origin, variant)
        layers = variant.plan.layers[: variant.plan.stack.index(asked.other) + 1]
        plan, frame = dataclasses.replace(variant.plan, layers=layers), done.job.frame
        self._runner.adopt(plan, variant.statistics, frame, done.job.plan, done.forward)
        return self._runner.run(plan, frame, variant.statistics)


def _output(forward: Forward, plan: Plan, layer_id: str, which: str) -> Tensor:
    output = forward.outputs.get(layer_id)
    if output is not None:
        return output
    layer = plan.layer(layer_id)
    reason = forward.failures.get(layer_id) or (layer.problem.message if layer.problem is not None else None)
    if reason is None:
        reason = Message(N_("it waits for a layer above it"))
    raise UserError(_NOT_THERE, layer=layer.layer.label, which=which, reason=reason)


def compared(
    asked: Beside, a: Tensor, b: Tensor, hurried: bool = False, held: tuple[float, float] | None = None
) -> Compared:
    """A channel of planes `[b, c, h, w]` in A and in B, and the difference where both have one shape.

    Args:
        asked: which item and channel; the layers' names are only handed on.
        a: of A.
        b: of B.
        hurried: numbers of the layer may come from a sample of it.
        held: the scales of the frame before, which those of this one follow slowly.
    """
    with torch.inference_mode():
        most = LIVE_SAMPLE if hurried else max(a.numel(), b.numel())
        parts = sample(a, most), sample(b, most)
        planes = _plane(a, asked), _plane(b, asked)
        scale = _scale([plane for plane in planes if plane is not None], held[0] if held else None)
        halves = [
            Half(tuple(whole.shape), _shown(plane, scale), plane_numbers(part, 0))
            for whole, plane, part in zip((a, b), planes, parts, strict=True)
        ]
        exact = parts[0].numel() == a.numel() and parts[1].numel() == b.numel()
        found = Compared(asked, halves[0], halves[1], scale, exact)
        if a.shape != b.shape or planes[0] is None or planes[1] is None:
            return found
        difference = np.asarray(planes[1] - planes[0], np.float32)
        gap_scale = _scale([difference], held[1] if held else None)
        return dataclasses.replace(
            found,
            difference=_shown(difference, gap_scale),
            gap_scale=gap_scale,
            channel=gap(as_tensor(difference)),
            layer=gap(parts[1] - parts[0]),
        )


def gap(difference: Tensor) -> Gap:
    """The largest |value| and the root mean square of a difference, over its finite values; NaN without any."""
    values = finite_values(difference.float())
    if not values.numel():
        return Gap(math.nan, math.nan)
    parts = (values[start : start + _EXACT] for start in range(0, values.numel(), _EXACT))
    squares = math.fsum(float(part.double().square().sum()) for part in parts)
    return Gap(float(values.abs().max()), math.sqrt(squares / values.numel()))


def _plane(planes: Tensor, asked: Beside) -> Array | None:
    """`[h, w]`: the channel; single numbers side by side; None if there is none."""
    if asked.item >= planes.shape[0] or asked.channel >= planes.shape[1] or not planes.numel():
        return None
    return np.asarray(plane_values(planes, LargeView(asked.layer, asked.channel, asked.item))[0].numpy(), np.float32)


def _scale(planes: list[Array], held: float | None) -> float:
    """The |value| of full colour for all of these."""
    if not planes:
        return 1.0
    inner = [without_border(plane[None], plane.shape).reshape(-1) for plane in planes]
    found = float(robust_scale(np.concatenate(inner)[None])[0])
    return steadied(found, held) if held is not None else found


def _shown(plane: Array | None, scale: float) -> Shown | None:
    if plane is None:
        return None
    codes = activation_indices(plane[None], np.array([scale], np.float32))[0]
    for array in (plane, codes):
        array.flags.writeable = False
    return Shown(plane, codes)
