"""All measures by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cnnlab.app.bench.channels import channels
from cnnlab.app.bench.edit import edit, last_layer
from cnnlab.app.bench.ground import Measuring
from cnnlab.app.bench.live import live
from cnnlab.app.bench.memory import memory
from cnnlab.app.bench.notebook import notebook
from cnnlab.app.bench.start import start
from cnnlab.text import N_


@dataclass(frozen=True)
class Measure:
    """One word after `cnnlab bench`.

    Attributes:
        about: what it is, in English.
        run: measures it.
    """

    about: str
    run: Measuring


MEASURES: Mapping[str, Measure] = {
    "live": Measure(N_("frames painted per second, by the fastest bare torch loop's forwards per second"), live),
    "edit": Measure(
        N_("(t − 8 ms) / bare: t from a number in the first layer's kernel to the paint, bare the forward alone"), edit
    ),
    "last-layer": Measure(N_("the same for an edit in the last of ten layers, by that layer's bare time"), last_layer),
    "notebook": Measure(N_("time of matplotlib to draw 64 channels anew, by that of the window"), notebook),
    "channels": Measure(
        N_("what a frame costs besides the network with 8 to 2048 channels: the most, by that with 8"), channels
    ),
    "start": Measure(N_("time to the first painted layers, by that of the bare imports"), start),
    "memory": Measure(N_("MiB held after 2000 live frames, less those after 200"), memory),
}
