"""The real program in its window, on a network that is to be measured."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QTableView

from cnnlab.app.bench.networks import Network, stack_of
from cnnlab.app.desktop import settle_memory
from cnnlab.app.program import Program, build
from cnnlab.app.watch import Watch
from cnnlab.gui.canvas.canvas import LayerCanvas
from cnnlab.gui.files.stills import SAMPLE, prepare, read_still
from cnnlab.gui.settings.table import RATE
from cnnlab.text import N_, Message, UserError

WINDOW = 1600, 1000
_SOURCE = SAMPLE + "cat.jpg"
_PATIENCE = 60_000  # milliseconds


class Lab:
    """The program with what is measured on show.

    Attributes:
        program: the whole of it.
    """

    def __init__(self) -> None:
        self.program: Program = build("dark")
        self._problems: list[Message] = []
        self._watch = Watch(self.program)
        self._loop = QEventLoop()
        self._late = QTimer(singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(self._loop.quit)
        self.program.bridge.failed.connect(self._on_bridge_failed)
        self.program.window.settings.set(RATE, 0)  # frames keep their size, however slow the machine is
        self.program.window.resize(*WINDOW)
        self.program.window.show()

    @property
    def canvas(self) -> LayerCanvas:
        """Where all layers are painted."""
        return self.program.window.canvas

    @property
    def device(self) -> str:
        """Where the program computes."""
        return self.program.presenter.device

    def show(self, network: Network, size: tuple[int, int]) -> None:
        """Show a network on a picture of this height and width, and wait until all is painted."""
        stack = stack_of(network, size, _SOURCE)
        self.program.presenter.open_document(stack, {}, prepare(read_still(_SOURCE), stack.input))
        self.rest()
        settle_memory()

    def select(self, layer: int) -> None:
        """Select a layer by its place."""
        self.program.presenter.select(self.program.presenter.stack.layers[layer].id, 0, 0)
        self.rest()

    def kernel(self) -> QAbstractItemModel:
        """The numbers of the kernel on show."""
        grid = self.program.window.findChild(QTableView, "kernelGrid")
        assert grid is not None
        return grid.model()

    def rest(self) -> None:
        """Wait until nothing is read, computed or painted any more.

        Raises:
            UserError: something failed.
        """
        self._watch.wait()

    def run(self) -> None:
        """Run the event loop until `done` is called; nothing else keeps a core busy meanwhile.

        Raises:
            UserError: a round failed, or a minute passes without `go_on`.
        """
        self._late.start()
        self._loop.exec()
        if self._problems:
            raise UserError(N_("{problem}"), problem=self._problems[0])
        if not self._late.isActive():
            raise UserError(N_("nothing was painted for a minute: close other programs and try again"))
        self._late.stop()

    def go_on(self) -> None:
        """Something was painted: the minute of `run` begins anew."""
        self._late.start()

    def done(self) -> None:
        """End `run`."""
        self._loop.quit()

    def close(self) -> None:
        """Take the window down and end its threads; what it has kept out of collections is free to go."""
        self.program.presenter.document.mark_saved()
        self.program.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.unfreeze()

    def _on_bridge_failed(self, failure: Message) -> None:
        self._problems.append(failure)
        self.done()


@contextmanager
def laboratory() -> Iterator[Lab]:
    """A lab that is closed at the end."""
    lab = Lab()
    try:
        yield lab
    finally:
        lab.close()
