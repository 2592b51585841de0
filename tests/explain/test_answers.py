"""Questions that go along with a view are answered about the pass whose pictures are shown."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import numpy as np
import pytest
import torch

from cnnlab.blocks.explanation import Explanation
from cnnlab.document.frame import Frame
from cnnlab.engine.palette import dark_colours
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Later, Result, RowView, View
from cnnlab.explain.answers import Answers
from cnnlab.explain.questions import EffectiveField, Why
from cnnlab.text import Message
from tests.building import Row, frame_of, noise, plan_of

SHAPE = (1, 3, 8, 9)
ROWS: tuple[Row, ...] = (("conv1", "conv2d", {"out_channels": 4}), ("relu1", "relu"))
WHY, FIELD = Why("conv1", (0, 2, 3, 4)), EffectiveField("conv1", (0, 2, 3, 4))


def asked(
    *questions: object, session: Session | None = None, frame: Frame | None = None, quick: bool = False
) -> Result:
    view = View((RowView("conv1", (0,), (6, 7)),), dark_colours(), questions=questions)
    job = Job(plan_of(SHAPE, *ROWS), frame or frame_of(SHAPE), view, quick=quick)
    return (session or Session(Answers())).compute(job)


def live() -> Frame:
    return Frame(noise(SHAPE), 1, 0.0, live=True)


def test_an_element_is_explained_with_the_numbers_of_the_very_pass() -> None:
    found = asked(WHY).answers[WHY]
    assert isinstance(found, Explanation)
    assert found.agrees
    plan = plan_of(SHAPE, *ROWS)
    weights = {name: torch.from_numpy(w.array()) for name, w in plan.layer("conv1").weights.items()}
    x = torch.from_numpy(noise(SHAPE).copy())
    expected = torch.nn.functional.conv2d(x, weights["weight"], weights["bias"])[WHY.index]
    assert found.value == pytest.approx(float(expected), abs=1e-5)


def test_live_frames_are_explained_and_what_takes_long_waits() -> None:
    answers = asked(WHY, FIELD, frame=live()).answers
    assert isinstance(answers[WHY], Explanation)
    assert answers[FIELD] is Later.LATER


def test_what_waits_is_asked_for_again_and_then_told() -> None:
    session = Session(Answers())
    hurried = asked(FIELD, session=session, quick=True)
    assert hurried.answers[FIELD] is Later.LATER
    assert hurried.rough
    calm = asked(FIELD, session=session)
    assert not calm.rough
    field = calm.answers[FIELD]
    assert isinstance(field, np.ndarray)
    assert field.shape == SHAPE[2:]
    assert np.argwhere(field).min(0).tolist() == [3, 4]
    assert np.argwhere(field).max(0).tolist() == [5, 6]


@pytest.mark.parametrize(
    ("question", "part"), [(Why("gone", (0,)), "gone"), (Why("conv1", (0, 9, 0, 0)), "9"), (Why("conv1", (0,)), "4")]
)
def test_what_cannot_be_answered_is_a_sentence_beside_the_pictures(question: Why, part: str) -> None:
    result = asked(question)
    found = result.answers[question]
    assert isinstance(found, Message)
    assert part in str(found)
    assert "conv1" in result.pictures


@dataclasses.dataclass(frozen=True)
class Strange:
    slow: ClassVar[bool] = False


def test_a_question_that_nobody_knows_leaves_the_pictures_alone() -> None:
    result = asked(Strange())
    assert isinstance(result.answers[Strange()], Message)
    assert "conv1" in result.pictures


def test_a_session_without_answers_leaves_questions_open() -> None:
    assert asked(WHY, session=Session()).answers == {}
