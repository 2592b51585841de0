"""Wishes of the views turned into edits of the document.

Every method is one step that can be undone; what cannot be done is refused with a sentence, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.cells import Cells
from cnnlab.document.stack import INPUT, Mode, Stack
from cnnlab.document.statistics import set_statistics
from cnnlab.document.templates import Template, insert_template, templates_by_id
from cnnlab.engine.memory import smaller
from cnnlab.formats.layers_text import dump_layers, parse_layers_text
from cnnlab.gui.presenter import Presenter
from cnnlab.text import N_, Listed, Message, UserError

_NAMED = 3  # layers that a step of the history calls by name


class Editor(QObject):
    """Does what the user asks for.

    Signals:
        refused: the sentence why the last wish was refused, a `Message`.
        inserted: ids of the layers that have come together, to be selected together.
    """

    refused = Signal(object)
    inserted = Signal(object)

    def __init__(self, presenter: Presenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter

    @property
    def _stack(self) -> Stack:
        return self._presenter.stack

    def add(self, kind: str, position: int) -> None:
        """Insert a new block, or a group of them: `kind` is a block's kind or a template's id."""
        template = templates_by_id().get(kind)
        if template is not None:
            self._add_template(template, position)
            return
        block = kinds_by_id()[kind].initial()
        if "layers" in block.params():
            block = block.replace(layers=(self._partner(position),))
        self.insert(block, position)

    def insert(self, block: Block, position: int) -> None:
        """Insert a block with its settings."""
        label = Message(N_("add {title}"), title=block.title)
        self._edit(lambda: self._insert(edits.add_layer(self._stack, block, position), label))

    def exchange(self, layer: str, block: Block) -> None:
        """Put another block in a layer's place; running statistics begin anew with it."""
        label = Message(N_("{id}: {what}"), id=layer, what=block.title)
        kept = self._presenter.document.statistics
        others = {i: statistics for i, statistics in kept.items() if i != layer} if layer in kept else None
        self._presenter.apply(edits.exchange(self._stack, layer, block), label, statistics=others)

    def _add_template(self, template: Template, position: int) -> None:
        plan = self._presenter.plan
        shape = plan.layers[position - 1].output_shape if position else plan.input_shape
        label = Message(N_("add {title}"), title=Message(template.title))
        self._edit(lambda: self._insert_all(insert_template(self._stack, template, position, shape), label))

    def duplicate(self, layers: Sequence[str]) -> None:
        """Insert copies below the last of these layers."""
        if layers:
            label = Message(N_("duplicate {ids}"), ids=_listed(layers))
            self._edit(lambda: self._insert_all(edits.duplicate_layers(self._stack, layers), label))

    def copy(self, layers: Sequence[str]) -> str | None:
        """Layers as text for the clipboard; None if that was refused, or if there are none."""
        try:
            return dump_layers([layer for layer in self._stack if layer.id in layers]) if layers else None
        except UserError as error:
            self.refused.emit(error.message)
            return None

    def paste(self, text: bytes, position: int) -> None:
        """Insert the layers that a text describes."""

        def change() -> None:
            layers = parse_layers_text(text)
            if not layers:
                raise UserError(N_("the text in the clipboard holds 0 layers: copy some in the list first"))
            label = Message(N_("paste {ids}"), ids=_listed([layer.id for layer in layers]))
            self._insert_all(edits.insert_layers(self._stack, layers, position), label)

        self._edit(change)

    def remove(self, layers: Sequence[str], what: str = N_("delete {ids}")) -> None:
        """Take layers out; the next one is selected. `what` is how undo calls it."""
        if not layers:
            return
        first = min(self._stack.index(layer) for layer in layers)
        after = edits.remove_layers(self._stack, layers)
        near = after.layers[min(first, len(after) - 1)].id if len(after) else ""
        label = Message(what, ids=_listed(layers))
        self._presenter.apply(after, label, select=near if self._presenter.selected in layers else None)

    def move(self, layers: Sequence[str], position: int) -> None:
        """Put layers elsewhere, next to each other; `position` counts the others."""
        label = Message(N_("move {ids}"), ids=_listed(layers))
        self._presenter.apply(edits.move_layers(self._stack, layers, position), label)

    def rename(self, layer: str, name: str) -> None:
        """Name a layer."""
        if self._stack.layer(layer).name != name:
            self._presenter.apply(edits.rename_layer(self._stack, layer, name), Message(N_("rename {id}"), id=layer))

    def enable(self, layer: str, enabled: bool) -> None:
        """Switch a layer on or off."""
        self.enable_all((layer,), enabled)

    def enable_all(self, layers: Sequence[str], enabled: bool) -> None:
        """Switch layers on or off together."""
        text = N_("switch {ids} on") if enabled else N_("switch {ids} off")
        label = Message(text, ids=_listed(layers))
        self._presenter.apply(edits.set_all_enabled(self._stack, layers, enabled), label)

    def fix(self, layer: str, number: int) -> None:
        """Apply one of a problem's fixes."""
        if self._presenter.comparing:  # the fix that was clicked is that of a plan which is shown for a moment only
            return
        problem = self._presenter.plan.layer(layer).problem
        if problem is not None and number < len(problem.fixes):
            fix = problem.fixes[number]
            label = Message(N_("{id}: {fix}"), id=layer, fix=fix.label)
            self._edit(lambda: self._presenter.apply(edits.apply_fix(self._stack, layer, fix), label))

    def lower_working_size(self) -> None:
        """Halve the working size, since memory does not suffice for it."""
        fix = smaller(self._presenter.plan.input_shape)
        if fix is not None and not self._presenter.comparing:
            self._edit(lambda: self._presenter.apply(edits.apply_fix(self._stack, "", fix), fix.label))

    def set_params(self, layer: str, values: Mapping[str, object], gesture: object | None = None) -> None:
        """Change parameters of a layer."""
        label = Message(N_("{id} {names}"), id=layer, names=Listed(values))
        references = values.get("layers")
        if isinstance(references, list | tuple):
            values = {**values, "layers": [self._id_of(name) for name in references]}
        self._edit(lambda: self._presenter.apply(edits.set_params(self._stack, layer, values), label, gesture))

    def set_weight(
        self, layer: str, name: str, index: Sequence[int], value: float, gesture: object | None = None
    ) -> None:
        """Type one number into a weight or a running statistic."""
        plan = self._presenter.plan.layer(layer)
        if name in plan.statistic_specs:
            self.set_cells(
                layer, (Cells.at(name, [[part] for part in index], [value]),), f"{name}{list(index)}", gesture
            )
            return
        label = Message(N_("{id} {name}{index}"), id=layer, name=name, index=list(index))
        self._edit(
            lambda: self._presenter.apply(edits.set_value(self._stack, plan, name, index, value), label, gesture)
        )

    def set_cells(self, layer: str, cells: Sequence[Cells], what: Message | str, gesture: object | None = None) -> None:
        """Write several elements or slices of a layer's weights and running statistics in one step."""
        label = Message(N_("{id}: {what}"), id=layer, what=what)

        def change() -> None:
            stack, statistics = self._stack, self._presenter.document.statistics
            for part in cells:
                plan = self._presenter.plan.layer(layer)
                if part.name in plan.statistic_specs:
                    statistics = set_statistics(plan, statistics, part)
                else:
                    stack = edits.set_cells(stack, plan, part)
            edited = statistics if statistics is not self._presenter.document.statistics else None
            self._presenter.apply(stack, label, gesture, statistics=edited)

        self._edit(change)

    def set_slice(
        self, layer: str, name: str, index: Sequence[int], values: NDArray[np.float32], what: Message | str
    ) -> None:
        """Replace one slice of a weight; `what` names what was done."""
        plan = self._presenter.plan.layer(layer)
        label = Message(N_("{id}: {what}"), id=layer, what=what)
        self._edit(lambda: self._presenter.apply(edits.set_slice(self._stack, plan, name, index, values), label))

    def new_weights(self, layer: str) -> None:
        """Go back to a layer's initialisation, if anything was typed or loaded."""
        if self._stack.layer(layer).block.weights:
            label = Message(N_("{id}: initial weights"), id=layer)
            self._presenter.apply(edits.new_weights(self._stack, layer), label)

    def set_mode(self, mode: str) -> None:
        """Train or eval."""
        if self._stack.mode.value != mode:
            label = Message(N_("switch to {mode}"), mode=mode)
            self._presenter.apply(edits.set_mode(self._stack, Mode(mode)), label)

    def undo(self) -> None:
        """Take the last step back."""
        self._presenter.document.undo()

    def redo(self) -> None:
        """Do the step undone last again."""
        self._presenter.document.redo()

    def end_gesture(self) -> None:
        """The drag or turn of the wheel is over."""
        self._presenter.document.end_gesture()

    def _partner(self, position: int) -> str:
        """Which earlier layer a merge at a position begins with: the nearest whose output has the same shape."""
        before = self._presenter.plan.layers[:position]
        for plan in reversed(before[:-1]):
            if plan.runs and plan.output_shape == before[-1].output_shape:
                return plan.id
        return INPUT

    def _id_of(self, name: object) -> object:
        """The id of the only layer with this name; what is no such name is left as it is."""
        named = [layer.id for layer in self._stack if layer.name == name]
        return named[0] if len(named) == 1 and not self._stack.has(str(name)) else name

    def _edit(self, change: Callable[[], None]) -> None:
        try:
            change()
        except UserError as error:
            self.refused.emit(error.message)

    def _insert(self, result: tuple[Stack, str], label: Message) -> None:
        stack, layer = result
        self._presenter.apply(stack, label, select=layer)

    def _insert_all(self, result: tuple[Stack, Sequence[str]], label: Message) -> None:
        stack, layers = result
        self._presenter.apply(stack, label, select=layers[0])
        self.inserted.emit(layers)


def _listed(layers: Sequence[str]) -> Listed:
    """A few ids by name, and that there are more."""
    return Listed((*layers[:_NAMED], *(("…",) if len(layers) > _NAMED else ())))
