"""How a block is written in PyTorch, as a module and as a function, and how both follow from what it declares.

For authors of a block: a kind whose title, kind and parameters are those of `torch.nn.<title>` and
`torch.nn.functional.<kind>` states nothing. Others override, in their own file, what differs:

- `torch_sizes`: what torch's module is told first and the document works out, such as `in_channels`;
- `torch_settings`: the parameters, where torch has other names or defaults;
- `module_code`: None where torch has no such module; then `function_code` is the code in both styles;
- `module_call`: where the module takes its input in another way than `module(x)`;
- `function_code`: where torch's function has another name or takes other arguments;
- `code_note`: where the numbers cannot be the same.

Only text is made here: torch is not imported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from cnnlab.blocks.weight import Shape


@dataclass(frozen=True)
class Terms:
    """What a line of code is made of.

    Attributes:
        inputs: the names of the inputs; the first is what comes before the layer.
        shapes: their shapes.
        weights: how weights and running statistics are written, by name; empty where a module holds them.
        training: whether it is code for train mode.
    """

    inputs: tuple[str, ...]
    shapes: tuple[Shape, ...]
    weights: Mapping[str, str] = field(default_factory=dict)
    training: bool = False

    @property
    def x(self) -> str:
        """The name of what comes before the layer."""
        return self.inputs[0]

    def some(self, *names: str) -> tuple[str, ...]:
        """Those of these weights that there are, in this order."""
        return tuple(self.weights[name] for name in names if name in self.weights)


def literal(value: object) -> str:
    """A value as a person writes it: one number for a pair of equal numbers, `1e-5`, `"same"`."""
    if isinstance(value, tuple):
        return literal(value[0]) if len(set(value)) == 1 else tuple_code(value)
    if isinstance(value, str):
        return f'"{value}"'
    return repr(value).replace("e-0", "e-") if isinstance(value, float) else repr(value)


def tuple_code(values: Sequence[object]) -> str:
    """Values in brackets, whether or not they are equal."""
    inside = ", ".join(map(literal, values))
    return f"({inside},)" if len(values) == 1 else f"({inside})"


def call(function: str, *given: str, **named: object) -> str:
    """A call: `given` is code already, `named` are values."""
    return f"{function}({', '.join([*given, *(f'{name}={literal(value)}' for name, value in named.items())])})"


class Coded:
    """What can be written in PyTorch."""

    kind: ClassVar[str]
    title: ClassVar[str]

    def torch_sizes(self, inputs: Sequence[Shape]) -> Mapping[str, int]:
        """What torch's module is given first and without names: sizes that follow from the input, others by custom.

        A parameter that is named here is not repeated.
        """
        return {}

    def torch_settings(self, *names: str) -> dict[str, object]:
        """Parameters as torch takes them, all or those of these names; those at torch's default are left out."""
        return {name: value for name, value in self._unlike_default() if not names or name in names}

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        """The module with the layer's settings: `nn.Conv2d(3, 8, kernel_size=3)`; None if torch has none."""
        sizes = self.torch_sizes(inputs)
        settings = {name: value for name, value in self.torch_settings().items() if name not in sizes}
        return self._call(f"nn.{self.title}", [str(size) for size in sizes.values()], settings, unnamed=not sizes)

    def module_call(self, module: str, terms: Terms) -> str:
        """What the module makes of its input; anything but a plain call keeps it out of an `nn.Sequential`."""
        return call(module, *terms.inputs)

    def function_code(self, terms: Terms) -> str:
        """The function with the layer's settings: `F.conv2d(x, weight, bias, padding=1)`."""
        return self._call(f"F.{self.kind}", [*terms.inputs, *terms.weights.values()], self.torch_settings())

    def code_note(self, training: bool) -> str:
        """A sentence, in English, that says why the numbers are not the layer's; empty where they are."""
        return ""

    def _unlike_default(self) -> list[tuple[str, object]]:
        """Parameters that are required or differ from their default, which is torch's."""
        fields = [f for f in dataclasses.fields(self) if "param" in f.metadata]  # type: ignore[arg-type]
        return [(f.name, value) for f in fields if (value := getattr(self, f.name)) != f.default]

    def _call(self, function: str, given: Sequence[str], settings: Mapping[str, object], unnamed: bool = True) -> str:
        """A call in which a setting that is the only one and required goes without its name: `nn.MaxPool2d(2)`."""
        if unnamed and len(settings) == 1:
            ((name, value),) = settings.items()
            if not hasattr(type(self), name):
                return call(function, *given, literal(value))
        return call(function, *given, **settings)
