"""Project files: a stack with its weights, running statistics and perhaps its input picture.

`NAME.cnnlab` is a zip of project.json, weights.safetensors and the picture; a plain project.json opens too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

from cnnlab.blocks.weight import Array, Shape, Weight, frozen
from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics
from cnnlab.formats.archive import (
    MAX_ARCHIVE,
    MAX_PICTURE,
    MAX_PROJECT,
    MAX_WEIGHTS,
    PROJECT,
    WEIGHTS,
    Archive,
    new_entry,
    picture_entry,
    writing_archive,
)
from cnnlab.formats.atomic import replacing
from cnnlab.formats.files import file_name, open_file, reading_error
from cnnlab.formats.ownership import Owned, owned_tensors, possible_tensors
from cnnlab.formats.project_json import Kept, Outline, dump_project, parse_project
from cnnlab.formats.tensors import Entry, check_kernels, header_bytes, read_header, read_values, shape_of, value_bytes
from cnnlab.text import N_, UserError, byte_text


@dataclass(frozen=True, eq=False)
class Project:
    """What a project file holds; `picture` is the image file kept in it, byte for byte."""

    stack: Stack
    statistics: Statistics
    picture: bytes | None = None


@dataclass(frozen=True, eq=False)
class StoredTensor:
    """One tensor to be saved, in the pieces that it is kept in."""

    name: str
    shape: Shape
    chunks: tuple[Array, ...]


def read_project(path: Path) -> Project:
    """Open a `.cnnlab` file or a plain project.json.

    Raises:
        UserError: the file is missing, damaged, hostile, newer, or wrong in any other way.
    """
    with open_file(path, MAX_ARCHIVE) as (file, size):
        try:
            return _read_archive(file, size) if file.read(2) == b"PK" else _read_plain(file, size)
        except UserError as error:
            raise UserError(N_("{name}: {error}"), name=file_name(path), error=error.message) from None
        except OSError as error:
            raise reading_error(path, error) from None


def _read_plain(file: BinaryIO, size: int) -> Project:
    if size > MAX_PROJECT:
        raise UserError(
            N_("it has {size}, more than the {most} of a project.json"),
            size=byte_text(size),
            most=byte_text(MAX_PROJECT),
        )
    file.seek(0)
    return Project(parse_project(file.read(MAX_PROJECT)).stack, {})


def _read_archive(file: BinaryIO, size: int) -> Project:
    archive = Archive(file, size)
    outline = parse_project(archive.project())
    with archive.weights() as weights:
        stack, statistics = _read_tensors(outline, *weights) if weights else (outline.stack, {})
    return Project(stack, statistics, archive.picture())


def _read_tensors(outline: Outline, stream: IO[bytes], size: int) -> tuple[Stack, Statistics]:
    entries = read_header(stream, size, WEIGHTS)
    kinds = check_tensors(outline, entries)
    weights: dict[str, dict[str, Weight]] = {}
    statistics: dict[str, dict[str, Array]] = {}
    for entry in entries:
        values = read_values(stream, entry)
        layer_id, name = entry.name.split(".")
        if kinds[entry.name].statistic:
            statistics.setdefault(layer_id, {})[name] = frozen(values)
        else:
            check_finite(entry.name, (values,))
            weights.setdefault(layer_id, {})[name] = Weight.from_array(values)
    stream.read(1)  # at its end the zip compares the checksum
    layers = (
        dataclasses.replace(layer, block=layer.block.replace(weights=weights[layer.id]))
        if layer.id in weights
        else layer
        for layer in outline.stack
    )
    return outline.stack.with_layers(tuple(layers)), statistics


def check_tensors(outline: Outline, entries: Sequence[Entry]) -> Mapping[str, Owned]:
    """What each tensor is to its layer, if every one has a layer and a shape that fits its parameters.

    Raises:
        UserError: a tensor has no layer, or another shape than its layer asks for and does not say that it is kept.
    """
    owned = {layer.id: owned_tensors(layer.block) for layer in outline.stack}
    result: dict[str, Owned] = {}
    for entry in entries:
        layer_id, _, name = entry.name.partition(".")
        kept = outline.kept.get(layer_id, {}).get(name)
        tensor = owned.get(layer_id, {}).get(name)
        if kept == entry.shape:
            result[entry.name] = tensor or possible_tensors(outline.stack.layer(layer_id).block)[name]
            continue
        if tensor is None:
            raise UserError(N_("no layer owns the tensor '{name}': take it out or add the layer"), name=entry.name[:80])
        if not tensor.allows(entry.shape):
            raise UserError(
                N_("tensor '{name}' is {shape}, but the parameters of the layer ask for {needed}: change one of them"),
                name=entry.name,
                shape=shape_of(entry),
                needed=tensor.text,
            )
        result[entry.name] = tensor
    check_kernels(entry.shape for entry in entries)
    return result


def check_finite(name: str, chunks: Sequence[Array]) -> None:
    """Refuse numbers that are infinite or none.

    Raises:
        UserError: there are some.
    """
    count = sum(chunk.size - int(np.isfinite(chunk).sum()) for chunk in chunks)
    if count:
        raise UserError(
            N_("tensor '{name}' has {count} values that are infinite or not a number: give the layer new weights"),
            name=name,
            count=count,
        )


def write_project(path: Path, stack: Stack, statistics: Statistics, picture: bytes | None = None) -> None:
    """Save a document so that a crash leaves the old file or the new one; equal documents give equal bytes.

    Weights that were never touched are not saved: their seed is. A `path` that ends in `.json` gets a plain
    project.json. Whatever could not be opened again is refused before the old file is touched.

    Raises:
        UserError: it cannot be written, has values that are not finite, or does not fit into a plain project.json.
    """
    tensors = tuple(stored_tensors(stack, statistics))
    text = dump_project(stack, kept_shapes(stack, tensors))
    shapes = {tensor.name: tensor.shape for tensor in tensors}
    header = header_bytes(shapes)
    _check_readable(text, header, tensors, picture)
    if path.suffix.lower() == ".json":
        if tensors or picture is not None:
            raise UserError(
                N_("'{name}' could not hold the weights or the picture: save as a .cnnlab file"), name=file_name(path)
            )
        with replacing(path) as file:
            file.write(text)
        return
    with replacing(path) as file, writing_archive(file) as archive:
        with new_entry(archive, PROJECT) as entry:
            entry.write(text)
        if tensors:
            with new_entry(archive, WEIGHTS) as entry:
                entry.write(header)
                entry.writelines(value_bytes(chunk) for tensor in tensors for chunk in tensor.chunks)
        if picture is not None:
            with new_entry(archive, picture_entry(picture)) as entry:
                entry.write(picture)


def stored_tensors(stack: Stack, statistics: Statistics) -> Iterator[StoredTensor]:
    """Every stored weight and running statistic, in an order that does not tell which was typed first.

    Statistics of layers that are gone stay out.
    """
    for layer in stack:
        for name, weight in sorted(layer.block.weights.items()):
            yield StoredTensor(f"{layer.id}.{name}", weight.shape, weight.chunks)
        of_layer = statistics.get(layer.id, {})
        possible = possible_tensors(layer.block) if of_layer else {}
        for name, values in sorted(of_layer.items()):
            if name in possible and possible[name].statistic:
                yield StoredTensor(f"{layer.id}.{name}", values.shape, (values,))


def kept_shapes(stack: Stack, tensors: Sequence[StoredTensor]) -> Kept:
    """The tensors that are stored at another size than the parameters ask for, and so must be announced."""
    owned = {layer.id: owned_tensors(layer.block) for layer in stack}
    kept: dict[str, dict[str, Shape]] = {}
    for tensor in tensors:
        layer_id, name = tensor.name.split(".")
        known = owned[layer_id].get(name)
        if known is None or not known.allows(tensor.shape):
            kept.setdefault(layer_id, {})[name] = tensor.shape
    return kept


def _check_readable(text: bytes, header: bytes, tensors: Sequence[StoredTensor], picture: bytes | None) -> None:
    """Hold what is about to be saved to the same rules as what is opened."""
    size = len(header) + sum(chunk.nbytes for tensor in tensors for chunk in tensor.chunks)
    for what, have, most in (
        (PROJECT, len(text), MAX_PROJECT),
        (WEIGHTS, size, MAX_WEIGHTS),
        (N_("the picture"), len(picture or b""), MAX_PICTURE),
    ):
        if have > most:
            raise UserError(
                N_("{what} would have {size}, more than the {most} that a project holds"),
                what=what,
                size=byte_text(have),
                most=byte_text(most),
            )
    kinds = check_tensors(parse_project(text), read_header(BytesIO(header), size, WEIGHTS))
    for tensor in tensors:
        if not kinds[tensor.name].statistic:
            check_finite(tensor.name, tensor.chunks)
