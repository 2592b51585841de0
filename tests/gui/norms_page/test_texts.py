"""Numbers of the page are written so that they can be told apart."""

from __future__ import annotations

import math

from cnnlab.explain.norms import NormColumn, Shared
from cnnlab.gui.norms_page import texts


def test_both_variances_differ_to_the_eye() -> None:
    shared = Shared(((0, 0),) * 4, 8192, 0.4562, 0.01361205, 0.01361205 * 8192 / 8191)
    column = NormColumn("batch_norm2d", shared=shared, before=(0.4562, 0.1167), after=(0.0, 1.0))
    rows = dict(texts.rows(column))
    assert rows["cells n"] == "8,192"
    assert rows["σ² over n"] != rows["over n − 1"]
    assert "0.4562 → 0" in texts.spoken(column)
    assert len(texts.rows(column, brief=True)) == len(rows)


def test_a_mean_that_only_rounding_has_left_is_zero() -> None:
    shared = Shared(((0, 0),) * 4, 8192, 1.2e-7, 0.999949, 1.00007)
    column = NormColumn("batch_norm2d", shared=shared, before=(1.2e-7, 1.0), after=(-9.5e-9, 1.0))
    assert dict(texts.changes(column))["mean"] == "0 → 0"
    assert dict(texts.rows(column))["μ"] == "0"
    alike = NormColumn("batch_norm2d", shared=shared, before=(0.5, 1e-17), after=(-1e-17, 1e-17))
    assert dict(texts.changes(alike)) == {"mean": "0.5000 → 0", "σ": "0 → 0"}
    lost = NormColumn("batch_norm2d", shared=shared, before=(math.nan, math.nan), after=(math.nan, math.nan))
    assert dict(texts.changes(lost))["σ"] == "NaN → NaN"
