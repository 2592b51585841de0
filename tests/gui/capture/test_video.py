"""A film through Qt's player: every frame, in both directions, whatever the file is like."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture import video
from cnnlab.sources.film import Film
from cnnlab.text import UserError
from tests.gui.capture.films import CLIP, Watched, clip_with, open_files, sound, threads, written

Open = Callable[..., Watched]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Opens films and lets go of them."""
    made: list[Watched] = []

    def begin(file: Path = CLIP, playing: bool = True, **options: object) -> Watched:
        made.append(Watched(Film(str(file), **options).source, qtbot, playing))  # type: ignore[arg-type]
        made[-1].film.start()
        return made[-1]

    yield begin
    for film in made:
        film.close()


def test_a_film_plays_all_its_frames_in_order_and_begins_again(opened: Open, qtbot: QtBot) -> None:
    seen = opened(speed=4.0)
    qtbot.waitUntil(lambda: 29 in seen.numbers and seen.numbers[-1] in range(2, 20), timeout=8000)
    turn = seen.numbers.index(29) + 1
    assert seen.numbers[:turn] == sorted(seen.numbers[:turn])
    assert len(set(seen.numbers[:turn])) > 20
    assert seen.numbers[turn] == 0
    assert (seen.film.duration, seen.film.rate) == (1200, 25.0)
    assert not seen.said


def test_it_is_stepped_through_frame_by_frame_both_ways(opened: Open) -> None:
    seen = opened(playing=False)
    seen.has(0)
    for number in (1, 2, 3):
        seen.film.step(1)
        seen.has(number)
    for number in (2, 1, 0):
        seen.film.step(-1)
        seen.has(number)
    seen.film.step(-1)
    seen.film.step(1)
    seen.has(1)
    assert seen.numbers == [0, 1, 2, 3, 2, 1, 0, 1]


def test_steps_that_come_faster_than_frames_are_all_taken(opened: Open) -> None:
    seen = opened(playing=False)
    seen.has(0)
    for _ in range(7):
        seen.film.step(1)
    seen.has(7)
    assert seen.numbers == list(range(8))


def test_a_drag_shows_what_can_be_found_and_ends_where_it_ends(opened: Open) -> None:
    seen = opened(playing=False)
    seen.has(0)
    for ms in range(0, 1001, 5):
        seen.film.seek(ms)
    seen.has(25)
    assert len(seen.numbers) < 20


def test_a_held_slider_pauses_and_a_released_one_goes_on(opened: Open) -> None:
    seen = opened()
    seen.has(1)
    seen.film.hold()
    assert not seen.film.playing
    seen.film.seek(800)
    seen.has(20)
    seen.film.release()
    assert seen.film.playing
    seen.has(22)


def test_a_paused_film_delivers_nothing(opened: Open, qtbot: QtBot) -> None:
    seen = opened()
    seen.has(2)
    seen.film.pause()
    qtbot.wait(60)
    count = len(seen.numbers)
    qtbot.wait(150)
    assert len(seen.numbers) == count


def test_without_a_loop_the_last_frame_stays_and_playing_begins_anew(opened: Open, qtbot: QtBot) -> None:
    seen = opened(speed=4.0, loop=False)
    qtbot.waitUntil(lambda: seen.numbers[-1:] == [29] and not seen.film.playing, timeout=5000)
    seen.film.step(1)
    seen.film.step(-1)
    seen.has(28)
    seen.film.step(1)
    seen.has(29)
    seen.numbers.clear()
    seen.film.play()
    qtbot.waitUntil(lambda: len(seen.numbers) > 3, timeout=5000)
    assert seen.numbers[0] == 0 or seen.numbers[1] == 0
    assert not seen.said


def test_another_name_of_the_same_film_changes_how_it_plays(opened: Open) -> None:
    seen = opened(playing=False)
    seen.has(0)
    assert seen.film.adopt(Film(str(CLIP), 0.5, False).source)
    assert seen.film._player is not None
    assert seen.film._player.playbackRate() == 0.5
    assert not seen.film.adopt(Film("/another.mp4").source)
    assert not seen.film.adopt(f"camera:{CLIP}")
    assert seen.film.source == Film(str(CLIP), 0.5, False).source


def test_what_was_let_go_of_is_taken_up_where_it_was(opened: Open) -> None:
    seen = opened(playing=False)
    seen.has(0)
    seen.film.seek(500)
    seen.has(12)
    seen.film.stop()
    seen.numbers.clear()
    seen.film.start()
    seen.has(12)
    assert not seen.film.playing


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_after_it_is_let_go_of_no_thread_and_no_file_is_left(opened: Open, qtbot: QtBot) -> None:
    warm = opened()
    warm.has(1)  # Qt's own threads stay once they are there
    warm.film.stop()
    qtbot.wait(50)
    before = threads()
    seen = opened()
    seen.has(3)
    assert open_files(CLIP) == 1
    assert threads() > before
    seen.film.stop()
    assert open_files(CLIP) == 0
    qtbot.waitUntil(lambda: threads() <= before, timeout=2000)


# -- files that are not as they should be --


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "gone.mp4", "there is no video 'gone.mp4' in "),
        (lambda folder: written(folder, "empty.mp4", b""), "'empty.mp4' is empty"),
        (lambda folder: written(folder, "text.mp4", b"hello world\n" * 50), "'text.mp4' is no video that can be read"),
        (lambda folder: written(folder, "noise.mkv", random.Random(1).randbytes(9000)), "'noise.mkv' is no video"),
        (lambda folder: written(folder, "cut.mp4", CLIP.read_bytes()[:5000]), "'cut.mp4' is no video that can be read"),
        (sound, "'sound.mp4' has no pictures, only sound"),
        (lambda folder: clip_with(folder, 0.0), "'damaged.mp4' gives no picture: it is damaged, or MPEG4 cannot"),
    ],
)
def test_a_file_without_a_frame_says_why_and_is_let_go_of(
    make: Callable[[Path], Path], said: str, opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    file = make(tmp_path)
    seen = opened(file)
    qtbot.waitUntil(lambda: bool(seen.failed), timeout=8000)
    assert len(seen.failed) == 1
    assert seen.failed[0].startswith(said)
    assert not seen.numbers
    assert not seen.film.running
    if sys.platform == "linux":
        assert open_files(file) == 0


def test_a_file_that_gives_nothing_for_seconds_is_given_up(
    opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video.VideoSource, "_on_sink_frame", lambda *_: None)
    seen = opened()
    seen.film._watch.start(100)
    qtbot.waitUntil(lambda: bool(seen.failed), timeout=3000)
    assert "'clip.mp4' gives no picture" in seen.failed[0]


def test_a_damaged_film_shows_what_it_has_says_so_once_and_stays(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    seen = opened(clip_with(tmp_path, 0.5))
    qtbot.waitUntil(lambda: bool(seen.said), timeout=5000)
    last = seen.numbers[-1]
    assert 8 < last < 20
    assert "'damaged.mp4' ends at 00:00." in seen.said[0]
    assert "of 00:01.2" in seen.said[0]
    count = len(seen.numbers)
    qtbot.wait(200)
    assert len(seen.numbers) == count, "it does not begin again"
    assert not seen.film.playing
    seen.film.step(-1)
    seen.has(last - 1)
    seen.film.seek(1100)
    seen.film.play()
    qtbot.waitUntil(lambda: not seen.film.playing, timeout=5000)
    assert len(seen.said) == 1
    assert not seen.failed


def test_a_file_that_vanishes_while_it_plays_goes_on_until_it_is_opened_again(
    opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    file = written(tmp_path, "film.mp4", CLIP.read_bytes())
    seen = opened(file)
    seen.has(2)
    file.unlink()
    seen.has(5)
    seen.film.stop()
    seen.film.start()
    qtbot.waitUntil(lambda: bool(seen.failed), timeout=5000)
    assert seen.failed[0].startswith("there is no video 'film.mp4' in ")


def test_a_missing_library_is_said_when_a_film_is_opened(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise UserError("run 'apt-get install {packages}'", packages="libpulse0")

    monkeypatch.setattr(video, "load_multimedia", missing)
    seen = opened()
    assert seen.failed == ["run 'apt-get install libpulse0'"]
    assert not seen.film.running
