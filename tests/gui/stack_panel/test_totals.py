"""Numbers of the foot: short, with their units, exact on hover."""

from __future__ import annotations

import pytest

from cnnlab.engine.memory import size_text
from cnnlab.gui.stack_panel.panel import StackPanel
from cnnlab.gui.stack_panel.totals import count_text
from tests.gui.stack_panel.wishes import label_of


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (9999, "9,999"),
        (10_000, "10.0 k"),
        (38_700_000, "38.7 M"),
        (999_960_000, "1.0 G"),
        (10**19, "10,000.0 P"),
    ],
)
def test_large_counts_are_shortened(count: int, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1_048_575, "1.0 MiB"),
        (22_544_384, "21.5 MiB"),
        (2**40, "1.0 TiB"),
    ],
)
def test_bytes_come_in_binary_units(count: int, text: str) -> None:
    assert size_text(count) == text


def test_the_foot_shows_four_numbers(panel: StackPanel) -> None:
    panel.show_totals(1392, 38_700_000, (8, 8), 22_544_384)
    names = ("totalParameters", "totalMacs", "totalReceptiveField", "totalMemory")
    assert [label_of(panel, name).text() for name in names] == ["1,392", "38.7 M", "8 × 8", "21.5 MiB"]
    assert "38,700,000" in label_of(panel, "totalMacs").toolTip()
    assert label_of(panel, "totalMemory").accessibleName() == "memory: 21.5 MiB"


def test_without_a_receptive_field_there_is_a_dash(panel: StackPanel) -> None:
    panel.show_totals(0, 0, None, 0)
    assert label_of(panel, "totalReceptiveField").text() == "—"
