"""The part of `cnnlab run` that needs torch: one pass for each input, its tensors and pictures into files."""

from __future__ import annotations

from pathlib import Path

import torch

from cnnlab.cli.npz import write_npz
from cnnlab.cli.say import say
from cnnlab.cli.sheet import sheet
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan
from cnnlab.document.statistics import Statistics
from cnnlab.engine.device import device_title, devices, exact_arithmetic, free_memory
from cnnlab.engine.forward import Forward, Runner
from cnnlab.engine.memory import SHARE
from cnnlab.engine.weights import frozen_array
from cnnlab.formats.images import write_png
from cnnlab.text import N_, Message, UserError

TENSORS = "tensors.npz"


def known_device(name: str) -> str:
    """torch's name of a device that is there: `cuda` is the first of its kind.

    Raises:
        UserError: there is no such device.
    """
    known = [device.id for device in devices()]
    found = next((device for device in known if name in (device, device.partition(":")[0])), None)
    if found is None:
        raise UserError(N_("there is no device '{name}': choose one of {known}"), name=name, known=", ".join(known))
    return found


class Computing:
    """Runs inputs one after the other on one device; running statistics move from one to the next in train mode.

    Attributes:
        budget: bytes that a stack may take.
    """

    def __init__(self, device: str, tensors: bool, pictures: bool) -> None:
        """Raises UserError if there is no such device."""
        exact_arithmetic()
        self._device = known_device(device)
        self.budget = int(free_memory(self._device) * SHARE)
        self._tensors = tensors
        self._pictures = pictures
        self._moved: Statistics | None = None

    def file_names(self, plan: Plan) -> list[str]:
        """The files that `write` makes."""
        pictures = picture_names([layer.id for layer in plan.layers if layer.runs]).values() if self._pictures else ()
        return [*([TENSORS] if self._tensors else []), *pictures]

    def write(self, plan: Plan, frame: Frame, statistics: Statistics, folder: Path) -> None:
        """Run one input and write its results.

        Raises:
            UserError: a layer failed, or a file cannot be written.
        """
        forward = self._forward(plan, frame, self._moved or statistics)
        self._moved = forward.statistics
        for layer_id, failure in forward.failures.items():
            raise UserError(N_("layer '{id}': {problem}"), id=layer_id, problem=failure)
        if self._tensors:
            with (folder / TENSORS).open("wb") as file:
                write_npz(file, ((layer_id, frozen_array(tensor)) for layer_id, tensor in forward.outputs.items()))
        if self._pictures:
            names = picture_names(list(forward.outputs))
            for layer_id, tensor in forward.outputs.items():
                write_png(folder / names[layer_id], sheet(layer_id, tensor))

    def _forward(self, plan: Plan, frame: Frame, statistics: Statistics) -> Forward:
        """One pass; its runner goes with it, so that the next input finds the memory free."""
        try:
            return Runner(self._device).run(plan, frame, statistics)
        except torch.OutOfMemoryError:
            if self._device == "cpu":
                raise MemoryError from None
        title = device_title(self._device)
        say("note", Message(N_("{device} ran out of memory: computing on the CPU"), device=title))
        self._device = "cpu"
        return Runner("cpu").run(plan, frame, statistics)


def picture_names(layer_ids: list[str]) -> dict[str, str]:
    """A layer's picture is `ID.png`; ids that differ in case alone get a number, since some systems see one name."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for layer_id in layer_ids:
        name, number = layer_id, 1
        while name.casefold() in taken:
            number += 1
            name = f"{layer_id}-{number}"
        taken.add(name.casefold())
        names[layer_id] = f"{name}.png"
    return names
