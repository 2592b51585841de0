"""A dense layer behind Flatten is a kernel as large as the picture."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.explain.audit import explain
from cnnlab.explain.digits import shown_terms
from cnnlab.explain.folding import folded, picture_before
from tests.building import plan_of, stack_of
from tests.explain.running import evidence_of

ROWS = (
    ("pool", "max_pool2d"),
    ("flat", "flatten"),
    ("relu", "relu"),
    ("drop", "dropout"),
    ("off", "linear"),
    ("fc", "linear", {"out_features": 4}),
    ("fc2", "linear", {"out_features": 2}),
)


def test_features_are_put_back_where_they_were() -> None:
    plan = infer(edits.set_enabled(stack_of(*ROWS), "off", False), (2, 3, 8, 10))
    evidence = evidence_of(plan)
    picture = picture_before(plan, "fc")
    assert picture == (3, 4, 5)
    explanation = explain(evidence, "fc", (1, 2))
    terms = folded(explanation, picture).terms
    assert terms is not None
    x = np.maximum(evidence.forward.outputs["pool"][1].double().numpy(), 0)
    weight = plan.layer("fc").weights["weight"].array()[2].reshape(3, 4, 5)
    np.testing.assert_array_equal(terms.patch.values, x)
    np.testing.assert_array_equal(terms.weights, weight)
    np.testing.assert_allclose(terms.sums, (x * weight).sum((1, 2)), rtol=1e-12)
    assert terms.sums.sum() + terms.bias == pytest.approx(explanation.total, rel=1e-12)
    assert len(shown_terms(folded(explanation, picture)).sums) == 3


def test_what_was_no_picture_stays_a_row_of_features() -> None:
    plan = infer(edits.set_enabled(stack_of(*ROWS), "off", False), (2, 3, 8, 10))
    assert picture_before(plan, "fc2") is None
    assert picture_before(plan, "pool") is None
    assert picture_before(plan_of((1, 2, 3, 3), ("f", "flatten", {"start_dim": 2}), ("l", "linear")), "l") is None
    explanation = explain(evidence_of(plan), "fc2", (0, 0))
    with pytest.raises(ValueError, match="picture"):
        folded(explanation, (3, 4, 5))
