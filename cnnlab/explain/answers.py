"""Answers the questions of a view about the pass that was just done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from cnnlab.engine.results import Pass
from cnnlab.engine.view import Later, Question
from cnnlab.engine.weights import HostWeights
from cnnlab.explain.audit import Evidence, explain
from cnnlab.explain.distributions import Distributions
from cnnlab.explain.questions import DistributionOf, EffectiveField, Why
from cnnlab.explain.trace import effective_field, input_gradient

# By kind of question. To add one: a class in `questions.py`, and a row here.
_ANSWERS: Mapping[type, Callable[[Evidence, Any], object]] = {
    Why: lambda evidence, asked: explain(evidence, asked.layer, asked.index),
    EffectiveField: lambda evidence, asked: effective_field(input_gradient(evidence, asked.layer, asked.index)),
}


class Answers:
    """Answers one question after the other, on one thread; keeps the weights that it has put together."""

    def __init__(self) -> None:
        self._weights = HostWeights()
        # The same for kinds whose answers follow from what else was asked for, or are kept from pass to pass.
        self._keepers: Mapping[type, Callable[[Pass, Any], object]] = {DistributionOf: Distributions()}

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
        answer = _ANSWERS[type(question)]
        if getattr(question, "slow", False) and (done.job.frame.live or done.job.quick):
            return Later.LATER
        self._weights.keep_only({layer.id for layer in done.job.plan.layers})
        return answer(Evidence(done.job.plan, done.forward, self._weights.of, done.job.frame.number), question)
