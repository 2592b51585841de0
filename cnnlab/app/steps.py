"""What a person does in the window before its picture is taken: one step for each option, in the order given."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cnnlab.document.plan import LayerPlan
from cnnlab.document.stack import INPUT
from cnnlab.text import N_, Listed, UserError, _

if TYPE_CHECKING:
    from cnnlab.app.hand import Hand
    from cnnlab.app.program import Program

# Commands that lead out of the window: there would be nothing left to show.
_OUT = ("open", "open_project", "open_image", "save", "save_as", "quit", "show_log")


@dataclass(frozen=True)
class Step:
    """One thing to do: the option's name, and what stands behind it."""

    how: str
    what: str


class _Append(argparse.Action):
    """Keeps steps of all kinds in one list, since their order counts."""

    def __call__(self, _parser: object, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        namespace.steps = (*namespace.steps, Step((option or self.dest).lstrip("-"), str(values)))


def add_steps(parser: argparse.ArgumentParser) -> None:
    """Offer the steps; they come as `steps`, in order."""
    group = parser.add_argument_group(
        _("steps"),
        _(
            "What is done before the picture is taken, in the order given. PLACE is the name of a part of the window, "
            "such as kernelGrid, with @X,Y for a point in it, or a channel on the canvas, such as conv1:3."
        ),
    )
    for option, metavar, text in (
        ("--do", "COMMAND", N_("do a command, e.g. gallery, palette, large, present, add:relu")),
        ("--select", "LAYER[:OUT[,IN]]", N_("select a layer, and a slice of its kernels")),
        ("--zoom", "PIXELS", N_("width of the tiles on the canvas")),
        ("--click", "PLACE", N_("press and let go; a button with a menu opens it")),
        ("--menu", "PLACE", N_("open the menu of the right button")),
        ("--hover", "PLACE", N_("hold the pointer there")),
        ("--tip", "PLACE", N_("hold the pointer there until it is explained")),
        ("--key", "KEYS", N_("press keys where the focus is, e.g. Ctrl+A")),
        ("--hold", "KEYS", N_("press keys and keep them down")),
        ("--type", "TEXT", N_("type text where the focus is")),
    ):
        group.add_argument(option, dest="steps", action=_Append, metavar=metavar, help=_(text))
    parser.set_defaults(steps=())


class Doing:
    """Does steps in a program that is on show."""

    def __init__(self, program: Program, hand: Hand) -> None:
        self._program, self._window = program, program.window
        self._ways: Mapping[str, Callable[[str], object]] = {
            "do": self._do,
            "select": self._select,
            "zoom": self._zoom,
            "click": hand.click,
            "menu": hand.menu,
            "hover": hand.hover,
            "tip": hand.tip,
            "key": hand.key,
            "hold": hand.hold,
            "type": hand.type,
        }

    def do(self, step: Step) -> None:
        """Do one step.

        Raises:
            UserError: there is no such command, layer or place, or it cannot be used now.
        """
        self._ways[step.how](step.what)

    def _do(self, command: str) -> None:
        entries = {e.id: e for e in self._program.wiring.commands.entries() if e.id not in _OUT}
        entry = entries.get(command)
        if entry is None:
            raise UserError(
                N_("there is no command '{id}' that can be shown: choose one of {known}"),
                id=command,
                known=Listed(_families(list(entries))),
            )
        if entry.reason:
            raise UserError(N_("'{id}' cannot be done now: {reason}"), id=command, reason=entry.reason)
        entry.do()

    def _select(self, text: str) -> None:
        found = re.fullmatch(r"(\w+)(?::(\d+)(?:,(\d+))?)?", text)
        if found is None:
            raise UserError(N_("'{text}' is no layer: write LAYER, LAYER:OUT or LAYER:OUT,IN"), text=text)
        layer, out, into = found[1], int(found[2] or 0), int(found[3] or 0)
        plan = self._plan(layer)
        if plan is not None:
            sizes = _channels(plan)
            if out >= sizes[0] or into >= sizes[1]:
                raise UserError(
                    N_("'{layer}' has {outputs} output and {inputs} input channels, counted from 0: '{text}' is none"),
                    layer=layer,
                    outputs=sizes[0],
                    inputs=sizes[1],
                    text=text,
                )
        self._program.presenter.select(layer if plan is not None else "", out, into)

    def _plan(self, layer: str) -> LayerPlan | None:
        """The plan of a layer; None for the input."""
        stack = self._program.presenter.stack
        if layer == INPUT:
            return None
        if not stack.has(layer):
            known = Listed([INPUT, *(known.id for known in stack.layers)])
            raise UserError(N_("there is no layer '{layer}': choose one of {known}"), layer=layer, known=known)
        return self._program.presenter.plan.layer(layer)

    def _zoom(self, text: str) -> None:
        from cnnlab.gui.canvas.geometry import LARGEST, SMALLEST

        if not text.isdigit() or not SMALLEST <= int(text) <= LARGEST:
            raise UserError(
                N_("'{text}' is no width of a tile: write a number from {least} to {most}"),
                text=text,
                least=SMALLEST,
                most=LARGEST,
            )
        self._window.canvas.set_tile_size(int(text))


def _channels(plan: LayerPlan) -> tuple[int, int]:
    """How many output and input channels can be selected; 1 where there are none."""
    shapes = (plan.output_shape or (), plan.input_shapes[0] if plan.input_shapes else ())
    out, into = (shape[1] if len(shape) > 1 else 1 for shape in shapes)
    return out, into


def _families(ids: Sequence[str]) -> list[str]:
    """Names of commands, and for those that are many of a kind, such as `add:relu`, the first."""
    heads = [name.partition(":")[0] for name in ids]
    return [name for place, name in enumerate(ids) if ":" not in name or heads.index(heads[place]) == place]
