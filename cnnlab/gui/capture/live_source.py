"""What every live source is to the rest of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cnnlab.document.frame import Levels
from cnnlab.text import Message


@dataclass(frozen=True, eq=False)
class Shot:
    """One picture of a live source.

    Attributes:
        size: height and width.
        pixels: gives `[h, w, 1]` or `[h, w, 3]`, uint8, RGB; called on any thread, and not at all for a picture that
            is overtaken. Whoever hands out an array does not write to it any more.
        time: seconds on the monotonic clock when it was taken.
    """

    size: tuple[int, int]
    pixels: Callable[[], Levels]
    time: float


class LiveSource(QObject):
    """A source that delivers pictures of its own accord.

    It begins with `start` and lets go of its device, its threads and its file with `stop`; both may be called again,
    in turn, as when the window is hidden and comes back. It is deleted after a last `stop`.

    Signals:
        arrived: a `Shot`.
        failed: why it delivers no more (a `Message`); it has let go of everything.
        said: a sentence (a `Message`) and its kind, while it goes on.
        changed: something that its controls show.
    """

    arrived = Signal(object)
    failed = Signal(object)
    said = Signal(object, str)
    changed = Signal()

    def __init__(self, source: str, name: Message | str, parent: QObject | None = None) -> None:
        """A source that is named `source` in a project, such as `video:/a/b.mp4`, and `name` to the user."""
        super().__init__(parent)
        self.source = source
        self.name = name

    def start(self) -> None:
        """Begin to deliver."""
        raise NotImplementedError

    def stop(self) -> None:
        """Deliver nothing more and let go of everything."""
        raise NotImplementedError

    def adopt(self, source: str) -> bool:
        """Go on under another name, if only settings differ that can be changed on the way; whether it does."""
        return source == self.source
