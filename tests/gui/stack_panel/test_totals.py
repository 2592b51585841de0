"""Numbers of the foot: short, with their units, exact on hover."""

from __future__ import annotations

from cnnlab.gui.stack_panel.panel import StackPanel
from tests.gui.stack_panel.wishes import label_of


def test_the_foot_shows_four_numbers(panel: StackPanel) -> None:
    panel.show_totals(1392, 38_700_000, (8, 8), 22_544_384)
    names = ("totalParameters", "totalMacs", "totalReceptiveField", "totalMemory")
    assert [label_of(panel, name).text() for name in names] == ["1,392", "38.7 M", "8 × 8", "21.5 MiB"]
    assert "38,700,000" in label_of(panel, "totalMacs").toolTip()
    assert label_of(panel, "totalMemory").accessibleName() == "memory: 21.5 MiB"


def test_without_a_receptive_field_there_is_a_dash(panel: StackPanel) -> None:
    panel.show_totals(0, 0, None, 0)
    assert label_of(panel, "totalReceptiveField").text() == "—"
