"""A plan as PyTorch code, as a good engineer would write it by hand: short, with each layer's shape behind it.

It needs torch and safetensors only, and gives the numbers that the program shows. No torch is needed to write it, and
it takes a few milliseconds at most, so that it can be written anew at every edit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from cnnlab.blocks.sizes import shape_text
from cnnlab.document.plan import Plan
from cnnlab.formats.code.flow import Flow, flow_of
from cnnlab.formats.code.functional_style import functional_lines
from cnnlab.formats.code.lines import Code, Line, plain
from cnnlab.formats.code.module_style import module_lines


class Style(Enum):
    """Modules that hold their weights, or functions that are given them."""

    MODULE = "module"
    FUNCTIONAL = "functional"


_LINES: Mapping[Style, Callable[[Flow], list[Line]]] = {
    Style.MODULE: module_lines,
    Style.FUNCTIONAL: functional_lines,
}

# What is imported for what is used, in the order in which imports are sorted; None separates the groups.
_IMPORTS: Sequence[tuple[str, str] | None] = (
    (r"\bOrderedDict\(", "from collections import OrderedDict"),
    (r"\bPath\(", "from pathlib import Path"),
    None,
    (r"\btorch\.", "import torch"),
    (r"\bF\.", "import torch.nn.functional as F"),
    (r"\bload_file\(", "from safetensors.torch import load_file"),
    (r"\bnn\.", "from torch import nn"),
)


def code_of(plan: Plan, style: Style) -> Code:
    """The plan as a Python file: `build()` gives the `nn.Module`, or `run(x)` the output.

    The weights are looked for beside the file, under its name with `.safetensors` (see `write_code`). A layer that is
    switched off, cannot run or waits is a comment.
    """
    body = _LINES[style](flow_of(plan))
    return Code((*plain(_heading(plan), ""), *_imports(body), *body))


def _heading(plan: Plan) -> str:
    mode, shape = plan.stack.mode.value, shape_text(plan.input_shape)
    return f'"""A network made with CNN Lab, in {mode} mode, for an input of {shape}."""'


def _imports(body: Sequence[Line]) -> list[Line]:
    used = "\n".join(line.text.partition("  # ")[0] for line in body)
    found = [entry and entry[1] for entry in _IMPORTS if entry is None or re.search(entry[0], used)]
    texts = ["" if text is None else text for text in found]
    return plain(*(texts[1:] if texts[:1] == [""] else texts))
