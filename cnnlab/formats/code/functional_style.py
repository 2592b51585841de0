"""Code with functions: `run(x)`, and the weights in a dictionary by name."""

from __future__ import annotations

from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan
from cnnlab.formats.code.flow import Flow, absence, computes
from cnnlab.formats.code.lines import Line, Remarked, aligned, indented, plain


def functional_lines(flow: Flow) -> list[Line]:
    """`run(x)` and the weights it uses; without imports."""
    rows = flow.opening()
    for position, layer in enumerate(flow.plan.layers):
        if computes(layer):
            rows += flow.step(position, layer.layer.block.function_code(flow.terms(layer, _weights(flow, layer))))
        else:
            rows.append(absence(layer))
    heading = Remarked("def run(x: torch.Tensor) -> torch.Tensor:", shape_text(flow.plan.input_shape))
    used = any("w[" in row.text for row in rows)
    load = plain("", 'w = load_file(Path(__file__).with_suffix(".safetensors"))') if used else []
    return [*load, *plain("", ""), *aligned([heading, *indented([*rows, Remarked("return x")], 1)])]


def _weights(flow: Flow, layer: LayerPlan) -> dict[str, str]:
    own = flow.names[layer.id]
    return {name: f'w["{own}.{name}"]' for name in (*layer.specs, *layer.statistic_specs)}
