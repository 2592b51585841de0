"""Answers the questions of a view about the pass that was just done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from cnnlab.engine.results import Pass
from cnnlab.engine.view import Later, Question
from cnnlab.engine.weights import HostWeights
from cnnlab.explain.audit import Evidence, explain, transfer_curve
from cnnlab.explain.beside import SecondRun
from cnnlab.explain.distributions import Distributions
from cnnlab.explain.gradient import effective_field, input_gradient
from cnnlab.explain.norming import Norming
from cnnlab.explain.questions import Beside, DistributionOf, EffectiveField, Fields, Norms, Transfer, Why
from cnnlab.explain.receptive import axis_fields
from cnnlab.explain.rhythm import Rhythm

# By kind of question. To add one: a class in `questions.py`, and a row here.
_ANSWERS: Mapping[type, Callable[[Evidence, Any], object]] = {
    Why: lambda evidence, asked: explain(evidence, asked.layer, asked.index),
    EffectiveField: lambda evidence, asked: effective_field(input_gradient(evidence, asked.layer, asked.index)),
    Transfer: lambda evidence, asked: transfer_curve(evidence, asked.layer, asked.channel, asked.places),
    Fields: lambda evidence, _asked: axis_fields(evidence.plan),
}


class Answers:
    """Answers one question after the other, on one thread.

    Keeps the weights that it has put together, and the activations of another stack for as long as it is asked for.
    """

    def __init__(self) -> None:
        self._weights = HostWeights()
        self._rhythm = Rhythm()
        self._second = SecondRun()
        self._answers: Mapping[type, Callable[[Evidence, Any], object]] = {**_ANSWERS, Norms: Norming()}
        # The same for kinds whose answers are kept from pass to pass.
        self._keepers: Mapping[type, Callable[[Pass, Any], object]] = {
            Beside: self._second.compared,
            DistributionOf: Distributions(),
        }

    def asked(self, questions: Sequence[Question]) -> None:
        """These are asked about the next pass, and no others: let go of what only others need."""
        if not any(isinstance(question, Beside) for question in questions):
            self._second.let_go()

    def __call__(self, done: Pass, question: Question) -> object:
        """What a question is answered with, or `LATER`.

        Raises:
            UserError: there is no such element.
            KeyError: nobody answers such questions.
        """
        keeper = self._keepers.get(type(question))
        if keeper is not None:
            with torch.inference_mode():
                return keeper(done, question)
        answer = self._answers[type(question)]
        hurried = done.job.frame.live or done.job.quick
        if hurried and getattr(question, "slow", False):
            return Later.LATER
        if hurried and getattr(question, "sparing", False) and not self._rhythm.due(question):
            return Later.LATER
        self._weights.keep_only({layer.id for layer in done.job.plan.layers})
        return answer(Evidence(done.job.plan, done.forward, self._weights.of, done.job.frame.number), question)
