"""Code with modules: a straight stack is an `nn.Sequential`, any other a class with `forward`."""

from __future__ import annotations

from cnnlab.blocks.code import call, literal, tuple_code
from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import LayerPlan
from cnnlab.formats.code.flow import Flow, absence, computes
from cnnlab.formats.code.lines import Line, Remarked, aligned, indented, plain


def module_lines(flow: Flow) -> list[Line]:
    """`build()`, and the class it makes the network of if it needs one; without imports."""
    straight = _is_straight(flow)
    return [
        *([] if straight else _class(flow)),
        *plain("", "", "def build() -> nn.Module:"),
        *(_sequential(flow) if straight else plain("    net = Net()")),
        *plain(*[_LOAD] * any(map(_tensors, flow.plan.layers)), f"    return net.{flow.mode}()"),
    ]


_LOAD = '    net.load_state_dict(load_file(Path(__file__).with_suffix(".safetensors")))'


def _module(layer: LayerPlan) -> str | None:
    return layer.layer.block.module_code(layer.input_shapes)


def _is_straight(flow: Flow) -> bool:
    """Whether every layer is a module that takes what the one before it makes, and that alone."""
    if flow.kept:
        return False
    for layer in filter(computes, flow.plan.layers):
        terms = flow.terms(layer, {})
        if _module(layer) is None or layer.layer.block.module_call("module", terms) != "module(x)":
            return False
    return True


def _sequential(flow: Flow) -> list[Line]:
    if not any(map(computes, flow.plan.layers)):
        absent = [absence(layer) for layer in flow.plan.layers]
        return [*aligned(indented(absent, 1)), *plain("    net = nn.Sequential()")]
    rows = [Remarked("    net = nn.Sequential(OrderedDict(", shape_text(flow.plan.input_shape))]
    for layer in flow.plan.layers:
        entry = (
            flow.remarked(layer, f"{flow.names[layer.id]}={_module(layer)},") if computes(layer) else [absence(layer)]
        )
        rows += indented(entry, 2)
    return [*aligned(rows), *plain("    ))")]


def _class(flow: Flow) -> list[Line]:
    made = [line for layer in flow.plan.layers if computes(layer) for line in _made(flow, layer)]
    opening = ["    def __init__(self) -> None:", "        super().__init__()"] if made else []
    return [
        *plain("", "", "class Net(nn.Module):", *opening),
        *aligned(indented(made, 2)),
        *plain(*[""] * bool(made)),
        *aligned(_forward(flow)),
    ]


def _made(flow: Flow, layer: LayerPlan) -> list[Remarked]:
    """The line that makes a layer's module; for a kind that torch has none for, its weights alone if it has any."""
    module = _module(layer)
    if module is None and _tensors(layer):
        empty = (f"{literal(name)}: torch.empty{tuple_code(shape)}" for name, shape in _tensors(layer).items())
        module = call("nn.ParameterDict", f"{{{', '.join(empty)}}}")
    return [Remarked(f"self.{flow.names[layer.id]} = {module}", layer=layer.id)] if module else []


def _tensors(layer: LayerPlan) -> dict[str, tuple[int, ...]]:
    return {**{name: spec.shape for name, spec in layer.specs.items()}, **layer.statistic_specs}


def _forward(flow: Flow) -> list[Remarked]:
    rows = [
        Remarked("def forward(self, x: torch.Tensor) -> torch.Tensor:", shape_text(flow.plan.input_shape)),
        *indented(flow.opening(), 1),
    ]
    for position, layer in enumerate(flow.plan.layers):
        lines = flow.step(position, _expression(flow, layer)) if computes(layer) else [absence(layer)]
        rows += indented(lines, 1)
    return indented([*rows, Remarked("    return x")], 1)


def _expression(flow: Flow, layer: LayerPlan) -> str:
    block, own = layer.layer.block, f"self.{flow.names[layer.id]}"
    if _module(layer) is not None:
        return block.module_call(own, flow.terms(layer, {}))
    return block.function_code(flow.terms(layer, {name: f"{own}[{literal(name)}]" for name in _tensors(layer)}))
