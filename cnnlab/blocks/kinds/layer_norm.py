"""Layer normalisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call, tuple_code
from cnnlab.blocks.explanation import Index, Span
from cnnlab.blocks.norms import Norm, scaled_bound, standard_bound
from cnnlab.blocks.params import choice, number, switch
from cnnlab.blocks.sizes import need_axes
from cnnlab.blocks.weight import Fit, Shape, WeightSpec
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerNorm(Norm):
    """Gives each picture of the batch mean 0 and variance 1 on its own: (x − μ) / √(σ² + eps) · weight + bias.

    Over `chw` one mean covers all channels and cells, over `hw` each channel has its own, and over `c` each position
    has its own over its channels, as in ConvNeXt. It works with a batch of one, in train and eval mode alike.

    Shape:
        - Input: [b, c, h, w]; after Flatten [b, c], where `hw` is not possible
        - Output: as the input
        - weight, bias: [c, h, w], [h, w] or [c]
    """

    kind = "layer_norm"
    title = "LayerNorm"

    over: str = choice(
        N_("Over"),
        N_("The axes that share one mean: c channels, h height, w width."),
        ("chw", "hw", "c"),
        default="chw",
    )
    eps: float = number(
        N_("Epsilon"),
        N_("Added to the variance, so that nothing is divided by zero."),
        minimum=0,
        maximum=1,
        step=1e-5,
        default=1e-5,
    )
    elementwise_affine: bool = switch(
        N_("Scale and shift"), N_("Gives each cell a weight and a bias after the normalisation."), default=True
    )

    def normalised(self, shape: Shape) -> Shape:
        """The sizes of the axes that share one mean."""
        return {"chw": shape[1:], "hw": shape[2:], "c": shape[1:2]}[self.over]

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        need_axes(self.title, inputs[0], 3 if self.over == "hw" else 2)
        return inputs[0]

    def scaling_spec(self, inputs: Sequence[Shape]) -> WeightSpec | None:
        if not self.elementwise_affine:
            return None
        shape = self.normalised(inputs[0])
        channels_stay = self.over == "c" or (self.over == "chw" and len(inputs[0]) == 4)
        first = Fit.GROW if channels_stay else Fit.EXACT
        return WeightSpec(shape, (first, *[Fit.EXACT] * (len(shape) - 1)))

    def shared_spans(self, index: Index, shape: Shape) -> tuple[Span, ...]:
        whole, cell = tuple((0, n - 1) for n in shape), tuple((i, i) for i in index)
        return {
            "chw": (cell[0], *whole[1:]),
            "hw": (*cell[:2], *whole[2:]),
            "c": (cell[0], whole[1], *cell[2:]),
        }[self.over]

    def scaling_index(self, index: Index) -> Index:
        return {"chw": index[1:], "hw": index[2:], "c": index[1:2]}[self.over]

    def source_channels(self, channel: int, inputs: Sequence[Shape], output: Shape) -> tuple[range, ...]:
        return (range(channel, channel + 1) if self.over == "hw" else range(inputs[0][1]),)

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return scaled_bound(standard_bound(sizes[0], self.eps), weights)

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        (x,), weight, bias = inputs, weights.get("weight"), weights.get("bias")
        shape = self.normalised(tuple(x.shape))
        if self.over != "c":
            return F.layer_norm(x, shape, weight, bias, self.eps)
        # Over the channels: torch normalises the last axes only.
        return F.layer_norm(x.movedim(1, -1), shape, weight, bias, self.eps).movedim(-1, 1).contiguous()

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        sizes = self.normalised(inputs[0])
        given = tuple_code(sizes) if len(sizes) > 1 else str(sizes[0])
        return call("nn.LayerNorm", given, **self.torch_settings("eps", "elementwise_affine"))

    def module_call(self, module: str, terms: Terms) -> str:
        x, back = self._moved(terms)
        return f"{module}({x}){back}"

    def function_code(self, terms: Terms) -> str:
        x, back = self._moved(terms)
        sizes = tuple_code(self.normalised(terms.shapes[0]))
        return call("F.layer_norm", x, sizes, *terms.weights.values(), **self.torch_settings("eps")) + back

    def _moved(self, terms: Terms) -> tuple[str, str]:
        """The input with the axes to be normalised at its end, and what puts them back."""
        if self.over != "c" or len(terms.shapes[0]) == 2:
            return terms.x, ""
        return f"{terms.x}.movedim(1, -1)", ".movedim(-1, 1)"

    def summary(self) -> str:
        return self.over
