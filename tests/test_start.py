"""Starting: something is on screen before torch is imported, and the first layers soon after."""

from __future__ import annotations

import statistics

import pytest

from cnnlab.app.bench.start import BAR, started


@pytest.mark.alone
def test_the_first_layers_are_painted_within_one_and_a_half_times_the_bare_imports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Taken in pairs, in turns, since the machine is shared."""
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)  # what is measured chooses for itself
    starts = [started() for _ in range(5)]
    for start in starts:
        assert not start.torch_first, "the window was not on screen before torch was imported"
        assert not start.blank
    assert BAR.limit == 1.5
    ratios = [start.ratio for start in starts]
    assert statistics.median(ratios) <= 1.5, ratios
