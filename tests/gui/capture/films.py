"""Films for tests: the whole one, what can be wrong with one, and the numbers of its frames."""

from __future__ import annotations

import os
import wave
from pathlib import Path

from pytestqt.qtbot import QtBot

from cnnlab.document.frame import Levels
from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.video import VideoSource

CLIP = Path(__file__).with_name("clip.mp4")


def number_of(pixels: Levels) -> int:
    """Which frame of the clip this is."""
    return round((float(pixels[10:-10, 10:-10].mean()) - 8) / 8)


def clip_with(folder: Path, kept: float) -> Path:
    """The clip, of whose pictures only this share is whole and the rest is nothing but zeros."""
    data = CLIP.read_bytes()
    first, last = data.index(b"mdat") + 4, data.index(b"moov") - 4
    middle = first + round(kept * (last - first))
    file = folder / "damaged.mp4"
    file.write_bytes(data[:middle] + bytes(last - middle) + data[last:])
    return file


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file of these bytes."""
    file = folder / name
    file.write_bytes(data)
    return file


def sound(folder: Path) -> Path:
    """A second of silence that is called a film."""
    file = folder / "sound.mp4"
    with wave.open(str(file), "wb") as sink:
        sink.setnchannels(1)
        sink.setsampwidth(2)
        sink.setframerate(8000)
        sink.writeframes(bytes(16000))
    return file


def open_files(file: Path) -> int:
    """How often this process holds a file open."""
    held = Path("/proc/self/fd")
    return sum(os.path.realpath(link) == str(file.resolve()) for link in held.iterdir())


def threads() -> int:
    """How many threads this process has, those of libraries too."""
    return len(list(Path("/proc/self/task").iterdir()))


class Watched:
    """A film and what it has delivered and said."""

    def __init__(self, source: str, qtbot: QtBot, playing: bool = True) -> None:
        self.numbers: list[int] = []
        self.said: list[str] = []
        self.failed: list[str] = []
        self._qtbot = qtbot
        self.film = VideoSource(source, playing=playing)
        self.film.arrived.connect(self._on_film_arrived)
        self.film.said.connect(lambda message, _kind: self.said.append(str(message)))
        self.film.failed.connect(lambda message: self.failed.append(str(message)))

    def _on_film_arrived(self, shot: Shot) -> None:
        self.numbers.append(number_of(shot.pixels()))

    def has(self, number: int) -> None:
        """Wait until this frame is the last one delivered."""
        self._qtbot.waitUntil(lambda: self.numbers[-1:] == [number], timeout=5000)

    def close(self) -> None:
        """Let go of it."""
        self.film.stop()
        self.film.deleteLater()
