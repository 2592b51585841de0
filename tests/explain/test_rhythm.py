"""What follows passes is worked out at every tenth of them, and at once after a pause."""

from __future__ import annotations

from cnnlab.document.frame import Frame
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Later, View
from cnnlab.explain.answers import Answers
from cnnlab.explain.norms import NormComparison
from cnnlab.explain.questions import Norms
from cnnlab.explain.rhythm import EVERY, PAUSE, Rhythm
from tests.building import noise, plan_of

SHAPE = (1, 3, 8, 9)
NORMS = Norms("input", (0, 0, 0, 0), 1, (4, 4), (2, 2))


def test_a_tenth_of_what_comes_without_a_pause_is_due() -> None:
    now = [0.0]
    rhythm = Rhythm(lambda: now[0])
    due = []
    for _ in range(3 * EVERY):
        now[0] += 0.03
        due.append(rhythm.due(NORMS))
    assert [place for place, found in enumerate(due) if found] == [0, EVERY, 2 * EVERY]
    now[0] += PAUSE + 0.1
    assert rhythm.due(NORMS)


def test_another_question_is_due_at_once() -> None:
    rhythm = Rhythm(lambda: 0.0)
    assert rhythm.due(NORMS)
    assert not rhythm.due(NORMS)
    assert rhythm.due(Norms("conv1", (0, 0, 0, 0), 1, (4, 4), (2, 2)))


def test_live_frames_are_followed_at_a_tenth_of_their_rate_and_a_still_picture_always() -> None:
    answers = Answers()
    answers._rhythm = Rhythm(lambda: 0.0)
    session, plan = Session(answers), plan_of(SHAPE)

    def answer(number: int, live: bool) -> object:
        job = Job(plan, Frame(noise(SHAPE), number, 0.0, live=live), View(questions=(NORMS,)))
        return session.compute(job).answers[NORMS]

    found = [answer(number, live=True) for number in range(2 * EVERY)]
    assert [place for place, one in enumerate(found) if isinstance(one, NormComparison)] == [0, EVERY]
    assert found.count(Later.LATER) == 2 * EVERY - 2
    assert isinstance(answer(99, live=False), NormComparison)
