"""Videos: opened, played, gone through."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

from cnnlab.document import edits
from cnnlab.gui.capture.live_flow import LiveKind
from cnnlab.gui.capture.live_source import LiveSource
from cnnlab.gui.capture.video import VideoSource
from cnnlab.gui.commands.actions import Actions
from cnnlab.gui.commands.entry import Entry
from cnnlab.gui.files.file_dialogs import FILM
from cnnlab.gui.files.recent import Recent
from cnnlab.gui.source_strip.video_controls import FilmState, VideoControls, speed_text
from cnnlab.gui.window import MainWindow
from cnnlab.gui.wiring.capture import CaptureWiring
from cnnlab.sources.film import SPEEDS, Film, film_of
from cnnlab.sources.naming import VIDEO, kind_of
from cnnlab.text import N_, Message


class VideoWiring:
    """Connects the controls of a video with the film on show, and its settings with the document.

    Attributes:
        begins: whether a film plays as soon as it is opened.
    """

    def __init__(self, window: MainWindow, actions: Actions, capture: CaptureWiring, recent: Recent) -> None:
        self.begins = True
        self._window, self._actions, self._recent = window, actions, recent
        self._left: tuple[str, int] = ("", 0)  # the film that was let go of last, and where
        self._length: tuple[int, float] = (0, 0.0)  # of that film: milliseconds, and frames a second
        self._film: VideoSource | None = None
        self._state = FilmState()
        self._controls = controls = VideoControls()
        capture.offer(VIDEO, self.ask, LiveKind(VIDEO, self._make, several=True))
        window.add_source_controls(VIDEO, controls)
        controls.play_requested.connect(self._play)
        controls.step_requested.connect(self._step)
        controls.seek_requested.connect(self._seek)
        controls.held.connect(self._hold)
        controls.released.connect(self._release)
        controls.speed_chosen.connect(self._choose_speed)
        controls.loop_chosen.connect(self._choose_loop)
        controls.open_requested.connect(self.ask)
        window.live.changed.connect(self._on_live_changed)
        window.presenter.structure_changed.connect(self._on_presenter_structure_changed)
        self._connect_actions(actions)

    def ask(self) -> None:
        """Let the user choose a video."""
        self._window.dialogs.open(FILM, self._window.open_path)

    def _connect_actions(self, actions: Actions) -> None:
        actions.connect("open_video", self.ask)
        actions.connect("play", self._play)
        actions.connect("frame_back", partial(self._step, -1))
        actions.connect("frame_forward", partial(self._step, 1))
        actions.connect("loop", lambda: self._choose_loop(not self._named.loop))
        actions.provide("speed", self._speeds)
        actions.rule("play", lambda: self._shown)
        actions.rule("frame_back", lambda: self._film is not None)
        actions.rule("frame_forward", lambda: self._film is not None)
        actions.rule("loop", lambda: self._film is not None)

    # -- what holds --

    @property
    def _source(self) -> str:
        return self._window.presenter.stack.input.source

    @property
    def _shown(self) -> bool:
        return kind_of(self._source) == VIDEO

    @property
    def _named(self) -> Film:
        """What the document says of its film."""
        return film_of(self._source)

    def _speeds(self) -> list[Entry]:
        return [
            Entry(
                f"speed:{speed:g}",
                speed_text(speed),
                partial(self._choose_speed, speed),
                checked=self._film is not None and self._named.speed == speed,
            )
            for speed in SPEEDS
        ]

    # -- wishes --

    def _play(self) -> None:
        film = self._film
        if film is not None:
            (film.pause if film.playing else film.play)()
        elif self._shown:
            self._window.live.resume()

    def _step(self, frames: int) -> None:
        if self._film is not None:
            self._film.step(frames)

    def _seek(self, ms: int) -> None:
        if self._film is not None:
            self._film.seek(ms)

    def _hold(self) -> None:
        if self._film is not None:
            self._film.hold()

    def _release(self) -> None:
        if self._film is not None:
            self._film.release()

    def _choose_speed(self, speed: float) -> None:
        self._name(dataclasses.replace(self._named, speed=speed), Message(N_("change the speed of the video")))

    def _choose_loop(self, loop: bool) -> None:
        label = Message(N_("loop the video") if loop else N_("do not loop the video"))
        self._name(dataclasses.replace(self._named, loop=loop), label)

    def _name(self, film: Film, label: Message) -> None:
        """Have the document say how its film is played: a step that can be undone."""
        presenter = self._window.presenter
        if self._film is None:
            sentence = Message(N_("There is no video on show: open one first."))
            self._window.status.show_message(sentence, "warning")
        elif film.source != self._source:
            spec = dataclasses.replace(presenter.stack.input, source=film.source)
            presenter.apply(edits.set_input(presenter.stack, spec), label)
        self._show()

    # -- from the source --

    def _make(self, source: str) -> LiveSource:
        """The film of a source; one that goes on after a pause begins where it was."""
        path, at = self._left
        again = self._shown and self._named.path == path == film_of(source).path
        return VideoSource(source, at if again else 0, self.begins)

    def _on_live_changed(self) -> None:
        current = self._window.live.current
        film = current if isinstance(current, VideoSource) else None
        if film is not self._film:
            if self._film is not None:
                self._left = (self._film.film.path, self._film.position)
                self._length = (self._film.duration, self._film.rate)
            self._film = film
            if film is not None:
                film.changed.connect(self._show)
                self._recent.add(Path(film.film.path))
        self._enable()
        self._show()

    def _enable(self) -> None:
        """Keys of a command that cannot be used now are deaf."""
        self._actions["play"].setEnabled(self._shown)
        for command in ("frame_back", "frame_forward", "loop"):
            self._actions[command].setEnabled(self._film is not None)

    def _on_presenter_structure_changed(self) -> None:
        self._enable()
        if self._shown:
            self._show()

    def _show(self) -> None:
        film, named, (path, at) = self._film, self._named, self._left
        duration, rate = self._length if path == named.path else (0, 0.0)
        state = FilmState(duration=duration, rate=rate, speed=named.speed, loop=named.loop)
        if film is not None:
            at = film.position
            state = FilmState(
                film.running, film.playing, film.seekable, film.duration, film.rate, named.speed, named.loop
            )
        if state != self._state:
            self._state = state
            self._controls.show_state(state)
            self._actions["loop"].setChecked(named.loop)
        self._controls.show_moment(at if film is not None or path == named.path else 0)
