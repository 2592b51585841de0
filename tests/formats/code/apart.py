"""Exported code in a process that cannot import the program, and what every layer gave there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from safetensors.numpy import load_file, save_file

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.engine.forward import Runner
from cnnlab.formats.code.export import write_code
from cnnlab.formats.code.flow import computes
from cnnlab.formats.code.lines import Code
from cnnlab.formats.code.naming import code_names
from cnnlab.formats.code.styles import Style, code_of

# Reads a request a line. The file is run as it is; then once more with a line behind each layer's, to see its output.
_PROCESS = """
import importlib.util, json, re, sys, warnings

class NoProgram:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("cnnlab", "PySide6", "tests"):
            raise ImportError(f"{name} is not to be had here")

sys.meta_path.insert(0, NoProgram())
import torch
from safetensors.torch import load_file, save_file
warnings.simplefilter("ignore")

def watched(text, ends):
    lines = text.splitlines()
    for number, (start, layer) in sorted(ends.items(), reverse=True):
        piece = (re.match(r"(\\s+)(\\w+) = ", line) for line in lines[start : number + 1])
        if found := next(filter(None, piece), None):
            lines.insert(number + 1, f"{found[1]}seen[{layer!r}] = {found[2]}.clone()")
    return "\\n".join(lines)

def answer(request):
    path, seen = request["path"], {}
    spec = importlib.util.spec_from_file_location("net", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    x = load_file(request["input"])["x"]
    before, keys, mode = x.clone(), [], None
    with torch.no_grad():
        if hasattr(module, "build"):
            net = module.build()
            assert isinstance(net, torch.nn.Module)
            keys, mode = list(net.state_dict()), net.training
            if isinstance(net, torch.nn.Sequential):
                for layer, name in request["names"].items():
                    if name in net._modules:
                        def keep(_module, _inputs, output, layer=layer): seen[layer] = output.clone()
                        net._modules[name].register_forward_hook(keep)
            output = net(x)
            moved = {f"moved:{k}": v.float() for k, v in net.state_dict().items() if "running" in k}
        else:
            output, moved = module.run(x), {}
        assert torch.equal(x, before), "the input was written to"
        space = {"__file__": path, "__name__": "watched", "seen": seen}
        exec(watched(open(path).read(), {int(n): v for n, v in request["ends"].items()}), space)
        if "Net" in space:
            space["build"]()(x)
        elif "run" in space:
            space["run"](x)
    result = {**{f"layer:{k}": v for k, v in seen.items()}, "output": output, **moved}
    save_file({k: v.clone().contiguous() for k, v in result.items()}, request["output"])
    return {"keys": keys, "training": mode}

def missing(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return True

print(json.dumps([name for name in ("cnnlab", "PySide6") if missing(name)]), flush=True)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
"""


@dataclass(frozen=True, eq=False)
class Seen:
    """What came of one run.

    Attributes:
        layers: outputs by layer id.
        output: of the whole.
        keys: of the module's `state_dict`; empty in functional style.
        training: the module's mode; None in functional style.
        moved: running statistics afterwards, by the names in the code.
    """

    layers: Mapping[str, Array]
    output: Array
    keys: tuple[str, ...] = ()
    training: bool | None = None
    moved: Mapping[str, Array] = field(default_factory=dict)


class Apart:
    """The process; it is started at once and waited for when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROCESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._missing: list[str] | None = None
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    @property
    def cannot_import(self) -> list[str]:
        """Which of the program's packages are not found there."""
        assert self._process.stdout is not None
        if self._missing is None:
            self._missing = json.loads(self._process.stdout.readline())
        return self._missing

    def run(self, plan: Plan, style: Style, values: Array, statistics: Statistics | None = None) -> Seen:
        """Write the plan's code and weights, and run them."""
        code = code_of(plan, style)
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        write_code(folder / "net.py", code, plan, statistics or {})
        save_file({"x": np.array(values)}, folder / "x.safetensors")
        request = {
            "path": str(folder / "net.py"),
            "input": str(folder / "x.safetensors"),
            "output": str(folder / "out.safetensors"),
            "names": code_names(layer.id for layer in plan.layers),
            "ends": last_lines(code),
        }
        reply = self._ask(request)
        assert "error" not in reply, f"{reply['error']}\n{code.text}"
        found = load_file(folder / "out.safetensors")
        return Seen(
            _with(found, "layer:"), found["output"], tuple(reply["keys"]), reply["training"], _with(found, "moved:")
        )

    def _ask(self, request: Mapping[str, object]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self.cannot_import == ["cnnlab", "PySide6"]
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply


def _with(tensors: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    return {name.removeprefix(prefix): values for name, values in tensors.items() if name.startswith(prefix)}


def last_lines(code: Code) -> dict[int, tuple[int, str]]:
    """The last line of every piece of a layer, with its first line and the layer's id."""
    ends: dict[int, tuple[int, str]] = {}
    start = 0
    for number, line in enumerate(code.lines):
        if number and code.lines[number - 1].layer != line.layer:
            start = number
        last = number + 1 == len(code.lines) or code.lines[number + 1].layer != line.layer
        if last and line.layer is not None:
            ends[number] = (start, line.layer)
    return ends


def assert_same(apart: Apart, plan: Plan, style: Style, values: Array, statistics: Statistics | None = None) -> Seen:
    """The code's numbers are the program's, for every layer and for the whole; layers that draw are left out."""
    training = plan.stack.mode.value == "train"
    seen = apart.run(plan, style, values, statistics)
    program = Runner("cpu").run(plan, Frame(values, 0), statistics or {})
    assert not program.failures
    computed = [layer for layer in plan.layers if computes(layer)]
    assert set(seen.layers) == {layer.id for layer in computed}
    drawn = False
    for layer in computed:
        drawn = drawn or bool(layer.layer.block.code_note(training))
        expected = program.outputs[layer.id].numpy()
        assert seen.layers[layer.id].shape == expected.shape
        if not drawn:
            assert_close(seen.layers[layer.id], expected, layer.id)
    if computed and not drawn:
        assert_close(seen.output, program.outputs[computed[-1].id].numpy(), "output")
    elif not computed:
        assert_close(seen.output, values, "output")
    return seen


def assert_close(found: Array, expected: Array, what: str) -> None:
    """Both agree as two ways to compute the same do."""
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5, equal_nan=True, err_msg=what)
