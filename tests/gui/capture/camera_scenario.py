"""The real program with a camera that is not real, driven by hand, in a process of its own (`test_real_camera.py`).

What was seen is printed as one JSON object, a key for each scene.
"""

from __future__ import annotations

import itertools
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from cnnlab import app
from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.watchdog import Patience
from cnnlab.gui.source_strip.choice_chip import ChoiceChip

FIRST, SECOND = os.environ["FAKE_V4L2_DEV"], os.environ["FAKE_V4L2_DEV"] + "0"
PATIENCE = Patience(first=1500, gap=500, hang=300)


def plug(node: str = FIRST) -> None:
    """Plug a camera in."""
    os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(1, 3))


def pull(node: str = FIRST) -> None:
    """Pull a camera out."""
    Path(node).unlink(missing_ok=True)


def held() -> int:
    """How many cameras this process holds open: the fake's are timers."""
    return sum("timerfd" in target for target in descriptors())


def descriptors() -> list[str]:
    """What the file descriptors of this process lead to."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(link.readlink()))
        except OSError:
            continue  # the one that lists them
    return found


def threads() -> int:
    """How many threads this process has."""
    return len(list(Path("/proc/self/task").iterdir()))


def wait(until: Callable[[], bool], seconds: float = 15) -> bool:
    """Run the event loop until something holds, and say whether it does."""
    loop, look = QEventLoop(), QTimer(interval=5)
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    loop.exec()
    look.stop()
    return until()


def phase(pixels: Levels) -> int:
    """Where the first bar of the camera's picture begins, 0…127."""
    bright = pixels[0, :, 1] > 120
    return int(np.flatnonzero(bright[1:] & ~bright[:-1])[0] + 1) % 128


class Scenes:
    """The program, and what a person does with it."""

    def __init__(self) -> None:
        self.program = app.build("dark", language="en")
        app.open_first(self.program, None, None)
        self.window, self.presenter = self.program.window, self.program.presenter
        self.wiring = self.program.wiring.camera
        self.wiring.patience = PATIENCE
        self.said: list[str] = []
        self.window.live.message.connect(lambda text, _kind: self.said.append(str(text)))
        self.window.show()
        wait(lambda: self.presenter.frames > 0 and not self.window.loader.busy)

    def button(self, name: str) -> QAbstractButton:
        """A button of the window."""
        found = self.window.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton)
        return found

    def click(self, name: str) -> None:
        """Press a button."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def choose(self, chip: str, title: str) -> None:
        """Choose from a chip's menu."""
        found = self.button(chip)
        assert isinstance(found, ChoiceChip)
        next(action for action in found.menu.actions() if title in action.text()).trigger()

    def status(self) -> str:
        """What the line at the bottom says."""
        return str(self.window.status._message[0])

    @property
    def source(self) -> str:
        """What the document names, without the node of this run."""
        return self.presenter.stack.input.source.replace(FIRST, "NODE")

    def live(self) -> bool:
        """Whether pictures come from a camera."""
        return self.window.live.live and self.window.live.current is not None

    def pictures(self, count: int) -> list[Levels]:
        """The next pictures of the camera, none left out."""
        shots: list[Shot] = []
        current = self.window.live.current
        assert current is not None
        current.arrived.connect(shots.append)
        wait(lambda: len(shots) >= count)
        current.arrived.disconnect(shots.append)
        return [shot.pixels() for shot in shots[:count]]

    def shown(self) -> Any:
        """The input as it is painted."""
        images = self.window.canvas._states["input"].images
        return None if images is None else images.picture.pixels.copy()

    # -- scenes, in this order --

    def none(self) -> object:
        self.click("sourceKinds_camera")
        return [self.status(), self.source, self.button("cameraWait").isVisible()]

    def waited(self) -> object:
        self.click("cameraWait")
        plug()
        return [wait(self.live), self.source, held()]

    def listed(self) -> object:
        return [[camera.title, [str(one) for one in camera.formats]] for camera in self.wiring.cameras.all]

    def painted(self) -> object:
        first = self.shown()
        moved = wait(lambda: not np.array_equal(self.shown(), first))
        pictures = self.pictures(3)
        return [moved, pictures[0].shape, [(phase(b) - phase(a)) % 128 for a, b in itertools.pairwise(pictures)]]

    def mirrored(self) -> object:
        source = self.window.live.current
        self.click("cameraMirror")
        pictures = self.pictures(3)
        moves = [(phase(b) - phase(a)) % 128 for a, b in itertools.pairwise(pictures)]
        return [self.source, self.window.live.current is source, moves, held()]

    def smaller(self) -> object:
        self.choose("cameraFormat", "320 × 240")
        wait(lambda: self.live() and "320" in self.source)
        size = self.pictures(1)[0].shape
        self.window.editor.undo()
        back = wait(lambda: self.live() and "320" not in self.source)
        return [size, back, self.source, self.pictures(1)[0].shape]

    def frozen(self) -> object:
        self.click("cameraFreeze")
        stands = wait(lambda: self.window.live.frozen)
        wait(lambda: held() == 0)
        there = [stands, held(), self.button("cameraFreeze").text(), self.presenter.still is not None]
        self.click("cameraFreeze")
        return [*there, wait(self.live), self.button("cameraFreeze").text()]

    def hidden(self) -> object:
        self.window.hide()
        wait(lambda: held() == 0)
        while_hidden = held()
        self.window.show()
        return [while_hidden, wait(lambda: held() == 1), len(self.pictures(1))]

    def pulled(self) -> object:
        pull()
        stands = wait(lambda: self.window.live.frozen)
        wait(lambda: held() == 0)
        there = [stands, held(), self.status(), self.source, self.button("cameraChip").text()]
        plug()
        return [*there, wait(self.live), self.status()]

    def second(self) -> object:
        plug(SECOND)
        wait(lambda: len(self.wiring.cameras.all) == 2)
        self.choose("cameraChip", "Second")
        other = wait(lambda: self.live() and self.source.endswith("NODE0?mirror=1"))
        self.choose("cameraChip", "Fake")
        back = wait(lambda: self.live() and self.source.endswith("NODE?mirror=1"))
        pull(SECOND)
        return [other, back, wait(lambda: len(self.wiring.cameras.all) == 1), self.live(), held()]

    def stalled(self) -> object:
        before = len(self.said)
        os.environ["FAKE_V4L2_STALL"] = "1"
        wait(lambda: len(self.said) > before)
        del os.environ["FAKE_V4L2_STALL"]
        wait(lambda: len(self.said) > before + 1)
        os.environ["FAKE_V4L2_STALL"] = "1"
        stands = wait(lambda: self.window.live.frozen)
        del os.environ["FAKE_V4L2_STALL"]
        wait(lambda: held() == 0)
        return [self.said[before:], stands, held()]

    def busy(self) -> object:
        before, stack = len(self.said), self.presenter.stack
        os.environ["FAKE_V4L2_BUSY"] = "1"
        self.click("cameraFreeze")
        wait(lambda: len(self.said) > before)
        wait(lambda: held() == 0)
        there = [self.said[before:], held(), self.presenter.stack is stack, self.window.live.frozen]
        del os.environ["FAKE_V4L2_BUSY"]
        self.click("cameraFreeze")
        return [*there, wait(self.live)]

    def cycles(self) -> object:
        counts = []
        for _turn in range(20):
            self.click("cameraFreeze")
            wait(lambda: self.window.live.frozen and held() == 0 and not self.window.loader.busy)
            counts.append((threads(), len(descriptors())))
            self.click("cameraFreeze")
            wait(self.live)
        return [counts[0] == counts[-1], counts[0], counts[-1]]

    def left(self) -> object:
        self.click("sourceKinds_image")
        wait(lambda: not self.window.live.live and held() == 0)
        return [self.source, held()]

    def close(self) -> None:
        """End the program."""
        self.presenter.document.mark_saved()
        self.program.close()


SCENES = (
    "none", "waited", "listed", "painted", "mirrored", "smaller", "frozen", "hidden", "pulled", "second", "stalled",
    "busy", "cycles", "left",
)  # fmt: skip


def main() -> None:
    """Play every scene."""
    scenes = Scenes()
    seen = {name: getattr(scenes, name)() for name in SCENES}
    scenes.close()
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main()
