"""`project.json`: a stack without its numbers, as text."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cnnlab.blocks.base import Block
from cnnlab.blocks.params import IntParam, shown
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document.edits import MAX_LAYERS, MAX_NAME
from cnnlab.document.stack import INPUT, Layer, Mode, Stack, check_id
from cnnlab.formats.input_json import input_json, parse_input
from cnnlab.formats.ownership import possible_tensors
from cnnlab.formats.strict_json import parse_json
from cnnlab.formats.tensors import MAX_RANK
from cnnlab.text import N_, Listed, UserError

FORMAT = "cnnlab"
VERSION = 1

_TOP = ("format", "version", "mode", "seed", "input", "layers")
_LAYER = ("id", "kind", "name", "enabled", "params", "kept", "missing")
_SEED = IntParam(label="", help="", minimum=0, maximum=2**63 - 1)
_SIZE = IntParam(label="", help="", minimum=1, maximum=2**31 - 1)

Kept = Mapping[str, Mapping[str, Shape]]


@dataclass(frozen=True, eq=False)
class Outline:
    """What project.json says.

    Attributes:
        stack: without stored weights.
        kept: by layer id and name, the tensors that are stored at another size than the parameters ask for: what was
            typed is kept when a kernel is made smaller or a bias is switched off.
    """

    stack: Stack
    kept: Kept


def parse_project(data: bytes) -> Outline:
    """The stack that project.json describes, without weights.

    Raises:
        UserError: anything in it is unknown, missing, of the wrong type or out of range.
    """
    top = parse_json(data, "project.json")
    if not isinstance(top, dict):
        raise UserError(N_("project.json must hold an object, not {value}"), value=shown(top))
    if top.get("format") != FORMAT:
        raise UserError(N_("this is not a CNN Lab project: 'format' must be \"cnnlab\""))
    check_version(top.get("version"))
    check_keys(top, _TOP, N_("the project"))
    if "layers" not in top:
        raise UserError(N_("the project has no 'layers': write [] for none"))
    layers, kept = parse_layers(top["layers"])
    stack = Stack(layers, _parse_mode(top.get("mode", "eval")), _parse_seed(top), parse_input(top.get("input", {})))
    return Outline(stack, kept)


def check_version(version: object) -> None:
    """Refuse a version that this program does not read.

    Raises:
        UserError: it is no whole number from 1, or newer.
    """
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise UserError(
            N_("'version' must be the whole number {known}, not {value}"), known=VERSION, value=shown(version)
        )
    if version > VERSION:
        raise UserError(
            N_("the project is of version {version}, and this program reads up to {known}: update CNN Lab"),
            version=shown(version),
            known=VERSION,
        )


def check_keys(value: Mapping[str, object], known: Sequence[str], what: str) -> None:
    """Refuse an object with a key that it does not have; `what` names it.

    Raises:
        UserError: a key is unknown.
    """
    unknown = next((key for key in value if key not in known), None)
    if unknown is not None:
        raise UserError(N_("{what} has no '{key}': it has {known}"), what=what, key=unknown[:40], known=Listed(known))


def _parse_mode(value: object) -> Mode:
    modes = {mode.value: mode for mode in Mode}
    if not isinstance(value, str) or value not in modes:
        raise UserError(N_("'mode' must be one of {modes}, not {value}"), modes=Listed(modes), value=shown(value))
    return modes[value]


def _parse_seed(top: Mapping[str, object]) -> int:
    try:
        return int(_SEED.parse(top.get("seed", 0)))
    except UserError as error:
        raise UserError(N_("'seed' {error}"), error=error.message) from None


def parse_layers(value: object) -> tuple[tuple[Layer, ...], Kept]:
    """Layers without weights, and the sizes at which some of their tensors are kept.

    Raises:
        UserError: anything in the list is unknown, missing, of the wrong type or out of range.
    """
    if not isinstance(value, list):
        raise UserError(N_("'layers' must be a list, not {value}"), value=shown(value))
    if len(value) > MAX_LAYERS:
        raise UserError(N_("the project has {count} layers, more than {most}"), count=len(value), most=MAX_LAYERS)
    layers: list[Layer] = []
    kept: dict[str, Mapping[str, Shape]] = {}
    earlier = {INPUT}
    for position, item in enumerate(value, start=1):
        fields = _layer_fields(item, position)
        layer_id = _parse_id(fields, position)
        if layer_id in earlier:
            raise UserError(N_("two layers have the id '{id}': every layer needs its own"), id=layer_id)
        try:
            layers.append(_parse_layer(fields, layer_id))
            _check_references(layers[-1].block, fields.get("missing", []), earlier)
            kept[layer_id] = _parse_kept(layers[-1].block, fields.get("kept", {}))
        except UserError as error:
            raise UserError(N_("layer '{id}': {error}"), id=layer_id, error=error.message) from None
        earlier.add(layer_id)
    return tuple(layers), kept


def _layer_fields(item: object, position: int) -> Mapping[str, object]:
    if not isinstance(item, dict):
        raise UserError(N_("layer {position} must be an object, not {value}"), position=position, value=shown(item))
    return item


def _parse_id(fields: Mapping[str, object], position: int) -> str:
    layer_id = fields.get("id")
    if not isinstance(layer_id, str):
        raise UserError(N_("layer {position} needs an 'id', a text"), position=position)
    return check_id(layer_id)


def _parse_layer(fields: Mapping[str, object], layer_id: str) -> Layer:
    check_keys(fields, _LAYER, N_("a layer"))
    name, enabled, params = fields.get("name", ""), fields.get("enabled", True), fields.get("params", {})
    if not isinstance(name, str) or len(name) > MAX_NAME:
        raise UserError(
            N_("'name' must be a text of at most {most} characters, not {value}"), most=MAX_NAME, value=shown(name)
        )
    if not isinstance(enabled, bool):
        raise UserError(N_("'enabled' must be true or false, not {value}"), value=shown(enabled))
    if not isinstance(params, dict):
        raise UserError(N_("'params' must be an object, not {value}"), value=shown(params))
    return Layer(layer_id, _kind(fields.get("kind")).from_params(params), name, enabled)


def _kind(value: object) -> type[Block]:
    kinds = kinds_by_id()
    if not isinstance(value, str):
        raise UserError(N_("'kind' must be the name of a block, not {value}"), value=shown(value))
    if value not in kinds:
        near = difflib.get_close_matches(value[:64], kinds, n=3, cutoff=0.0)
        raise UserError(
            N_("there is no kind of block '{kind}': did you mean {near}?"), kind=value[:40], near=Listed(near)
        )
    return kinds[value]


def _check_references(block: Block, missing: object, earlier: set[str]) -> None:
    """Refuse references that lead nowhere, except those that the file itself calls missing.

    A stack with a reference to a layer that was deleted is shown with a problem and can be saved like any other.
    """
    if not isinstance(missing, list) or not all(isinstance(name, str) for name in missing):
        raise UserError(N_("'missing' must be a list of layer ids, not {value}"), value=shown(missing))
    for name in block.references():
        if name not in earlier and name not in missing:
            raise UserError(
                N_("it takes '{id}', which is not a layer above it: choose an earlier layer or 'input'"), id=name[:64]
            )


def _parse_kept(block: Block, value: object) -> Mapping[str, Shape]:
    if not isinstance(value, dict):
        raise UserError(N_("'kept' must be an object, not {value}"), value=shown(value))
    kept: dict[str, Shape] = {}
    names = possible_tensors(block) if value else {}
    for name, shape in value.items():
        if name not in names:
            raise UserError(N_("{title} has no weight '{name}'"), title=block.title, name=name[:40])
        if not isinstance(shape, list) or not 1 <= len(shape) <= (1 if names[name].statistic else MAX_RANK):
            raise UserError(
                N_("the kept shape of '{name}' must be a list of sizes, not {value}"), name=name, value=shown(shape)
            )
        kept[name] = tuple(_SIZE.parse(size) for size in shape)
    return kept


def dump_project(stack: Stack, kept: Kept) -> bytes:
    """project.json for a stack: one line a layer, and nothing that says what is said anyway."""
    head = {"format": FORMAT, "version": VERSION, "mode": stack.mode.value, "seed": stack.seed}
    head |= {"input": input_json(stack.input)}
    earlier, lines = {INPUT}, []
    for layer in stack:
        lines.append(_text(layer_json(layer, kept.get(layer.id, {}), earlier)))
        earlier.add(layer.id)
    layers = ",\n  ".join(lines)
    body = f"[\n  {layers}\n ]" if lines else "[]"
    return f'{_text(head)[:-1]},\n "layers": {body}}}\n'.encode()


def layer_json(layer: Layer, kept: Mapping[str, Shape], earlier: Collection[str]) -> dict[str, object]:
    """One layer as a JSON value; references that are not to `earlier` layers are called missing."""
    fields: dict[str, object] = {"id": layer.id, "kind": layer.block.kind}
    if layer.name:
        fields["name"] = layer.name
    if not layer.enabled:
        fields["enabled"] = False
    fields["params"] = layer.block.dump_params()
    if kept:
        fields["kept"] = {name: list(shape) for name, shape in kept.items()}
    missing = [name for name in layer.block.references() if name not in earlier]
    if missing:
        fields["missing"] = missing
    return fields


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
