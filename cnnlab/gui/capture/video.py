"""A video file as a live source."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl

from cnnlab.gui.capture.film_faults import cut_short, damaged, soundtrack, undecodable, unreadable
from cnnlab.gui.capture.film_time import FASTEST, UNKNOWN_RATE, Span
from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.gui.capture.multimedia import frame_levels, frame_size, load_multimedia, silence_ffmpeg
from cnnlab.gui.capture.seek import Seek
from cnnlab.sources.film import film_of
from cnnlab.sources.naming import VIDEO, kind_of
from cnnlab.text import Message, UserError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

PATIENCE = 6000  # milliseconds in which a file must give its first frame
_CUT = 0.05  # a film that ends by this part earlier than its file says was cut short
_LEAST_CUT = 300  # milliseconds of the same


class VideoSource(LiveSource):
    """Plays a film without its sound; where it is begins anew with each source, and outlasts `stop`.

    Attributes:
        film: what the project keeps of it.
        playing: whether frames follow each other.
        duration: milliseconds; 0 where the file does not tell.
        rate: frames a second as the file has them; 0 where it does not tell.
        seekable: whether it can be shown from any moment on.
    """

    def __init__(self, source: str, at: int = 0, playing: bool = True, parent: QObject | None = None) -> None:
        """The film that `source` names, from `at` milliseconds on; `playing` False shows one frame of it."""
        self.film = film_of(source)
        super().__init__(source, Path(self.film.path).name, parent)
        self.playing = playing
        self.duration, self.rate, self.seekable = 0, 0.0, False
        self._player: QMediaPlayer | None = None
        self._sink: QVideoSink | None = None
        self._begins = at
        self._span = Span(at * 1000, -1)
        self._loaded = self._ended = self._damaged = self._told = False
        self._frames = self._turn = 0  # since it was started, and how many they were when it began again at its end
        self._steps = 0  # frames that are still to be stepped over
        self._reach = 0  # milliseconds before the frame on show where the one before it is looked for; 0 for not at all
        self._holds = False  # the slider is being dragged
        self._seek = Seek(self._go, self)
        self._watch = QTimer(self, singleShot=True, interval=PATIENCE)
        self._watch.timeout.connect(self._on_watch_timeout)

    @property
    def position(self) -> int:
        """Milliseconds from the beginning to the frame on show."""
        return self._span.ms

    @property
    def running(self) -> bool:
        """Whether its file is open."""
        return self._player is not None

    # -- begin and let go --

    def start(self) -> None:
        try:
            load_multimedia()
        except UserError as error:
            self.failed.emit(error.message)
            return
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

        self._player, self._sink = player, sink = QMediaPlayer(self), QVideoSink(self)
        silence_ffmpeg()
        self._loaded = self._ended = False
        self._frames = self._turn = 0
        queued = Qt.ConnectionType.QueuedConnection  # what follows may take the player down
        sink.videoFrameChanged.connect(self._on_sink_frame, queued)
        player.mediaStatusChanged.connect(self._on_player_status, queued)
        player.errorOccurred.connect(self._on_player_error, queued)
        player.setVideoSink(sink)
        player.setPlaybackRate(self.film.speed)
        player.setSource(QUrl.fromLocalFile(str(Path(self.film.path).absolute())))
        self._watch.start()

    def stop(self) -> None:
        self._watch.stop()
        self._seek.forget()
        self._steps = 0
        player, self._player = self._player, None
        sink, self._sink = self._sink, None
        if player is None or sink is None:
            return
        self._begins = 0 if self._ended else self.position
        player.stop()
        player.setSource(QUrl())
        player.deleteLater()
        sink.deleteLater()

    def adopt(self, source: str) -> bool:
        """Go on as `source` says, if that is the same film."""
        film = film_of(source)
        if kind_of(source) != VIDEO or film.path != self.film.path:
            return False
        self.source, self.film = source, film
        if self._player is not None:
            self._player.setPlaybackRate(film.speed)
        self.changed.emit()
        return True

    # -- wishes --

    def play(self) -> None:
        """Go on, or begin anew at the end."""
        if self._player is None or not self._loaded:
            return
        self._steps = 0
        if self._at_end and not self._ended:
            self._seek.want(lambda: 0)
        self.playing, self._ended = True, False
        self._player.play()
        self.changed.emit()

    def pause(self) -> None:
        """Stay on the frame on show."""
        if self._loaded and not self._ended:
            self._stand()

    def step(self, frames: int) -> None:
        """Pause, and go so many frames forth, or back where the number is negative."""
        if self._player is None or not self.seekable:
            return
        self._steps += frames
        self._stand()
        self._seek.want(self._next_step)

    def seek(self, ms: int) -> None:
        """Show the frame of a moment as soon as it is found; while one is looked for, only the newest wish counts."""
        if self._player is None or not self.seekable:
            return
        self._steps = 0
        if self._ended:
            self._stand()
        self._reach = 0
        self._seek.want(lambda: min(ms, max(0, self.duration - 1)))

    def hold(self) -> None:
        """Stand still while the slider is dragged."""
        self._holds = self.playing and self._player is not None
        if self._holds:
            self._stand()

    def release(self) -> None:
        """The slider was let go: play if it did so before."""
        if self._holds:
            self._holds = False
            self.play()

    def _stand(self) -> None:
        """Play no more, and at the end open the film again there: then it can be looked through."""
        if self._player is None or not (self.playing or self._ended):
            return
        if self._ended:
            self._player.setPosition(self.position)
        self.playing = self._ended = False
        self._player.pause()
        self.changed.emit()

    def _go(self, ms: int) -> None:
        if self._player is not None:
            self._player.setPosition(ms)

    def _next_step(self) -> int | None:
        """The moment of the next frame that is still to be stepped over."""
        forth, back = self._steps > 0 and not self._at_end, self._steps < 0 and self._span.start > 0
        if not (forth or back):
            self._steps = 0
            return None
        self._steps -= 1 if forth else -1
        self._reach = 0 if forth else 1
        return self._span.after(self.rate or UNKNOWN_RATE) if forth else self._span.before(0)

    def _reach_back(self, span: Span) -> bool:
        """Look further back, if a step back has found the frame that it began with: its end was told too early."""
        moment = self._span.before(self._reach)
        if not self._reach or span.start != self._span.start or moment == 0 == self._span.before(self._reach // 2):
            self._reach = 0
            return False
        self._reach *= 2
        self._go(moment)
        return True

    @property
    def _at_end(self) -> bool:
        return self._ended or (self.duration > 0 and max(self._span.end, self._span.start + 1) >= self.duration * 1000)

    # -- from the player --

    def _on_sink_frame(self, frame: QVideoFrame) -> None:
        if self._player is None or not frame.isValid():
            return  # an empty one says that it stopped
        self._watch.stop()
        self._frames += 1
        span = Span(frame.startTime(), frame.endTime())
        if self._reach_back(span):
            return
        self._span = span
        self.arrived.emit(Shot(frame_size(frame), partial(frame_levels, frame), time.monotonic()))
        self._seek.arrived()
        if self._steps and not self._seek.busy:
            self._seek.want(self._next_step)
        self.changed.emit()

    def _on_player_status(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        if self._player is None:
            return
        status = self._player.mediaStatus()
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            if not self._ended:
                self._on_end()
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail(unreadable(Path(self.film.path)))
        elif status != QMediaPlayer.MediaStatus.LoadingMedia and not self._loaded:
            self._on_loaded(self._player)

    def _on_loaded(self, player: QMediaPlayer) -> None:
        from PySide6.QtMultimedia import QMediaMetaData

        if not player.hasVideo():
            self._fail(soundtrack(self.name))
            return
        self._loaded, self.seekable = True, player.isSeekable()
        track = player.videoTracks()[0]
        rate = float(track.value(QMediaMetaData.Key.VideoFrameRate) or 0)
        length = track.value(QMediaMetaData.Key.Duration) or 0
        self.rate, self.duration = rate if rate <= FASTEST else 0.0, int(length) or player.duration()
        if self._begins:
            player.setPosition(self._begins)
        (player.play if self.playing else player.pause)()
        self.changed.emit()

    def _on_player_error(self) -> None:
        self._damaged = True  # if nothing could be opened, the status says so as well

    def _on_end(self) -> None:
        if not self._frames:
            self._fail(self._undecodable())
            return
        if not self.playing:  # it looked for a moment behind the last frame
            self._ended = True
            self._seek.arrived()
            return
        end = max(self._span.end // 1000, self.position)
        cut = self.duration - end > max(_LEAST_CUT, _CUT * self.duration)
        if (cut or self._damaged) and not self._told:
            self._told = True
            self.said.emit(cut_short(self.name, end, self.duration) if cut else damaged(self.name), "warning")
        if self._player is not None and self.playing and self.film.loop and not cut and self._frames > self._turn + 1:
            self._turn = self._frames
            self._player.play()
            return
        self.playing, self._ended = False, True
        self.changed.emit()

    def _on_watch_timeout(self) -> None:
        self._fail(self._undecodable())

    def _fail(self, failure: Message) -> None:
        self.stop()
        self.failed.emit(failure)

    def _undecodable(self) -> Message:
        from PySide6.QtMultimedia import QMediaMetaData

        tracks = self._player.videoTracks() if self._player is not None else []
        codec = tracks[0].stringValue(QMediaMetaData.Key.VideoCodec) if tracks else ""
        return undecodable(self.name, codec)
